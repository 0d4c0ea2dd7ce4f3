// node run.mjs <server> <thread>: has workerd run the worker, and asks it.
import { spawn } from 'node:child_process';

const [, , server, thread] = process.argv;
// It writes to descriptor 3 which port it was given.
const child = spawn('workerd', ['serve', 'config.capnp', '--control-fd=3'], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
});
const port = await new Promise((resolve) => {
  child.stdio[3].on('data', (line) => {
    const { event, port } = JSON.parse(line);
    if (event === 'listen') resolve(port);
  });
});
const answer = await fetch(`http://127.0.0.1:${port}/?${new URLSearchParams({ server, thread })}`);
console.log(await answer.text());
child.kill();

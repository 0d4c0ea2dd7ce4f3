// From the import of a peer to its first dial, in a process of its own: startUp.mjs <file of the adapter>
import { writeSync } from 'node:fs';

globalThis.WebSocket = class {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;

  constructor() {
    writeSync(1, String(performance.now() - started));
    process.exit();
  }
};
const started = performance.now();
const { open } = await import(process.argv[2]);
await open({ url: 'ws://localhost', types: ['any'], handler() {} });

// npm run docs [-- --build]: builds the documentation's site into build/docs, and serves it, on PORT (8081) of this machine.
import { buildPackage } from './build/steps.mjs';
import { serveFolder } from './consumers/serve.mjs';
import { buildSite } from './docs/site.mjs';
import { Failure, command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { mustBeFree } from './lib/port.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async (args) => {
  const [unknown] = args.filter((each) => each !== '--build');
  if (unknown) throw new Failure(`cannot read ${unknown}`, 'There is --build, which only builds.');
  const isServed = args.length === 0;
  const port = process.env.PORT || '8081';
  if (isServed) await mustBeFree(Number(port), 'npm run docs');
  await ensure({ docs: true });
  // The reference is made of sources that the build generates.
  await buildPackage();
  await buildSite();
  if (!isServed) return console.log('the site is in build/docs');
  const { url } = await serveFolder(at('build/docs'), { port, host: process.env.HOST });
  console.log(`documentation: ${url}/`);
});

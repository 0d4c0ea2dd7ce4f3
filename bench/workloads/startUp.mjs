import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/lib/run.mjs';
import { compare, interleave } from '../lib/measure.mjs';
import { chatwireHistory, chatwirePlain, firstCharacters, peers } from '../peers/index.mjs';

const script = fileURLToPath(new URL('../lib/startUp.mjs', import.meta.url));
const contenders = peers.filter((peer) => ![chatwireHistory, chatwirePlain, firstCharacters].includes(peer));

export default {
  title: 'Start-up, in Node',
  about:
    'From the import of the package to its first `new WebSocket`, in a fresh process, the files in the system’s cache. Vue ' +
    'counts for @vueuse/core, and compiling the module for Chatwire.',
  leftOut: { 'react-use-websocket': 'it is a hook' },
  cases: [{}],
  async run(_, { quick }) {
    const samples = await interleave(contenders, {
      rounds: quick ? 2 : 9,
      sample: async ({ file }) => Number((await run(process.execPath, [script, file])).output),
    });
    const rows = compare(
      contenders.map(({ name }) => name),
      samples,
    );
    return [{ title: 'import to first dial', unit: 'ms', rows, headline: true, plot: true }];
  },
};

import { sizes } from '../lib/frames.mjs';
import { receiveInProcess } from '../lib/inProcess.mjs';
import { byHand, chatwire, peer } from '../peers/index.mjs';

const contenders = [
  byHand,
  chatwire,
  peer('by hand, binary', 'byHandBinary', { isBinary: true }),
  peer('chatwire, binary', 'chatwireBinary', { isBinary: true }),
];

export default {
  title: 'Receive JSON in binary frames, in this process',
  about: 'As above; for the last two the same JSON comes as UTF-8 in binary frames.',
  cases: ['deliver', 'drop'].flatMap((mix) => sizes.map(({ name, bytes }) => ({ mix, name, bytes }))),
  async run({ mix, name, bytes }, { quick }) {
    const rows = await receiveInProcess(contenders, { bytes, mix, quick, rounds: quick ? 5 : 21 });
    return [{ title: `${mix} ${name}, as text and in binary frames`, unit: 'ns', rows }];
  },
};

import { sizes } from '../lib/frames.mjs';
import { receiveInProcess } from '../lib/inProcess.mjs';
import { byHand, chatwire, peer } from '../peers/index.mjs';

const contenders = [
  { ...byHand, name: 'by hand, unchecked' },
  { ...chatwire, name: 'chatwire, unchecked' },
  peer('chatwire, jsonSchema()', 'validating/chatwire'),
  peer('chatwire, zod', 'validating/chatwireZod'),
  peer('by hand, ajv ahead of time', 'validating/ajv'),
  peer('by hand, typebox compiled', 'validating/typebox'),
  peer('by hand, zod', 'validating/zod'),
  peer('by hand, valibot', 'validating/valibot'),
];

export default {
  title: 'Receive and validate, in this process',
  about: 'As above; the payload is checked against a schema of its type before the handler gets it.',
  cases: sizes,
  async run({ name, bytes }, { quick }) {
    const rows = await receiveInProcess(contenders, { bytes, mix: 'deliver', quick, rounds: quick ? 5 : 21 });
    const isMain = name === '245 B';
    return [{ title: `validated ${name}`, unit: 'ns', rows, headline: isMain, plot: isMain }];
  },
};

import { sizes } from '../lib/frames.mjs';
import { receiveInProcess } from '../lib/inProcess.mjs';
import { peers } from '../peers/index.mjs';

const titles = {
  deliver: 'one handler takes every message',
  drop: 'nobody wants the message',
  mixed: '30 types in turn, one of them wanted',
};

export default {
  title: 'Receive, in this process',
  about:
    'Node, over a socket without a wire: from its event until the handler was called with the payload. Frames are those of ' +
    "each one's own protocol; the sizes are those of the plain JSON frame.",
  leftOut: { 'react-use-websocket': 'it is a hook, and needs a component to call: see the token storm' },
  cases: Object.keys(titles).flatMap((mix) => sizes.map(({ name, bytes }) => ({ mix, name, bytes }))),
  async run({ mix, name, bytes }, { quick }) {
    const rows = await receiveInProcess(peers, { bytes, mix, quick, rounds: quick ? 5 : 21 });
    const isMain = name === '245 B' || (name === '16.9 KB' && mix !== 'mixed');
    const title = `${mix} ${name}: ${titles[mix]}`;
    return [{ title, unit: 'ns', rows, headline: isMain, plot: isMain }];
  },
};

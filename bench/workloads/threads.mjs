import { ingestInChromium, MESSAGES } from '../lib/ingest.mjs';

export default {
  title: 'Receive, in Chromium',
  about:
    `A real socket and ${MESSAGES.toLocaleString('en-US')} messages of 245 bytes as fast as they come, one per frame, each read by a handler. ` +
    'The time of the page’s thread is the thread’s own, as the browser counts it; a round trip is one message and its echo, ' +
    'each in a quiet period of its own.',
  cases: [{}],
  async run(_case, { quick }) {
    const { microseconds, throughput, roundTrip } = await ingestInChromium({ rounds: quick ? 2 : 7 });
    return [
      {
        title: 'page’s thread, per message of a flood',
        unit: 'µs',
        rows: microseconds,
        headline: true,
        plot: true,
      },
      {
        title: 'throughput of the flood',
        unit: 'messages/s',
        rows: throughput,
        higherIsBetter: true,
        headline: true,
      },
      { title: 'one message there and back', unit: 'ms', rows: roundTrip },
    ];
  },
};

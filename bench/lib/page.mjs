import { connectClient } from './client.mjs';

/** What the benchmark calls in the page; `open` is the contender's. */
export function serve(open) {
  let client;
  let done;
  window.bench = {
    async connect(settings) {
      client = await connectClient(open, settings);
    },
    expect(count) {
      done = client.expect(count);
    },
    finished: () => done,
    answer() {
      client.state.answers = true;
    },
    close: () => client.close(),
  };
}

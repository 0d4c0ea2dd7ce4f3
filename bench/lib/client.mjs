/** A connected contender, in Node or in a page: it counts what its handler gets, and answers where the server waits for it. */
export async function connectClient(open, { url, types, batched = false }) {
  const state = { seen: 0, read: 0, answers: false };
  let expected = Infinity;
  let started = 0;
  let done = () => {};
  const client = await open({
    url,
    types,
    batched,
    handler({ index, delta }) {
      state.read += index + delta.length;
      if (state.seen++ === 0) started = performance.now();
      if (state.seen === expected) done(performance.now() - started);
      if (state.answers) client.send('here_again', { index });
    },
  });
  return {
    state,
    /** Counts afresh; resolves to the milliseconds between the first and the last of so many messages. */
    expect(count) {
      state.seen = 0;
      expected = count;
      return new Promise((resolve) => (done = resolve));
    },
    close: () => client.close(),
  };
}

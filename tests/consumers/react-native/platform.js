// What React Native has around Hermes, as poor as it is there; and a server, since this Hermes has no network.
globalThis.navigator = { product: 'ReactNative' };
globalThis.process = { env: { NODE_ENV: 'production' } };
globalThis.console = { log: print, warn: print, error: print };
globalThis.performance = { now: () => Date.now() };
globalThis.queueMicrotask = (job) => void Promise.resolve().then(job);

// Its URL puts a slash behind each.
globalThis.URL = function URL(url) {
  this.href = url.endsWith('/') ? url : `${url}/`;
};

const clear = globalThis.clearTimeout;
globalThis.clearTimeout = (timer) => timer === undefined || clear(timer);

globalThis.AbortController = function AbortController() {
  this.signal = { aborted: false };
  this.abort = () => void (this.signal.aborted = true);
};

// This Hermes is older than any that Metro bundles for today.
Array.prototype.at ??= function (index) {
  return this[index < 0 ? this.length + index : index];
};

// Headers come third, as nowhere else but in `ws`.
globalThis.WebSocket = function WebSocket(url, protocols, { headers }) {
  if (url !== 'ws://server.test/ws') throw new Error(`${url} is not what was to be dialled`);
  if (headers.Authorization !== 'Bearer of-the-app') throw new Error('the server was not told who it is');
  const later = (event) => void setTimeout(event, 0);
  this.readyState = 0;
  this.send = (text) => {
    const { message } = JSON.parse(text).payload;
    const [, one, other] = /(\d+) \* (\d+)/.exec(message);
    const data = JSON.stringify({ type: 'llm_response', payload: { response: `It is ${one * other}.` } });
    later(() => this.onmessage({ data }));
  };
  this.close = (code) => {
    this.readyState = 3;
    later(() => this.onclose({ code }));
  };
  later(() => {
    this.readyState = 1;
    this.onopen({});
  });
};

import { overSocket, receiver } from './overSocket.mjs';

/** By hand, with a look at the first characters before anything is parsed: for servers that write the type first. */
export function open(settings) {
  const { url, types } = settings;
  const wanted = new Set(types);
  const beginning = '{"type":"';
  const parse = receiver(settings);
  return overSocket(new WebSocket(`${url}/plain`), settings, (data) => {
    if (data.startsWith(beginning)) {
      const type = data.slice(beginning.length, data.indexOf('"', beginning.length));
      if (!wanted.has(type)) return;
    }
    parse(data);
  });
}

import { overSocket } from '../overSocket.mjs';

/** By hand, with a validator between: `valid(payload)` gives what the handler gets, and throws where it refuses. */
export function validating(settings, valid) {
  const { url, types, handler } = settings;
  const handlers = new Map(types.map((type) => [type, handler]));
  return overSocket(new WebSocket(`${url}/plain`), settings, (data) => {
    const { type, payload } = JSON.parse(data);
    handlers.get(type)?.(valid(payload));
  });
}

/** For validators that say yes or no. */
export const passing = (isValid) => (payload) => {
  if (!isValid(payload)) throw new TypeError('no such payload');
  return payload;
};

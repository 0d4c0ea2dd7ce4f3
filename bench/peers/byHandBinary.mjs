import { overSocket, receiver } from './overSocket.mjs';

/** By hand, for a server that sends JSON in binary frames. */
export function open(settings) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parse = receiver(settings);
  const socket = new WebSocket(`${settings.url}/plain`);
  socket.binaryType = 'arraybuffer';
  return overSocket(socket, settings, (data) => parse(decoder.decode(data)));
}

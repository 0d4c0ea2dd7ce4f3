import ReconnectingWebSocket from 'partysocket/ws';
import { overSocket } from './overSocket.mjs';

export const open = (settings) =>
  overSocket(new ReconnectingWebSocket(`${settings.url}/plain`, [], { WebSocket }), settings);

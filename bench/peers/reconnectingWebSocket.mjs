import ReconnectingWebSocket from 'reconnecting-websocket';
import { overSocket } from './overSocket.mjs';

export const open = (settings) =>
  overSocket(new ReconnectingWebSocket(`${settings.url}/plain`, [], { WebSocket }), settings);

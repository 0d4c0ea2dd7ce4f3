import { overSocket } from './overSocket.mjs';

/** The floor that everything is measured against. */
export const open = (settings) => overSocket(new WebSocket(`${settings.url}/plain`), settings);

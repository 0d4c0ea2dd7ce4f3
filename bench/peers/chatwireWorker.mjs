import { open as openWith } from './chatwire.mjs';

/** The socket and the core in a Worker. */
export const open = (settings) => openWith(settings, { thread: 'worker', history: false });

import { open as openWith } from './chatwire.mjs';

/** The socket and the core in a SharedWorker. */
export const open = (settings) => openWith(settings, { thread: 'shared', history: false });

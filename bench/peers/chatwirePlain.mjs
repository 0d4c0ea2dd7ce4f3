import { createChatClient } from '../../dist/plain.js';
import { open as openClient } from './chatwire.mjs';

/** Without WebAssembly. */
export const open = (options) => openClient(options, { history: false }, createChatClient);

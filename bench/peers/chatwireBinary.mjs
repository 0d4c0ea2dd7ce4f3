import { open as openWith } from './chatwire.mjs';

/** For a server that sends JSON in binary frames. */
export const open = (settings) => openWith(settings, { acceptBinaryJson: true, history: false });

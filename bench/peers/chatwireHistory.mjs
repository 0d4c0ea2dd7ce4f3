import { open as openWith } from './chatwire.mjs';

/** As Chatwire comes: the newest thousand messages stay, whether anybody wants them or not. */
export const open = (settings) => openWith(settings, {});

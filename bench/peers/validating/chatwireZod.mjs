import { open as openWith } from '../chatwire.mjs';
import { schema } from './zod.mjs';

export const open = (settings) =>
  openWith(settings, {
    history: false,
    schemas: Object.fromEntries(settings.types.map((type) => [type, schema])),
  });

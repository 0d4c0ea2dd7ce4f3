import { jsonSchema } from '../../../dist/index.js';
import { payloadSchema } from '../../lib/schema.mjs';
import { open as openWith } from '../chatwire.mjs';

export const open = (settings) =>
  openWith(settings, {
    history: false,
    schemas: Object.fromEntries(settings.types.map((type) => [type, jsonSchema(payloadSchema)])),
  });

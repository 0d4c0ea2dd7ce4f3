import { z } from 'zod';
import { validating } from './byHand.mjs';

export const schema = z.object({
  chat_id: z.string(),
  index: z.int(),
  model: z.string(),
  delta: z.string(),
  sources: z.array(z.object({ path: z.string(), line: z.int() })).optional(),
});

export const open = (settings) => validating(settings, (payload) => schema.parse(payload));

import * as v from 'valibot';
import { validating } from './byHand.mjs';

const integer = v.pipe(v.number(), v.integer());
const schema = v.object({
  chat_id: v.string(),
  index: integer,
  model: v.string(),
  delta: v.string(),
  sources: v.optional(v.array(v.object({ path: v.string(), line: integer }))),
});

export const open = (settings) => validating(settings, (payload) => v.parse(schema, payload));

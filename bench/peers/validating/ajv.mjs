import { mkdirSync, writeFileSync } from 'node:fs';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { at } from '../../../scripts/lib/paths.mjs';
import { payloadSchema } from '../../lib/schema.mjs';
import { passing, validating } from './byHand.mjs';

/** Compiled ahead of time: the validator is a file of its own. */
export async function open(settings) {
  const ajv = new Ajv.default({ code: { source: true, esm: true } });
  const file = at('build/bench/validatePayload.mjs');
  mkdirSync(at('build/bench'), { recursive: true });
  writeFileSync(file, standalone.default(ajv, ajv.compile(payloadSchema)));
  const { default: isValid } = await import(file);
  return validating(settings, passing(isValid));
}

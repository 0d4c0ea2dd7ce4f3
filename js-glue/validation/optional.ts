import type { StandardSchema } from './standardSchema.ts';

/** The same schema, for a value that may be missing, or `null`: what its `source` refuses, it may still take. */
export function optional<Output>(schema: StandardSchema<Output>): StandardSchema<Output | null | undefined> {
  const { validate, ...standard } = schema['~standard'];
  return {
    '~standard': {
      ...standard,
      validate: (value) => (value === undefined || value === null ? { value } : validate(value)),
    },
  };
}

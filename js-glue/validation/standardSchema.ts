/**
 * A validator as zod, valibot, arktype and others have it (https://standardschema.dev, version 1), and as `jsonSchema()` makes
 * it.
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** What the schema makes of a value, or what is wrong with it. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** What `jsonSchema()` made it of: this can be posted to another thread. */
    readonly source?: unknown;
  };
}

/** What a schema makes of a value, or what is wrong with it. */
export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong with a value, and where in it. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What is wrong with a message. */
export interface Fault {
  /** Where: `payload.steps[2].id`; empty for the message as a whole. */
  readonly path: string;
  readonly reason: string;
}

/** The value that the schema makes of this one, or what is wrong with it. */
export function applySchema(schema: StandardSchema, value: unknown): { value: unknown } | Fault {
  let result;
  try {
    result = schema['~standard'].validate(value);
  } catch (error) {
    return { path: 'payload', reason: `the schema threw: ${String(error)}` };
  }
  if ('then' in result) {
    result.catch(() => {});
    return { path: 'payload', reason: 'the schema is asynchronous: messages are delivered in their order' };
  }
  if (!result.issues) return result;
  const [issue] = result.issues;
  return { path: pathOf(issue?.path ?? []), reason: issue?.message ?? 'the schema refuses it' };
}

function pathOf(path: NonNullable<SchemaIssue['path']>): string {
  const keys = path.map((part) => (typeof part === 'object' ? part.key : part));
  return keys.reduce<string>(
    (text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`),
    'payload',
  );
}

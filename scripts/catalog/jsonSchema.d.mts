import type { JsonSchema } from '../../js-glue/validation/jsonSchema.ts';
import type { CatalogField, CatalogFields } from './read.mjs';

export function objectSchema(
  object: { fields?: CatalogFields | undefined; others?: CatalogField | undefined },
  isDescribed?: boolean,
): JsonSchema;

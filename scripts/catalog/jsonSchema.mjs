/**
 * The JSON Schema of a message's payload, or of whatever stands as `{ fields, others }`: in the part of 2020-12 that
 * js-glue/validation/jsonSchema.ts knows, which means the same in draft 7. Unknown keys are accepted.
 *
 * @param isDescribed With what is only to be read, as a document has it.
 */
export function objectSchema({ fields, others }, isDescribed = false) {
  const entries = Object.entries(fields ?? {});
  const required = entries.filter(([, { optional }]) => !optional).map(([key]) => key);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    ...(entries.length > 0 && {
      properties: Object.fromEntries(entries.map(([key, field]) => [key, fieldSchema(field, isDescribed)])),
    }),
    ...(others && others.type !== 'any' && { additionalProperties: fieldSchema(others, isDescribed) }),
  };
}

function fieldSchema(field, isDescribed) {
  const { type, description, format, items, extension } = field;
  const notes = [description, extension && 'An extension.'].filter(Boolean).join(' ');
  return {
    ...(type === 'object' ? objectSchema(field, isDescribed) : type !== 'any' && { type }),
    ...rules(field),
    ...(items && items.type !== 'any' && { items: fieldSchema(items, isDescribed) }),
    ...(isDescribed && format && { format }),
    ...(isDescribed && field.default !== undefined && { default: field.default }),
    ...(isDescribed && notes && { description: notes }),
  };
}

const rules = (field) =>
  Object.fromEntries(
    ['enum', 'minimum', 'maximum'].filter((key) => field[key] !== undefined).map((key) => [key, field[key]]),
  );

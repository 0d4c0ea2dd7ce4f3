import { objectSchema } from './jsonSchema.mjs';
import { messagesFrom } from './read.mjs';

/** A TypeScript module with the client's option `schemas` for one system: of all that its server sends. */
export function schemas(catalog) {
  const messages = messagesFrom(catalog, 'server').filter(({ payload }) => payload);
  const hasOptional = messages.some(({ payloadOptional }) => payloadOptional);
  const names = messages.map(({ name }) => name).join(', ');
  return [
    // By the package's name: entries of their own share the one that the page has.
    `import { jsonSchema } from 'chatwire';`,
    hasOptional ? `import { optional } from '../../validation/optional.ts';` : '',
    `import type { ${names} } from '../generated/${catalog.system}.ts';`,
    '',
    `/** What the payloads of ${catalog.title} must be, by message type: for the option \`schemas\`. Unknown fields pass. */`,
    `export const ${catalog.system}Schemas = {\n${messages.map(entry).join('\n')}\n};`,
  ].join('\n');
}

function entry({ type, name, payload, payloadOptional, others }) {
  const schema = JSON.stringify(objectSchema({ fields: payload, others }));
  // Bundlers may leave out what they know to have no other effect.
  const compiled = `/* @__PURE__ */ jsonSchema<${name}>(${schema})`;
  // Where frames name no type, `*` stands for all of them.
  return `${type ?? "'*'"}: ${payloadOptional ? `/* @__PURE__ */ optional(${compiled})` : compiled},`;
}

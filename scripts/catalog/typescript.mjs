import { messagesFrom, pascalCase } from './read.mjs';

/** TypeScript types of one system's messages: payloads, payloads by type, and whole frames. No run-time code. */
export function typescript(catalog) {
  const System = pascalCase(catalog.system);
  return [
    `import type { ${catalog.system} } from '../../profiles/${catalog.system}.ts';`,
    ...catalog.messages.filter(({ payload }) => payload).map((message) => payloadType(catalog, message)),
    ...(catalog.envelope.type ? typedSystem(catalog, System) : untypedSystem(catalog, System)),
  ].join('\n\n');
}

function payloadType(catalog, message) {
  const notes = [
    message.description,
    message.extension && 'An extension: the system does not know it.',
    catalog.proposed && 'A proposal: the system does not say what is in it.',
  ];
  const comment = commented(notes, message.rows);
  const fields = Object.entries(message.payload);
  if (fields.length === 0 && !message.others)
    return `${comment}export type ${message.name} = Record<string, never>;`;
  return `${comment}export interface ${message.name} ${members(message.payload, message.others)}`;
}

function members(fields, others) {
  const lines = Object.entries(fields).map(([key, field]) => {
    const comment = commented([field.description, field.extension && 'An extension.']);
    // Also undefined: what is sent may say so under exactOptionalPropertyTypes, and JSON leaves it out.
    return `${comment}${key}${field.optional ? '?' : ''}: ${typeOf(field)}${field.optional ? ' | undefined' : ''};`;
  });
  if (others) lines.push(`[key: string]: ${typeOf(others)};`);
  return `{\n${lines.join('\n')}\n}`;
}

function typeOf(field) {
  if (field.enum) return field.enum.map((value) => `'${value}'`).join(' | ');
  switch (field.type) {
    case 'any':
      return 'unknown';
    case 'integer':
      return 'number';
    case 'array':
      return `${typeOf(field.items)}[]`;
    case 'object':
      if (field.fields) return members(field.fields, field.others);
      return `Record<string, ${field.others ? typeOf(field.others) : 'unknown'}>`;
    default:
      return field.type;
  }
}

function typedSystem(catalog, System) {
  const map = (side) =>
    messagesFrom(catalog, side).map((message) => `${message.type}: ${payloadOf(message)};`);
  return [
    `/** What the server sends: payloads by message type. */\nexport interface ${System}ServerMessages {\n${map('server').join('\n')}\n}`,
    `/** What a client sends: payloads by message type. */\nexport interface ${System}ClientMessages {\n${map('client').join('\n')}\n}`,
    `/** All that a client of ${catalog.title} hears and says. */\nexport interface ${System}Messages {\nserver: ${System}ServerMessages;\nclient: ${System}ClientMessages;\n${eventsOf(catalog)}\n}`,
    framesOf(catalog, 'server', `${System}ServerMessage`),
    framesOf(catalog, 'client', `${System}ClientMessage`),
  ];
}

function framesOf(catalog, side, name) {
  const comment = `/** A frame of the ${side}, told apart by its \`${catalog.envelope.type}\`. */\n`;
  const [first, ...others] = messagesFrom(catalog, side).map((message) => frame(catalog.envelope, message));
  if (others.length === 0) return `${comment}export interface ${name} ${first}`;
  return `${comment}export type ${name} = ${[first, ...others].join(' | ')};`;
}

/** Frames without a type: each side has one. Messages of the client then have the type ''. */
function untypedSystem(catalog, System) {
  const [server] = messagesFrom(catalog, 'server');
  const [client] = messagesFrom(catalog, 'client');
  return [
    `/** All that a client of ${catalog.title} hears and says: whole frames, which have no type. */\nexport interface ${System}Messages {\nserver: { '': ${server.name} };\nclient: object;\nframe: ${client.name};\n${eventsOf(catalog)}\n}`,
  ];
}

const eventsOf = ({ system }) => `/** Which of them mean what. */\nevents: (typeof ${system})['events'];`;

const payloadOf = ({ payload, payloadOptional, name }) => {
  if (!payload) return 'undefined';
  return payloadOptional ? `${name} | null | undefined` : name;
};

function frame(envelope, { type, name, payload, payloadOptional, beside = {} }) {
  const keys = [`${envelope.type}: '${type}'`];
  if (envelope.id) keys.push(`${envelope.id}: string`);
  if (payload)
    keys.push(`${envelope.payload}${payloadOptional ? '?' : ''}: ${name}${payloadOptional ? ' | null' : ''}`);
  for (const [key, field] of Object.entries(beside)) keys.push(`${key}: ${typeOf(field)}`);
  if (envelope.timestamp) keys.push(`${envelope.timestamp}: string`);
  return `{ ${keys.join('; ')} }`;
}

function commented(notes, rows = []) {
  const text = [...notes.filter(Boolean), rows.length > 0 && `(${rows.join(', ')})`]
    .filter(Boolean)
    .join(' ');
  return text ? `/** ${text} */\n` : '';
}

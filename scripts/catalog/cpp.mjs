import { messagesFrom, pascalCase } from './read.mjs';

/** A C++ header with the messages of one system: structs that src/wire/messages/frame.h reads and writes. */
export function cpp(catalog) {
  return [
    '#pragma once',
    `#include <array>\n#include <cstdint>\n#include <map>\n#include <optional>\n#include <string>\n#include <string_view>\n#include <vector>`,
    '#include "wire/messages/frame.h"',
    `/// ${catalog.title}: its messages (src/wire/catalog/README.md).`,
    `namespace chatwire::messages::${catalog.system} {`,
    ...(catalog.envelope.type ? typedSystem(catalog) : catalog.messages.map((message) => struct(message))),
    `}  // namespace chatwire::messages::${catalog.system}`,
  ].join('\n\n');
}

function typedSystem(catalog) {
  // Those without fields may be of both sides.
  const distinct = catalog.messages.filter(
    ({ name }, index, all) => all.findIndex((other) => other.name === name) === index,
  );
  const frame = (side, Side) =>
    `/// What the ${side} sends.\nusing ${Side}Frame = Frame<${messagesFrom(catalog, side)
      .map(({ name }) => name)
      .join(', ')}>;`;
  const keys = Object.entries(catalog.envelope).map(([key, name]) => `.${key} = "${name}"`);
  return [
    `inline constexpr EnvelopeKeys kKeys{${keys.join(', ')}};`,
    ...distinct.map((message) => struct(message)),
    frame('server', 'Server'),
    frame('client', 'Client'),
  ];
}

function struct(message) {
  const { type, name, description, rows, payload, beside, others } = message;
  const cited = rows.length > 0 ? ` (${rows.join(', ')})` : '';
  const constants = type
    ? `static constexpr std::string_view kType = "${type}";\nstatic constexpr Placement kPlacement = Placement::${placement(message)};\n${(payload ?? beside) ? '\n' : ''}`
    : '';
  return `/// ${description}${cited}\nstruct ${name} {\n${constants}${members(payload ?? beside, others, name)}};`;
}

function placement({ payload, payloadOptional, beside }) {
  if (beside) return 'beside';
  if (!payload) return 'none';
  return payloadOptional ? 'optional_payload' : 'payload';
}

/** The fields of a struct, their types, and the function that describes them. */
function members(fields, others, parent) {
  if (!fields) return '';
  const entries = Object.entries(fields);
  const types = entries.map(([key, field]) => ownType(key, field, parent)).filter(Boolean);
  const declarations = entries.map(([key, field]) => {
    const plain = typeOf(key, field, parent);
    const note = [field.description, field.extension && 'An extension.'].filter(Boolean).join(' ');
    const type = field.optional ? `std::optional<${plain}>` : plain;
    return `${note ? `/// ${note}\n` : ''}${type} ${snakeCase(key)}{};`;
  });
  if (others) declarations.push(`std::map<std::string, ${typeOf('others', others, parent)}> others{};`);
  const visits = entries.map(([key, field]) => `visit("${key}", self.${snakeCase(key)}${bounds(field)});`);
  if (others) visits.push('visit.others(self.others);');
  const parameters = visits.length > 0 ? 'Self& self, Visit& visit' : 'Self&, Visit&';
  return [
    ...types,
    declarations.join('\n'),
    `template <class Self, class Visit>\nstatic void describe(${parameters}) {\n${visits.join('\n')}\n}\n`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function bounds({ minimum, maximum }) {
  const limits = [
    minimum !== undefined && `.least = ${minimum}`,
    maximum !== undefined && `.most = ${maximum}`,
  ];
  const given = limits.filter(Boolean);
  return given.length > 0 ? `, Bounds{${given.join(', ')}}` : '';
}

/** The type that a field needs of its own: an enum, or a struct. */
function ownType(key, field, parent) {
  const name = ownName(key, parent);
  if (field.enum) {
    const names = field.enum.map((value) => `"${value}"`).join(', ');
    return (
      `enum class ${name} : std::uint8_t { ${field.enum.join(', ')} };\n` +
      `friend constexpr auto names_of(${name}) { return std::array<std::string_view, ${field.enum.length}>{${names}}; }`
    );
  }
  if (field.type === 'array') return ownType(key, field.items, parent);
  if (field.fields) return `struct ${name} {\n${members(field.fields, field.others, name)}};`;
  return undefined;
}

function typeOf(key, field, parent) {
  if (field.enum || field.fields) return ownName(key, parent);
  switch (field.type) {
    case 'string':
      return 'std::string';
    case 'number':
      return 'double';
    case 'integer':
      return 'std::int64_t';
    case 'boolean':
      return 'bool';
    case 'array':
      return `std::vector<${typeOf(key, field.items, parent)}>`;
    case 'object':
      return `std::map<std::string, ${field.others ? typeOf(key, field.others, parent) : 'Json'}>`;
    default:
      return 'Json';
  }
}

/** A struct may not hold another of its own name. */
const ownName = (key, parent) => {
  const name = pascalCase(key);
  return name === parent ? `${name}Content` : name;
};

const snakeCase = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

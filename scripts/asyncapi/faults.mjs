import { Parser } from '@asyncapi/parser';

const ERROR = 0;
const WARNING = 1;

/** What AsyncAPI's parser has against a document, its examples included: a line each. */
export async function faultsOf(text) {
  const { document, diagnostics } = await new Parser().parse(text);
  const faults = diagnostics
    .filter(({ severity }) => severity === ERROR || severity === WARNING)
    .map(({ path, message }) => `${path.join('/')}: ${message}`);
  return document || faults.length > 0 ? faults : ['is no AsyncAPI document'];
}

import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc';
import { inItsLines, type Block } from './blocks.ts';
import type { Fault } from './documents.ts';
import type { TypedBlock } from './typescript.ts';

// What a Vue file is to who imports it.
const component = "\nexport default {} as import('vue').Component;\n";

/** The script of a Vue file, for the compiler of types; what it declares is also what the template may use. */
export function scriptOf(block: Block): TypedBlock {
  const { scriptSetup } = parse(block.code).descriptor;
  const code = scriptSetup
    ? { line: block.line + scriptSetup.loc.start.line - 1, code: scriptSetup.content }
    : undefined;
  return { block, extension: 'ts', text: inItsLines(block.given, code) + component };
}

/** Compiles a Vue file, template and script. */
export function vueFaults(block: Block): Fault[] {
  const fault = (text: string, line = 1): Fault => ({ path: block.path, line: block.line + line - 1, text });
  const { descriptor, errors } = parse(block.code);
  if (errors.length > 0) return errors.map(({ message }) => fault(message));
  try {
    const { content } = compileScript(descriptor, { id: 'block', inlineTemplate: true });
    // Compiled into the script, a template reaches through _ctx for nothing but names that the script does not have.
    const unknown = [...content.matchAll(/_ctx\.(\w+)/g)].map(([, name]) => name);
    return [...new Set(unknown)].map((name) => fault(`the template uses ${name}, which the script has not`));
  } catch (error) {
    return [fault((error as Error).message)];
  }
}

const withoutTheirText = /<!doctype[^>]*>|<(script|style)\b[^]*?<\/\1>/gi;

/** Is every element of a page closed? By Vue's parser, which is stricter than a browser. */
export function markupFaults({ path, line, code }: Block): Fault[] {
  const source = code.replaceAll(withoutTheirText, (text) => text.replaceAll(/[^\n]/g, ' '));
  const { errors } = compileTemplate({ source, filename: path, id: 'block' });
  return errors.map((error) => ({
    path,
    line: line + (typeof error === 'object' && error.loc ? error.loc.start.line - 1 : 0),
    text: String(error),
  }));
}

/** The scripts of a page, as JavaScript. */
export function scriptsOf(block: Block): TypedBlock[] {
  return [...block.code.matchAll(/<script type="module">\n([^]*?)<\/script>/g)].map(
    ({ 0: tag, 1: code = '', index }) => {
      const before = block.code.slice(0, index + tag.indexOf('\n') + 1);
      const line = block.line + before.split('\n').length - 1;
      return {
        block: { ...block, name: undefined, line },
        extension: 'js',
        text: inItsLines(block.given, { line, code }),
      };
    },
  );
}

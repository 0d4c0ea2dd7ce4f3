import { dirname, extname } from 'node:path';
import ts from 'typescript';
import { inItsLines, type Block } from './blocks.ts';
import { at, type Fault } from './documents.ts';

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  jsx: ts.JsxEmit.ReactJSX,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  // What is not in the package, such as a backend.
  paths: {
    '#/*': [at('*')],
    'react-native': [at('tests/docs/support/reactNative/react-native.ts')],
    '@react-native-community/netinfo': [at('tests/docs/support/reactNative/netinfo.ts')],
  },
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
};

/** A block as a file that the compiler sees, though no disk has it. */
export interface TypedBlock {
  block: Block;
  /** `ts`, `tsx` or `js`. */
  extension: string;
  text: string;
}

export const typed = (block: Block): TypedBlock => ({
  block,
  extension: block.language,
  text: inItsLines(block.given, block),
});

const needsNode = ({ text }: TypedBlock): boolean => /['"](node:|ws['"]|vitest|#\/)|\bprocess\./.test(text);

/**
 * Compiles all blocks as a consumer would: `chatwire` is what the package's exports say, so dist/. Blocks for pages see no types of
 * Node's, and what the package ships must hold there, too.
 */
export function typeFaults(blocks: readonly TypedBlock[]): Fault[] {
  // Inside the package, so that its own name leads to its exports.
  const files: Files = new Map(blocks.map((each) => [fileOf(each), each]));
  return [
    ...faultsOf(files, (block) => !needsNode(block), { ...options, types: [], skipLibCheck: false }),
    ...faultsOf(files, needsNode, { ...options, types: ['node'], skipLibCheck: true }),
  ];
}

/** The declarations of React, the DOM and so on, which every program wants. */
const parsed = new Map<string, ts.SourceFile>();

type Files = ReadonlyMap<string, TypedBlock>;

/** Those that are `wanted`; they may import the others. */
function faultsOf(
  files: Files,
  wanted: (block: TypedBlock) => boolean,
  settings: ts.CompilerOptions,
): Fault[] {
  const roots = [...files].filter(([, block]) => wanted(block)).map(([file]) => file);
  if (roots.length === 0) return [];
  const folders = new Set([...files.keys()].map(dirname));
  const real = ts.createCompilerHost(settings);
  const host: ts.CompilerHost = {
    ...real,
    fileExists: (file) => files.has(file) || real.fileExists(file),
    readFile: (file) => files.get(file)?.text ?? real.readFile(file),
    directoryExists: (folder) => folders.has(folder) || ts.sys.directoryExists(folder),
    getSourceFile: (file, ...rest) => {
      const own = files.get(file);
      if (own) return ts.createSourceFile(file, own.text, rest[0]);
      const known = parsed.get(file) ?? real.getSourceFile(file, ...rest);
      if (known) parsed.set(file, known);
      return known;
    },
  };
  const isAnothers = ({ file }: ts.Diagnostic): boolean =>
    file !== undefined && files.has(file.fileName) && !roots.includes(file.fileName);
  return ts
    .getPreEmitDiagnostics(ts.createProgram(roots, settings, host))
    .filter((diagnostic) => !isAnothers(diagnostic) && !isAboutMissingTypesOfJavaScript(diagnostic))
    .map((diagnostic) => faultOf(diagnostic, files));
}

function fileOf({ block: { path, line, name }, extension }: TypedBlock): string {
  const folder = at(`build/docs-blocks/${path}`);
  if (name === undefined) return `${folder}/line-${line}.${extension}`;
  return `${folder}/${name}${extname(name) === `.${extension}` ? '' : `.${extension}`}`;
}

/** JavaScript names no types of parameters. */
function isAboutMissingTypesOfJavaScript({ code, file }: ts.Diagnostic): boolean {
  return code >= 7000 && code < 8000 && (file?.fileName.endsWith('.js') ?? false);
}

function faultOf(diagnostic: ts.Diagnostic, files: Files): Fault {
  const { file, start = 0, messageText } = diagnostic;
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  const path = files.get(file?.fileName ?? '')?.block.path ?? file?.fileName ?? 'the compiler';
  return { path, line, text };
}

import { check, wrong } from '../client/check.ts';
import { ChatwireError } from '../client/errors.ts';
import { coreId } from './generated/coreId.ts';

/** Where the WebAssembly module of the core comes from: one of these. */
export interface CoreSource {
  /** The address of the package's `core.wasm`. A relative one is the page's. */
  wasmUrl?: string | URL | undefined;
  /** The contents of `core.wasm`. */
  wasmBinary?: BufferSource | undefined;
  /** `core.wasm`, compiled. */
  module?: WebAssembly.Module | undefined;
}

/** For the file to come, in milliseconds. */
const LOAD_TIMEOUT = 30_000;
const SAME_VERSION = "Host the file dist/core.wasm of the very version that the page's script is of";

/** As with the core itself: one per page or process, however many copies of this file a bundler makes. */
const key = Symbol.for('chatwire.coreSource.0.1');
const registry = globalThis as { [key]?: CoreSource };

/**
 * Says where `chatwire/slim` has its WebAssembly module from. To be called before the first `connect()` or `send()`; it
 * loads nothing yet. The last call counts, from the next load on: after one that failed, or after a crash.
 *
 * @throws TypeError Where it is not exactly one of `wasmUrl`, `wasmBinary` and `module`.
 */
export function configureCore(source: CoreSource): void {
  check.keys('configureCore', source, ['wasmUrl', 'wasmBinary', 'module']);
  const given = Object.entries(source).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw new TypeError(
      `chatwire: configureCore takes one of wasmUrl, wasmBinary and module, not ${given.length} of them`,
    );
  const { wasmUrl, wasmBinary, module } = source;
  if (wasmUrl !== undefined) check.url('wasmUrl', wasmUrl);
  if (wasmBinary !== undefined && !isBufferSource(wasmBinary))
    throw wrong('wasmBinary', wasmBinary, 'an ArrayBuffer or a view of one');
  if (module !== undefined && tagOf(module) !== 'WebAssembly.Module')
    throw wrong('module', module, 'a WebAssembly.Module');
  registry[key] = { ...source };
}

function isBufferSource(value: unknown): boolean {
  return ArrayBuffer.isView(value) || tagOf(value) === 'ArrayBuffer';
}

/** Not by `instanceof`: a frame, or a test environment, has a class of its own. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** The compiled core. Rejects with `WASM_UNAVAILABLE`, and says which file is not what it should be. */
export async function compileModule(): Promise<WebAssembly.Module> {
  const { wasmUrl, wasmBinary, module } = registry[key] ?? {};
  if (module) return ours(module, 'The module given to configureCore()');
  if (wasmBinary) return ours(await WebAssembly.compile(wasmBinary), 'wasmBinary');
  if (wasmUrl !== undefined) return fetchModule(wasmUrl);
  throw unavailable('chatwire/slim does not know where its WebAssembly module is', {
    remedy: 'Call configureCore() before the first connect() or send()',
  });
}

async function fetchModule(url: string | URL): Promise<WebAssembly.Module> {
  const controller = new AbortController();
  const giveUp = () => controller.abort(new Error(`It did not come within ${LOAD_TIMEOUT} ms`));
  const timer = setTimeout(giveUp, LOAD_TIMEOUT);
  try {
    return await moduleIn(await responseOf(url, controller.signal), withoutSecrets(url));
  } finally {
    clearTimeout(timer);
  }
}

async function responseOf(url: string | URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal });
  } catch (cause) {
    throw unavailable(`${withoutSecrets(url)} could not be fetched`, {
      remedy:
        'Check the address, connect-src in the content security policy, and CORS if it is another origin',
      cause,
    });
  }
}

async function moduleIn(response: Response, name: string): Promise<WebAssembly.Module> {
  if (!response.ok) throw unavailable(`${name} could not be fetched: HTTP ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  const file = `${name} (HTTP ${response.status}, ${type || 'without a content type'})`;
  return ours(await compile(response, type, file), file);
}

/** While it comes, where the server names its type; engines insist on that. Else when it is there: it is no worse then, only later. */
async function compile(response: Response, type: string, file: string): Promise<WebAssembly.Module> {
  try {
    if (/^application\/wasm\s*$/i.test(type) && 'compileStreaming' in WebAssembly)
      return await WebAssembly.compileStreaming(response);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (isWasm(bytes)) return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw unavailable(`${file} could not be compiled`, {
      remedy: `${SAME_VERSION}, and allow 'wasm-unsafe-eval' in script-src if the page has a content security policy`,
      cause,
    });
  }
  throw unavailable(`${file} is no WebAssembly module; servers with one page for all addresses answer so`);
}

/** Its first four bytes are a NUL and "asm" (WebAssembly Core Specification, 5.5.16). */
function isWasm(bytes: Uint8Array): boolean {
  return [0x00, 0x61, 0x73, 0x6d].every((byte, index) => bytes[index] === byte);
}

/** Of another version it might link all the same, for the names between script and module are short, and then do anything. */
function ours(module: WebAssembly.Module, name: string): WebAssembly.Module {
  const [id] = WebAssembly.Module.customSections(module, 'chatwire');
  if (id && String.fromCharCode(...new Uint8Array(id)) === coreId) return module;
  throw unavailable(`${name} does not belong to this version of chatwire`);
}

/** What comes after a question mark may be a signature (S3). */
function withoutSecrets(url: string | URL): string {
  return String(url)
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/]*@/, '//');
}

function unavailable(
  detail: string,
  { remedy = SAME_VERSION, cause }: { remedy?: string; cause?: unknown } = {},
) {
  return new ChatwireError('WASM_UNAVAILABLE', { detail, remedy, cause });
}

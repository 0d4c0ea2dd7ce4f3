/**
 * The package without WebAssembly: the build gives this entry, of the same sources, the core in plain JavaScript.
 *
 * @module chatwire/plain
 */
export * from './index.ts';

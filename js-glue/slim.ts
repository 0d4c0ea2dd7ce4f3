/**
 * The same as `chatwire`, but for the module: a page that imports this entry hosts `core.wasm` itself.
 *
 * @module chatwire/slim
 */
export * from './index.ts';
export { configureCore, type CoreSource } from './core/hostedModule.ts';

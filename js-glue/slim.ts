export * from './index.ts';
export { configureCore, type CoreSource } from './core/hostedModule.ts';

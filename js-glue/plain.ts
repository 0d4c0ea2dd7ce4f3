// The package without WebAssembly: the build gives this entry, of the same sources, the core in plain JavaScript.
export * from './index.ts';

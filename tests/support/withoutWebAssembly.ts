// For the project `plain` of vitest.config.ts: an engine without WebAssembly.
Reflect.deleteProperty(globalThis, 'WebAssembly');

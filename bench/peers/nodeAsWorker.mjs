// VueUse connects in pages and in Workers only, and decides while it is loaded: in Node it is told that this is a Worker.
if (typeof window === 'undefined') {
  globalThis.WorkerGlobalScope ??= class {
    static [Symbol.hasInstance]() {
      return true;
    }
  };
}

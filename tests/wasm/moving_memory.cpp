// In the build that the tests run (wasm-debug), memory moves with each allocation: JavaScript's views of it
// become invalid, as they do when it grows (F44). Growing by nothing is enough for that, and costs no memory.

#include <emscripten/heap.h>

#include <cstddef>

extern "C" {

void emscripten_notify_memory_growth(std::size_t memory_index);
void* emscripten_builtin_malloc(std::size_t size);

/// In place of the library's own, which is a weak symbol.
void* malloc(std::size_t size) {
  void* const block = emscripten_builtin_malloc(size);
  __builtin_wasm_memory_grow(0, 0);
  emscripten_notify_memory_growth(0);
  return block;
}

}  // extern "C"

// In the place of embind's own library, which tells JavaScript of some forty types: the seam has six
// (bindings.cpp).

#include <emscripten/bind.h>

#include <cstring>

extern "C" {

/// Called when an EMSCRIPTEN_BINDINGS block has registered what it binds. A list of these blocks serves
/// threads that start later: there are none.
void _embind_register_bindings(emscripten::internal::InitFunc*) {}

/// Asked for by what writes the types of the seam, where somebody forgot to register one; it frees the
/// answer.
const char* __getTypeName(const std::type_info*) {
  return strdup("a type that bindings.cpp does not register");
}

}  // extern "C"

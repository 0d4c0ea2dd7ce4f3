#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace chatwire::fuzz {

/// What must hold. Otherwise the process says so and ends: that is how libFuzzer hears of it.
inline void require(bool truth, std::string_view otherwise) {
  if (truth) return;
  std::fprintf(stderr, "\nfound: %.*s\n", static_cast<int>(otherwise.size()), otherwise.data());
  std::abort();
}

}  // namespace chatwire::fuzz

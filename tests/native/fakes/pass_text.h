#pragma once

#include <cstddef>
#include <cstdint>

#include "core/passage.h"

namespace chatwire::fakes {

/// Counts a text of a settled route where it arrives, as js-glue/library/websocket.library.js does. False: it
/// must be shown.
inline bool pass_text(core::Passage& passage, std::size_t size, bool is_wanted) {
  if (passage.is_open == 0) return false;
  if (passage.keeps == 1) {
    if (passage.size_count == core::Passage::kMostSizes || size > passage.room) return false;
    passage.sizes.at(passage.size_count++) = static_cast<std::uint32_t>(size);
    passage.room -= static_cast<std::uint32_t>(size);
  }
  (is_wanted ? passage.wanted : passage.unwanted) += 1;
  return true;
}

}  // namespace chatwire::fakes

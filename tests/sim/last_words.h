#pragma once

#include <cstdint>
#include <string>

namespace chatwire::sim {

/// The one line that plays a seed again.
std::string replay_line(std::uint64_t seed, std::uint64_t entries);

/// From here on, an assertion or a sanitizer that ends the process says first which seed it was.
void remember_seed(std::uint64_t seed, std::uint64_t entries);

}  // namespace chatwire::sim

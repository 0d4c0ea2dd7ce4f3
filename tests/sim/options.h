#pragma once

#include <cstdint>

namespace chatwire::sim {

/// What the command line asks for.
struct Options {
  std::uint64_t first = 1;
  std::uint64_t last = 100;
  double hours = 0;               ///< of virtual time: go on beyond `last` until they are played
  double minutes = 0;             ///< of this machine's time: likewise
  std::uint64_t entries = 6'000;  ///< into the client, for each seed
  std::uint64_t replay_every = 20;
  bool verbose = false;
};

/// Exits with a text if the line makes no sense.
Options read_options(int count, const char* const* words);

}  // namespace chatwire::sim

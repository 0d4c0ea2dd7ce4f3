#pragma once

#include <cstddef>

#include "base/time.h"
#include "core/config.h"

namespace chatwire::storm {

/// What the command line asks for.
struct Options {
  std::size_t clients = 10'000;
  Duration outage{60'000};
  core::ReconnectPolicy reconnect;
};

/// Exits with a text if the line makes no sense.
Options read_options(int count, const char* const* words);

}  // namespace chatwire::storm

#pragma once

#include <cstdint>

#include "base/time.h"

namespace chatwire::core {

/// Counts since the client was made.
struct Counters {
  std::uint64_t received = 0;  ///< messages, without control messages
  std::uint64_t unwanted = 0;  ///< of these, the ones that nobody asked for
  std::uint64_t invalid = 0;   ///< frames that are no JSON object
  std::uint64_t stale = 0;     ///< frames of sockets that were given up
  std::uint64_t sent = 0;      ///< messages handed to a socket
  std::uint64_t dropped = 0;   ///< messages that were given back unsent
  std::uint64_t connects = 0;  ///< links that became usable
  Duration last_outage{};      ///< from the loss of a usable link to the next one
  Duration longest_outage{};
};

}  // namespace chatwire::core

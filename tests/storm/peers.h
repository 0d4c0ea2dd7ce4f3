#pragma once

#include <span>

#include "storm/life.h"

namespace chatwire::storm {

/// Another client, with its default way of waiting.
struct Peer {
  const char* name;  ///< with the version that the formula was read in
  Formula formula;
};

std::span<const Peer> peers();

}  // namespace chatwire::storm

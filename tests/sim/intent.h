#pragma once

#include <cstdint>
#include <set>

namespace chatwire::sim {

/// What the application last asked for, which decides what may be dialled.
struct Intent {
  /// Between a connect() and the next disconnect().
  bool may_dial = false;
  /// The dials that a connect() made: each begins with a fresh budget of retries.
  std::set<std::uint32_t> fresh_dials;
  /// The last lost link about which the application has decided.
  std::uint32_t decided = 0;
};

}  // namespace chatwire::sim

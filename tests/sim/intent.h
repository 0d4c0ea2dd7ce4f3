#pragma once

#include <cstdint>
#include <deque>

namespace chatwire::sim {

/// Why something was dialled that no retry was planned for.
enum class DialCause {
  connect,  ///< with a fresh budget of retries
  renewal,  ///< the credentials of the last one hold no longer
};

/// What the application last asked for, which decides what may be dialled.
struct Intent {
  /// Between a connect() and the next disconnect().
  bool may_dial = false;
  /// Of the dials that the log has not told of yet, oldest first.
  std::deque<DialCause> dials;
  /// The newest lost link about which the application has decided.
  std::uint32_t decided = 0;
};

}  // namespace chatwire::sim

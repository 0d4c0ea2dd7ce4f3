#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/time.h"

namespace chatwire::sim {

/// Why something was dialled that no retry was planned for.
enum class DialCause {
  connect,  ///< with a fresh budget of retries
  renewal,  ///< the credentials of the last one hold no longer
};

/// Credentials that have left.
struct Lease {
  Generation socket;
  TimePoint begin;
  std::optional<Duration> lifetime;
};

/// What a socket ends with.
struct Farewell {
  int code;
  std::string reason;
};

/// What the application last asked for, and gave, which decides what the client may do.
struct Intent {
  /// Between a connect() and the next disconnect().
  bool may_dial = false;
  /// Of the dials that the log has not told of yet, oldest first.
  std::deque<DialCause> dials;
  /// The newest lost link about which the application has decided.
  std::uint32_t decided = 0;
  /// The last address that it gave, and for which dial.
  std::string address;
  Generation address_for{};
  /// How long the credentials hold that it gives next.
  std::optional<Duration> lifetime;
  /// The last ones that left. Nothing: others are wanted.
  std::optional<Lease> lease;
  /// The usable link that waits for fresh ones, or for the server's word about them.
  std::optional<Generation> renewing;
  /// What it ended dials with that were under way, as far as the log has not told of them; oldest first.
  std::deque<Farewell> given_up;
  /// Nobody sees the page.
  bool is_hidden = false;
};

}  // namespace chatwire::sim

#include "core/backoff.h"

#include <algorithm>

namespace chatwire::core {
namespace {

constexpr Duration kRestartEarliest{5'000};
constexpr Duration kRestartLatest{30'000};
/// For profiles without a longest delay.
constexpr Duration kOverloadLongest{60'000};

}  // namespace

std::optional<Duration> Backoff::next(double dice, CloseAction action) {
  if (policy_.max_attempts && failures_ >= *policy_.max_attempts) return std::nullopt;
  Duration delay{};
  switch (action) {
    case CloseAction::retry_restart:
      delay = kRestartEarliest + (kRestartLatest - kRestartEarliest) * dice;
      break;
    case CloseAction::retry_overload:
      // Half of the jitter only: nobody comes back at once to a server that asked for time.
      delay = std::min(policy_.max_delay, kOverloadLongest) * (1 - policy_.jitter * dice / 2);
      break;
    default:
      delay = action == CloseAction::retry_fixed ? first_window() : window();
      delay *= 1 - policy_.jitter + policy_.jitter * dice;
  }
  ++failures_;
  return std::clamp(delay, Duration{0}, kMaxDelay);
}

Duration Backoff::window() const {
  const Duration longest = std::min(policy_.max_delay, kMaxDelay);
  Duration window = first_window();
  for (int failure = 0; failure < failures_ && window < longest; ++failure) {
    const Duration grown = window * policy_.multiplier;
    if (grown <= window) break;  // a multiplier of 1 or less never reaches the cap
    window = grown;
  }
  return std::min(window, longest);
}

Duration Backoff::first_window() const {
  return std::min({policy_.initial_delay, policy_.max_delay, kMaxDelay});
}

}  // namespace chatwire::core

#include "core/backoff.h"

#include <algorithm>
#include <cmath>

namespace chatwire::core {
namespace {

constexpr Duration kRestartEarliest{5'000};
constexpr Duration kRestartLatest{30'000};

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
      delay = policy_.max_delay * (1 - policy_.jitter * dice / 2);
      break;
    default:
      delay = window() * (1 - policy_.jitter + policy_.jitter * dice);
  }
  ++failures_;
  return std::clamp(delay, Duration{0}, kMaxDelay);
}

Duration Backoff::window() const {
  // Overflows to infinity after some hundred failures, where the cap takes over.
  const Duration grown = policy_.initial_delay * std::pow(policy_.multiplier, failures_);
  return std::min({grown, policy_.max_delay, kMaxDelay});
}

}  // namespace chatwire::core

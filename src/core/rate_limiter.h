#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "core/config.h"

namespace chatwire::core {

/// Lets at most `count` messages leave in any span of `per`: a sliding window over the times of the last
/// ones, so that no two windows side by side let twice as many through (C34). It owns no timer: `opens_at`
/// says when to ask again.
class RateLimiter {
 public:
  explicit RateLimiter(const RateLimit& limit) : limit_(limit) {}

  /// May a message leave now?
  bool is_open(TimePoint now) const;

  /// When the next message may leave. Nothing: at any time.
  std::optional<TimePoint> opens_at() const;

  /// A message has left.
  void on_sent(TimePoint now);

 private:
  RateLimit limit_;
  /// When the last `count` messages left: a ring, once there were as many.
  std::vector<TimePoint> sent_;
  std::size_t oldest_ = 0;
};

}  // namespace chatwire::core

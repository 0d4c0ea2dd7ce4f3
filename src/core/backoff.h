#pragma once

#include <optional>

#include "base/time.h"
#include "core/config.h"

namespace chatwire::core {

/// How long to wait before the next dial, and whether there is one. It draws no random number and knows no
/// date: the dice are handed in, and the owner says when the link has proven itself. An open socket alone is
/// no proof (W10).
class Backoff {
 public:
  explicit Backoff(const ReconnectPolicy& policy) : policy_(policy) {}

  /// Counts one more failure. `dice` is uniform in [0, 1); `action` is one of the retries. Nothing: the
  /// budget is spent.
  std::optional<Duration> next(double dice, CloseAction action);

  /// A fresh budget: the link has proven itself, or the user asked.
  void reset() { failures_ = 0; }

  /// Failures since the last reset; also the number of the coming attempt, from 1.
  int failures() const { return failures_; }

 private:
  Duration window() const;
  Duration first_window() const;

  ReconnectPolicy policy_;
  int failures_ = 0;
};

}  // namespace chatwire::core

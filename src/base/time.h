#pragma once

#include <chrono>

namespace chatwire {

/// The clock of all deadlines: never steps back, knows no date. It has no `now()`: the core is handed the
/// time, so that tests can move it by hand.
struct MonotonicClock {
  using rep = double;
  using period = std::milli;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;
};

/// A span of time in milliseconds.
using Duration = MonotonicClock::duration;

/// A point on the monotonic clock.
using TimePoint = MonotonicClock::time_point;

/// A date, as milliseconds since 1970-01-01T00:00Z. Only for what people read (when a message came), never
/// for deadlines: this clock may step (F18).
enum class WallTime : long long {};

/// The longest delay that a JavaScript timer takes before it wraps to "at once" (W13, B32).
inline constexpr Duration kMaxDelay{2147483647.0};

}  // namespace chatwire

#include "sim/clock.h"

#include <algorithm>
#include <cmath>

namespace chatwire::sim {

Clock::Clock(std::uint64_t seed, Judge& judge, Tally& tally)
    : judge_(judge), tally_(tally), core_dice_(seed * 2 + 1), dice_(seed * 3 + 7) {}

WallTime Clock::wall_time() {
  return WallTime{wall_offset_ + static_cast<long long>(now_.time_since_epoch().count())};
}

void Clock::set_timer(TimePoint deadline) {
  const Duration wait = deadline - now_;
  if (!std::isfinite(wait.count())) judge_.object("a timer for no real time");
  if (wait > kMaxDelay) judge_.object("a timer that JavaScript would fire at once");
  timer_ = deadline;
  oddness_ = Duration{0};
  if (!dice_.chance(10)) return;
  tally_.count(Fault::odd_timer);
  oddness_ = Duration{dice_.chance(30) ? -dice_.unit() : dice_.unit() * 20};
}

void Clock::clear_timer() {
  if (!timer_) judge_.object("cleared a timer that was not set");
  timer_.reset();
}

std::optional<TimePoint> Clock::fires_at() const {
  if (!timer_) return std::nullopt;
  TimePoint when = *timer_ + oddness_;
  if (throttle_ != Throttle::none) {
    const double grid = throttle_ == Throttle::second ? 1'000 : 60'000;
    when = TimePoint{Duration{std::ceil(when.time_since_epoch().count() / grid) * grid}};
  }
  return std::max(when, now_);
}

void Clock::move_to(TimePoint when) {
  now_ = std::max(now_, when);
}

}  // namespace chatwire::sim

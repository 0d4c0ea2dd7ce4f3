#include "fakes/fake_host.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <stdexcept>

namespace chatwire::fakes {

WallTime FakeHost::wall_time() {
  return WallTime{wall_offset_ + elapsed()};
}

double FakeHost::random() {
  if (script_.empty()) return dice_.unit();
  const double next = script_.front();
  script_.pop_front();
  return next;
}

void FakeHost::set_timer(TimePoint deadline) {
  ++timer_calls_;
  const Duration wait = deadline - now_;
  if (!std::isfinite(wait.count())) FAIL_CHECK("a timer for no real time: " << wait.count());
  // A date far ahead is rounded; the platform cuts that off.
  constexpr Duration kRounding{0.001};
  if (wait > kMaxDelay + kRounding)
    FAIL_CHECK("a timer that JavaScript would fire at once: " << wait.count() << " ms");
  timer_ = deadline;
}

void FakeHost::clear_timer() {
  ++timer_calls_;
  if (!timer_) FAIL_CHECK("cleared a timer that was not set");
  timer_.reset();
}

void FakeHost::advance(Duration span) {
  const TimePoint end = now_ + span;
  while (timer_ && *timer_ <= end) step();
  now_ = end;
}

void FakeHost::oversleep(Duration span) {
  now_ += span;
  if (timer_ && *timer_ <= now_) fire();
}

bool FakeHost::step() {
  if (!timer_) return false;
  now_ = std::max(now_, *timer_);
  fire();
  return true;
}

long long FakeHost::elapsed() const {
  return static_cast<long long>(now_.time_since_epoch().count());
}

void FakeHost::fire() {
  constexpr int kPatience = 1'000;
  fired_at_once_ = *timer_ <= last_fired_ ? fired_at_once_ + 1 : 0;
  if (fired_at_once_ > kPatience)
    throw std::logic_error("time stands still: the timer is set again for the same moment");
  last_fired_ = now_;
  timer_.reset();
  sleeper_();
}

}  // namespace chatwire::fakes

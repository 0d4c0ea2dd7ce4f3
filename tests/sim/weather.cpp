#include "sim/weather.h"

#include <cmath>

namespace chatwire::sim {
namespace {

constexpr double kHour = 3'600'000;

/// From a second to eight hours, each magnitude as likely as the others.
Duration some_time(fakes::Dice& dice) {
  return Duration{1'000 * std::pow(8 * 3'600, dice.unit())};
}

}  // namespace

Weather::Weather(std::uint64_t seed, const Wire::Context& context, Wire& wire)
    : context_(context), wire_(wire), dice_(seed * 13 + 19), next_(context.clock.now()) {
  next_ += Duration{wait_of(dice_, context_.climate.weather_gap_ms)};
}

void Weather::change() {
  Clock& clock = context_.clock;
  next_ = clock.now() + Duration{wait_of(dice_, context_.climate.weather_gap_ms)};
  if (dice_.chance(context_.climate.naps)) return sleep();
  switch (dice_.below(5)) {
    case 0:
      return wire_.outage(some_time(dice_));
    case 1:
      context_.tally.count(Fault::wall_clock_step);
      return clock.step_wall(Duration{dice_.chance(50) ? kHour : -kHour});
    case 2:
      return wire_.congest(Duration{wait_of(dice_, 20'000)});
    default:
      const auto throttle = static_cast<Clock::Throttle>(dice_.below(3));
      if (throttle != Clock::Throttle::none) context_.tally.count(Fault::throttled_timers);
      clock.throttle(throttle);
  }
}

void Weather::sleep() {
  const Duration span = some_time(dice_);
  context_.tally.count(Fault::sleep);
  context_.clock.disturb();
  context_.trace.note(context_.clock.now(), "sleep", span.count());
  if (dice_.chance(50)) {
    // The clock of the deadlines goes on: all that was due happens now, late.
    context_.clock.move_to(context_.clock.now() + span);
  } else {
    // It stood still, as on most systems.
    context_.clock.step_wall(span);
    wire_.oversleep(span);
  }
  context_.clock.wake();
}

}  // namespace chatwire::sim

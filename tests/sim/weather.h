#pragma once

#include <cstdint>

#include "fakes/dice.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// What befalls the whole computer or the whole network: outages, sleep, clocks that step, throttled timers,
/// a wire that clogs.
class Weather {
 public:
  Weather(std::uint64_t seed, const Wire::Context& context, Wire& wire);

  TimePoint next() const { return next_; }
  void change();

 private:
  void sleep();

  Wire::Context context_;
  Wire& wire_;
  fakes::Dice dice_;
  TimePoint next_;
};

}  // namespace chatwire::sim

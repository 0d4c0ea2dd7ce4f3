#include "platform/emscripten_host.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cmath>

#include "platform/sink.h"

namespace chatwire::platform {

TimePoint EmscriptenHost::now() {
  return TimePoint(Duration(chatwire_now(sink_)));
}

WallTime EmscriptenHost::wall_time() {
  return static_cast<WallTime>(chatwire_date(sink_));
}

double EmscriptenHost::random() {
  // It comes as a float, in which the largest values round up to 1.
  constexpr double kBelowOne = 1 - 1.0 / (1 << 24);
  return std::min(static_cast<double>(emscripten_random()), kBelowOne);
}

void EmscriptenHost::set_timer(TimePoint deadline) {
  const Duration left = std::clamp(deadline - now(), Duration{0}, kMaxDelay);
  // Rounded up: a timer that fires early would only be set again.
  chatwire_set_timer(sink_, std::ceil(left.count()));
}

void EmscriptenHost::clear_timer() {
  chatwire_clear_timer(sink_);
}

}  // namespace chatwire::platform

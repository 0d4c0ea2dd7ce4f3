#include "platform/emscripten_host.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cmath>

#include "platform/websocket_extension.h"

namespace chatwire::platform {

TimePoint EmscriptenHost::now() {
  return TimePoint(Duration(chatwire_now(sink_.as_handle())));
}

WallTime EmscriptenHost::wall_time() {
  return static_cast<WallTime>(chatwire_date(sink_.as_handle()));
}

double EmscriptenHost::random() {
  // It comes as a float, in which the largest values round up to 1.
  constexpr double kBelowOne = 1 - 1.0 / (1 << 24);
  return std::min(static_cast<double>(emscripten_random()), kBelowOne);
}

void EmscriptenHost::set_timer(TimePoint deadline) {
  const Duration left = std::clamp(deadline - now(), Duration{0}, kMaxDelay);
  // Rounded up: a timer that fires early would only be set again.
  sink_.call<void>("setTimer", std::ceil(left.count()));
}

void EmscriptenHost::clear_timer() {
  sink_.call<void>("clearTimer");
}

}  // namespace chatwire::platform

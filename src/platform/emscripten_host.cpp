#include "platform/emscripten_host.h"

#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chatwire::platform {

EmscriptenHost::EmscriptenHost(std::function<void()> on_timer) : on_timer_(std::move(on_timer)) {}

EmscriptenHost::~EmscriptenHost() {
  clear_timer();
}

TimePoint EmscriptenHost::now() {
  return TimePoint(Duration(emscripten_get_now()));
}

WallTime EmscriptenHost::wall_time() {
  return static_cast<WallTime>(emscripten_date_now());
}

double EmscriptenHost::random() {
  // It comes as a float, in which the largest values round up to 1.
  constexpr double kBelowOne = 1 - 1.0 / (1 << 24);
  return std::min(static_cast<double>(emscripten_random()), kBelowOne);
}

void EmscriptenHost::set_timer(TimePoint deadline) {
  clear_timer();
  const Duration left = std::clamp(deadline - now(), Duration{0}, kMaxDelay);
  // Rounded up: a timer that fires early would only be set again.
  timeout_ = emscripten_set_timeout(&EmscriptenHost::fire, std::ceil(left.count()), this);
}

void EmscriptenHost::clear_timer() {
  if (timeout_ != 0) emscripten_clear_timeout(std::exchange(timeout_, 0));
}

void EmscriptenHost::fire(void* self) {
  auto& host = *static_cast<EmscriptenHost*>(self);
  host.timeout_ = 0;
  host.on_timer_();
}

}  // namespace chatwire::platform

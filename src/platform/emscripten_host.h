#pragma once

#include <emscripten/val.h>

#include "port/host.h"

namespace chatwire::platform {

/// The sink's clocks and its one timer, which a test may move by hand, and `Math.random`. Not
/// emscripten_set_timeout(): nobody could catch what its callback dies of (F43), nor end it then.
class EmscriptenHost : public port::Host {
 public:
  /// `sink`, which must outlive it, calls `onDeadline` once for each deadline asked for, unless it was
  /// cleared or replaced.
  explicit EmscriptenHost(emscripten::EM_VAL sink) : sink_(sink) {}

  TimePoint now() override;
  WallTime wall_time() override;
  double random() override;
  void set_timer(TimePoint deadline) override;
  void clear_timer() override;

 private:
  emscripten::EM_VAL sink_;
};

}  // namespace chatwire::platform

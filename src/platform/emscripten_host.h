#pragma once

#include <functional>

#include "port/host.h"

namespace chatwire::platform {

/// The page, the worker or the Node process: `performance.now`, `Date.now`, `Math.random` and one
/// `setTimeout`.
class EmscriptenHost : public port::Host {
 public:
  /// `on_timer` is called once for each deadline asked for, unless it was cleared or replaced.
  explicit EmscriptenHost(std::function<void()> on_timer);
  ~EmscriptenHost() override;

  TimePoint now() override;
  WallTime wall_time() override;
  double random() override;
  void set_timer(TimePoint deadline) override;
  void clear_timer() override;

 private:
  static void fire(void* self);

  std::function<void()> on_timer_;
  int timeout_ = 0;  ///< of setTimeout, which counts from 1
};

}  // namespace chatwire::platform

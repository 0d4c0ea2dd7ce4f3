#pragma once

#include "base/time.h"

namespace chatwire::port {

/// The world as the core needs it: two clocks, dice, and one timer. No method may call back into the core.
class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  /// Now, on the clock of all deadlines.
  virtual TimePoint now() = 0;

  /// Today's date, for the times that people read.
  virtual WallTime wall_time() = 0;

  /// Uniform in [0, 1).
  virtual double random() = 0;

  /// Asks for one call of `Client::on_deadline` at or after `deadline`. Replaces what was asked for before:
  /// there is one timer for the whole client.
  virtual void set_timer(TimePoint deadline) = 0;

  /// Forgets the timer.
  virtual void clear_timer() = 0;
};

}  // namespace chatwire::port

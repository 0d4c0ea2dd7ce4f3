#pragma once

#include "port/event.h"
#include "sim/shadow.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// Whether the heartbeat finds each dead link in time (F13, F14), and calls none dead that lives (F16).
class Liveness {
 public:
  Liveness(const Wire::Context& context, const Wire& wire, const Shadow& shadow)
      : context_(context), wire_(wire), shadow_(shadow) {}

  /// After each entry.
  void check() const;

  /// Before the shadow hears it.
  void hear(const port::Event& event) const;

 private:
  Wire::Context context_;
  const Wire& wire_;
  const Shadow& shadow_;
};

}  // namespace chatwire::sim

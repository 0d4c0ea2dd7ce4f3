#pragma once

#include "port/event.h"

namespace chatwire::port {

/// Hears what happened. Called only at the end of an entry, when the client is consistent, in the order in
/// which things happened. May call back into the client, but may not destroy it.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  virtual void on_event(const Event& event) = 0;
};

}  // namespace chatwire::port

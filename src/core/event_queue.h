#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "port/event.h"
#include "port/listener.h"

namespace chatwire::core {

/// Holds events back until the entry is over, so that a listener that calls back in always meets a consistent
/// client.
class EventQueue {
 public:
  void push(port::Event event) { events_.push_back(std::move(event)); }

  /// Tells the listener everything, also what its own calls add meanwhile; a call from inside a call does
  /// nothing and leaves that to the outer one.
  void flush(port::Listener& listener) {
    if (flushing_) return;
    flushing_ = true;
    for (std::size_t next = 0; next < events_.size(); ++next) {
      const port::Event event = std::move(events_[next]);
      listener.on_event(event);
    }
    events_.clear();
    flushing_ = false;
  }

 private:
  std::vector<port::Event> events_;
  bool flushing_ = false;
};

}  // namespace chatwire::core

#pragma once

#include <list>
#include <utility>

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
    // What is added meanwhile moves nothing that is there: these are nodes.
    for (; !events_.empty(); events_.pop_front()) listener.on_event(events_.front());
    flushing_ = false;
  }

 private:
  std::list<port::Event> events_;
  bool flushing_ = false;
};

}  // namespace chatwire::core

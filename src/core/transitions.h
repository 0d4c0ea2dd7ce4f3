#pragma once

#include "base/state.h"

namespace chatwire::core {

/// Is there any way from one state to another? The same table stands in docs/CONNECTION.md, and a test holds
/// the two together.
constexpr bool is_legal(State from, State to) {
  switch (from) {
    case State::idle:
      return to == State::connecting;
    case State::connecting:
      return to == State::authenticating || to == State::connected || to == State::reconnecting ||
             to == State::closed || to == State::failed;
    case State::authenticating:
      return to == State::connecting || to == State::connected || to == State::reconnecting ||
             to == State::closing || to == State::closed || to == State::failed;
    case State::connected:
      return to == State::reconnecting || to == State::closing || to == State::closed || to == State::failed;
    case State::reconnecting:
      return to == State::connecting || to == State::closed || to == State::failed;
    case State::closing:
      return to == State::closed || to == State::connecting;
    case State::closed:
      return to == State::connecting;
    case State::failed:
      return to == State::connecting || to == State::closed;
  }
  return false;
}

}  // namespace chatwire::core

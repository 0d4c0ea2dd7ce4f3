#include "base/state.h"

namespace chatwire {

std::string_view name_of(State state) {
  switch (state) {
    case State::idle:
      return "idle";
    case State::connecting:
      return "connecting";
    case State::authenticating:
      return "authenticating";
    case State::connected:
      return "connected";
    case State::reconnecting:
      return "reconnecting";
    case State::closing:
      return "closing";
    case State::closed:
      return "closed";
    case State::failed:
      return "failed";
  }
  return "unknown";
}

}  // namespace chatwire

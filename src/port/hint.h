#pragma once

namespace chatwire::port {

/// What the platform says of the network and of the page. Hints are not believed, they are reasons to look: a
/// browser's `online` is often too early, and its `offline` wrong.
enum class Hint {
  online,   ///< there may be a network again
  offline,  ///< there may be none
  awake,    ///< the page is seen again, or runs again after it was frozen
  hidden,   ///< the page is seen no longer; it goes on running
  frozen,   ///< the page is about to stop running: its sockets will not live through it (F19)
};

}  // namespace chatwire::port

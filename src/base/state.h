#pragma once

#include <string_view>

namespace chatwire {

/// What the connection is doing. The legal moves are a table: `core/transitions.h`, drawn in
/// `docs/CONNECTION.md`.
enum class State {
  idle,            ///< made, never told to connect
  connecting,      ///< a socket is being dialled
  authenticating,  ///< the socket is open, the server has not yet accepted who we are
  connected,       ///< open and usable
  reconnecting,    ///< no socket; the next dial has a date
  closing,         ///< the close handshake that we began is under way
  closed,          ///< ended on purpose, by us or by the server (1000)
  failed,          ///< given up: only connect() leaves this state
};

inline constexpr int kStateCount = 8;

/// The public name, as JavaScript sees it.
std::string_view name_of(State state);

}  // namespace chatwire

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"
#include "base/ids.h"
#include "base/state.h"
#include "base/time.h"
#include "core/backoff.h"
#include "core/close_policy.h"
#include "core/config.h"
#include "core/event_queue.h"
#include "port/host.h"
#include "port/transport.h"

namespace chatwire::core {

/// The state of the link, and every way in which it moves.
///
/// Holds at most one socket. Knows nothing of messages: the client tells it when one was sent or received,
/// since both prove that the link works. An event of a socket that it has given up carries an older
/// generation and is dropped, so it never waits for a dead socket to say goodbye (W1, W8, F31).
class Connection {
 public:
  struct Context {
    port::Host& host;
    port::Transport& transport;
    EventQueue& events;
  };

  Connection(const Config& config, Context context);

  // What the application asks for.

  /// Dials, with a fresh budget, unless a socket is open or on its way. A handshake that is still closing is
  /// left behind.
  void connect();

  /// Ends the link and does not come back. `code` must be sendable. A socket that has not opened yet is left
  /// behind at once; an open one gets `close_timeout` for its handshake.
  void disconnect(int code, std::string_view reason);

  /// Leaves the socket behind and says nothing more.
  void destroy();

  // What a socket says.

  void on_open(Generation generation);
  void on_error(Generation generation);
  void on_close(Generation generation, int code, std::string_view reason, bool was_clean);

  // What the client has learnt from a message.

  void on_credentials_accepted();
  void on_credentials_rejected();
  void on_message_sent();
  void on_message_received();

  /// Brings a planned dial forward to `delay` from now; never puts it off.
  void hasten(Duration delay);

  /// Gives the socket up because of what it sent, or did not send, and dials again.
  void drop_link(int code, ErrorCode why);

  void on_deadline();

  State state() const { return static_cast<State>(state_.index()); }

  /// Why it was given up. `none` unless `failed`.
  ErrorCode failure() const;

  /// The socket that may send and receive messages of the application. Nothing unless `connected`.
  std::optional<Generation> usable() const;

  /// Does a frame of this socket count? Not after close() (F40), nor of an older one (F31).
  bool listens_to(Generation generation) const;

  /// When on_deadline() wants to be called.
  std::optional<TimePoint> deadline() const;

  bool is_consistent() const;

 private:
  // One for each `State`, in its order.
  struct Idle {};
  struct Connecting {
    Generation socket;
    TimePoint give_up;
  };
  struct Authenticating {
    Generation socket;
    TimePoint give_up;
  };
  struct Connected {
    Generation socket;
    TimePoint since;
    bool has_sent;
  };
  struct Reconnecting {
    TimePoint next_dial;
  };
  struct Closing {
    Generation socket;
    TimePoint give_up;
    bool was_usable;
  };
  struct Closed {};
  struct Failed {
    ErrorCode why;
  };
  using Situation =
      std::variant<Idle, Connecting, Authenticating, Connected, Reconnecting, Closing, Closed, Failed>;

  /// The only place where the state changes.
  void set_state(Situation next, ErrorCode reason = ErrorCode::none);

  void dial();
  void become_connected(Generation socket);
  void abandon_socket(int code, ErrorCode why);
  void report_closed(int code, std::string_view reason, bool was_clean);
  void after_loss(int code);
  void schedule_retry(CloseAction action);
  void fail(ErrorCode why);
  void credit_uptime();
  std::optional<Generation> socket() const;

  const Config& config_;
  Context context_;
  Backoff backoff_;
  Situation state_ = Idle{};
  Generation last_generation_{};
  /// Credentials were refused once since they were last accepted: the next refusal is final.
  bool refused_before_ = false;
};

}  // namespace chatwire::core

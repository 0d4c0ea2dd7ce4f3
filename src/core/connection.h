#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

  /// Where to dial: answers `port::AddressWanted`. Of another generation, or not wanted: ignored.
  void dial(Generation generation, const std::string& url, const std::vector<std::string>& protocols);

  /// The application has no address, or no credentials, for this generation. `is_final`: nor will it have.
  void withhold(Generation generation, bool is_final);

  /// What the application knew of addresses and credentials holds no longer. A socket that was dialled with
  /// them and is not usable yet is left behind.
  void renew_credentials();

  /// Whether a lost link is dialled again: answers `port::RetryWanted`. Nothing: as the policy has it.
  void decide_retry(Generation generation, std::optional<bool> again);

  /// The page is about to stop: leaves the socket behind, and dials no more before `hasten`.
  void suspend();

  /// Whether anybody sees the page.
  void set_hidden(bool hidden) { hidden_ = hidden; }
  bool is_hidden() const { return hidden_; }

  // What a socket says.

  void on_open(Generation generation);
  void on_error(Generation generation);
  void on_close(Generation generation, int code, std::string_view reason, bool was_clean);

  // What the client has learnt from a message.

  /// The server asks who we are. True: it may.
  bool on_challenge();
  /// The credentials have left. They are to be renewed before `lifetime` has passed, if they have one.
  void on_credentials_sent(std::optional<Duration> lifetime);
  void on_credentials_accepted();
  void on_credentials_rejected();
  void on_message_sent();
  void on_message_received();

  /// Brings a planned or suspended dial forward to `delay` from now; never puts it off.
  void hasten(Duration delay);

  /// Gives the socket up because of what it sent, or did not send, and dials again.
  void drop_link(int code, ErrorCode why);

  void on_deadline();

  State state() const { return static_cast<State>(state_.index()); }

  /// Why it was given up. `none` unless `failed`.
  ErrorCode failure() const;

  /// The socket that may send and receive messages of the application. Nothing unless `connected`.
  std::optional<Generation> usable() const;

  /// May credentials be sent on this socket?
  bool wants_credentials(Generation generation) const;

  /// Does an answer to credentials concern the link?
  bool awaits_verdict() const;

  /// Do the frames of a socket count?
  bool listens() const;

  /// May `on_message_received()` prove what is not known yet?
  bool learns_from_messages() const;

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
    bool is_dialled;  ///< off: the address is still being asked for, and there is no socket
  };
  struct Authenticating {
    Generation socket;
    TimePoint give_up;
    std::optional<Duration> lifetime;  ///< of the credentials that were sent
  };
  struct Connected {
    Generation socket;
    TimePoint since;
    bool has_sent;
    std::optional<TimePoint> renew_at;  ///< when to ask for fresh credentials
    bool is_renewing;                   ///< they were asked for, and the server has not answered yet
  };
  /// Why a link ended, as far as the next dial depends on it.
  struct Loss {
    int code;
    CloseAction action;
    Duration at_least{};  ///< the server asks its clients to stay away so long
  };
  struct Reconnecting {
    std::optional<TimePoint> next_dial;  ///< nothing: not before something else happens
    std::optional<Loss> undecided;       ///< the application is being asked
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

  /// The only place where one state becomes another.
  void set_state(Situation next, ErrorCode reason = ErrorCode::none);

  /// Also while connecting: with another socket, in the same state.
  void begin_dial();
  void open_socket(const std::string& url, const std::vector<std::string>& protocols);
  void become_connected(Generation socket, std::optional<Duration> lifetime);
  void ask_for_renewal();
  std::optional<TimePoint> renewal_of(std::optional<Duration> lifetime) const;
  void abandon_socket(int code, ErrorCode why);
  void report_closed(int code, std::string_view reason, bool was_clean);
  void after_loss(const Loss& loss);
  void follow_policy(const Loss& loss);
  void schedule_retry(CloseAction action, Duration at_least = Duration{0});
  void fail(ErrorCode why);
  /// The link has proven itself, or the application wants to try anew.
  void start_afresh();
  void credit_uptime();
  std::optional<Generation> socket() const;

  const Config& config_;
  Context context_;
  Backoff backoff_;
  Situation state_ = Idle{};
  Generation last_generation_{};
  bool hidden_ = false;
  /// The next dial offers the sub-protocols.
  bool offers_protocols_ = true;
  /// Credentials were refused once since they were last accepted, or the link last proven: the next refusal
  /// is final.
  bool refused_before_ = false;
};

}  // namespace chatwire::core

#pragma once

#include <optional>

#include "base/error.h"
#include "base/ids.h"
#include "base/state.h"
#include "base/time.h"
#include "core/config.h"
#include "port/event.h"
#include "sim/intent.h"
#include "sim/judge.h"

namespace chatwire::sim {

/// What the connection must be doing, told from its events and the clock alone: a second account of
/// docs/CONNECTION.md, which follows the log and not the code. Objects to events that cannot come now, and to
/// retries that the policy does not allow.
class Shadow {
 public:
  Shadow(const core::Config& config, Intent& intent, Judge& judge)
      : config_(config), intent_(intent), judge_(judge) {}

  void hear(TimePoint now, const port::Event& event);

  /// A socket ends with this; told just before the client hears it.
  void hear_close(Generation generation, Farewell farewell);

  /// A message came that answers one of ours.
  void hear_answer(TimePoint now);

  // What no event tells.

  /// The address was given, and a socket came of it.
  void dialled(TimePoint now, Generation generation);

  /// The application has other credentials, and is about to say so on this usable link: they are asked for.
  void renewed(Generation generation);

  /// The application is about to say that it has none, or no address, for a link that waits for them.
  void withheld(Generation generation, bool is_final);

  /// The page is about to stop: no dial before it goes on.
  void suspended();

  /// There may be a network again, or somebody looks: a planned dial comes soon.
  void hastened(TimePoint now);

  /// Whenever the client rests, with its timer.
  void rest(TimePoint now, const std::optional<TimePoint>& timer);

  State state() const { return state_; }
  /// When it got there.
  TimePoint since() const { return since_; }

  /// The socket that must be alive.
  std::optional<Generation> socket() const;

  /// When the timer must fire. Not while connected: there it belongs to others.
  const std::optional<TimePoint>& deadline() const { return deadline_; }

  /// When the credentials of a usable link are to be asked for anew. Nothing: they do not end.
  std::optional<TimePoint> renewal() const;

  std::uint64_t links() const { return links_; }

 private:
  void moved(TimePoint now, const port::StateChanged& move);
  void begun(TimePoint now, State from, std::optional<TimePoint> planned);

  /// What the application has not.
  struct Refusal {
    Generation generation;
    bool is_final;
  };

  /// When the next dial of a link that is lost is due at the latest.
  struct Haste {
    Generation lost;
    TimePoint by;
  };

  void asked(TimePoint now, const port::AddressWanted& wanted);
  void asked(TimePoint now, const port::CredentialsWanted& wanted);
  void failed(TimePoint now, ErrorCode why);
  /// Did it end what the application has nothing for?
  bool check_withheld(const port::StateChanged& move);
  void check_refusal() const;
  /// The last socket was closed for its credentials.
  bool was_closed_for_credentials() const;
  void prove();
  void credit_uptime(TimePoint now);
  void closed(TimePoint now, const port::Closed& end);
  /// What a socket has to be reported to have ended with.
  Farewell expected_farewell();
  void scheduled(TimePoint now, const port::RetryScheduled& retry);
  bool is_within_policy(const port::RetryScheduled& retry) const;
  bool is_decided() const { return intent_.decided == raw(generation_); }
  void expect(bool truth, const char* otherwise) {
    if (!truth) judge_.object(otherwise);
  }

  const core::Config& config_;
  Intent& intent_;
  Judge& judge_;
  State state_ = State::idle;
  Generation generation_{};
  bool has_socket_ = false;
  bool was_usable_ = false;
  bool is_scheduled_ = false;
  bool is_suspended_ = false;  ///< no dial is planned
  bool is_undecided_ = false;  ///< the application is being asked whether to retry
  TimePoint since_{};
  int failures_ = 0;
  bool was_refused_ = false;  ///< the credentials, since the link was last proven
  int close_code_ = 0;
  std::optional<Farewell> farewell_;      ///< the socket said so
  ErrorCode left_for_ = ErrorCode::none;  ///< why the client gave the socket up, if it was told last
  Duration stay_away_{};                  ///< what the server asked for as it closed
  std::uint64_t links_ = 0;
  std::optional<Refusal> withheld_;
  std::optional<Haste> haste_;
  std::size_t renewals_ = 0;  ///< the application wants so many, and the log has not told of them yet
  std::optional<TimePoint> deadline_;
};

}  // namespace chatwire::sim

#pragma once

#include <cstddef>
#include <optional>

#include "base/error.h"
#include "base/ids.h"
#include "base/time.h"
#include "core/config.h"
#include "core/connection.h"
#include "core/counters.h"
#include "core/event_queue.h"
#include "core/outbox.h"
#include "core/rate_limiter.h"
#include "core/requests.h"
#include "port/event.h"
#include "port/host.h"
#include "port/transport.h"

namespace chatwire::core {

/// How a message waits, where it cannot leave at once.
struct SendOptions {
  Priority priority = Priority::normal;
  /// After so long it is dropped with `ErrorCode::expired` and never sent; zero: it leaves now or not at all.
  /// At most `kMaxDelay`. Nothing: it waits for as long as it takes.
  std::optional<Duration> ttl = std::nullopt;
};

/// What became of a send() at once.
struct SendOutcome {
  port::Delivery delivery;
  ErrorCode reason;  ///< why it was dropped
};

/// The way out of the application's messages: which leave at once, which wait, and which are given back
/// (docs/OUTBOX.md).
///
/// A message leaves when the link is usable, its socket has room and the rate limit lets it through. What
/// became of one that has waited is told by a `port::ReceiptChanged`, once, and to `Requests`, whose it may
/// be. Pings, their answers and credentials do not come this way. It sets no timer: `deadline` says when to
/// call `pump`.
class Sender {
 public:
  /// All must outlive it.
  struct Context {
    port::Host& host;
    port::Transport& transport;
    EventQueue& events;
    Connection& connection;
    Requests& requests;
    Counters& counters;
  };

  Sender(const Config& config, Context context);

  /// Offers a message to the socket. Where it cannot leave now, it waits behind what waits already with the
  /// same priority or a higher one.
  SendOutcome send(ReceiptId receipt, const SendOptions& options);

  /// Counts a message that is not even to wait.
  SendOutcome refuse(ErrorCode why);

  /// Gives a message back that waits. False: it does not wait (any more), and nothing was done.
  bool withdraw(ReceiptId receipt, ErrorCode why);
  void withdraw_all(ErrorCode why);

  /// There is a new link.
  void on_connected() { congested_ = false; }

  /// Gives back what is too old, also where the timer is late, and sends what can leave: a slice of it, where
  /// that is much.
  void pump();

  /// When the next message may leave, or expires.
  std::optional<TimePoint> deadline() const;

  std::size_t queued_count() const { return outbox_.size(); }
  std::size_t queued_bytes() const { return outbox_.bytes(); }
  /// How long the oldest waiting message has waited. Zero while none waits.
  Duration queued_for() const;

  bool is_consistent() const;

 private:
  bool hand_over(ReceiptId receipt);
  SendOutcome enqueue(ReceiptId receipt, const SendOptions& options);
  void drop_expired();
  void report_dropped(ReceiptId receipt, ErrorCode why);
  bool is_slice_over(std::size_t count, TimePoint begin);
  void rest();
  void plan_next_look();

  const OutboxLimits& limits_;
  Context context_;
  Outbox outbox_;
  std::optional<RateLimiter> rate_limiter_;
  /// When what waits may leave: the next slice, when the page had its turn; the next one that the rate limit
  /// lets through; or it is time to look again whether the socket has room, for which there is no event.
  std::optional<TimePoint> look_again_;
  /// A slice has left, and the next one waits for that time.
  bool is_resting_ = false;
  /// The socket was above the high water mark, and has not been down to the low one since.
  bool congested_ = false;
};

}  // namespace chatwire::core

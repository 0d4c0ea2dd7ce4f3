#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/state.h"
#include "core/config.h"
#include "core/connection.h"
#include "core/counters.h"
#include "core/event_queue.h"
#include "core/heartbeat.h"
#include "core/history.h"
#include "core/passage.h"
#include "core/requests.h"
#include "core/router.h"
#include "core/sender.h"
#include "port/hint.h"
#include "port/host.h"
#include "port/listener.h"
#include "port/transport.h"
#include "wire/envelope.h"

namespace chatwire::core {

/// A received text frame, or its beginning.
struct TextFrame {
  std::string_view bytes;  ///< UTF-8; valid during the call only
  wire::Extent extent;
  std::size_t total_size;  ///< of the whole text, as history counts it
};

enum class Disposition {
  delivered,    ///< give it to `route`
  unwanted,     ///< nobody asked for it
  control,      ///< the client has dealt with it
  invalid,      ///< no JSON object
  needs_whole,  ///< nothing was decided: call again with the whole text
  stale,        ///< of a socket that was given up, or after close()
  challenge,    ///< the server's challenge: `port::CredentialsWanted` asks for the answer to it
};

/// What is to become of a received frame. The core builds no object: it says who gets the message.
struct Verdict {
  Disposition disposition;
  Route route = Route::none;
  Sequence sequence{};      ///< set if it counts as a message
  bool keep = false;        ///< history keeps it under `sequence`
  bool is_settled = false;  ///< what begins with this type may come by `on_settled_text()`
  /// The request that it answers. Subscribers get it all the same.
  RequestId answered = RequestId::none;
};

/// The client: bytes in, time in, events out.
///
/// Five kinds of entry wake it: an API call, a socket event, a message, a deadline, a network hint. At the
/// end of each one it sends what can be sent, sets its one timer to the earliest deadline, and tells the
/// listener what happened; so a listener may call any method but the destructor. It reads no clock, draws no
/// random number and opens no socket: `host` and `transport` do, and both must outlive it. Not thread-safe.
class Client {
 public:
  Client(Config config, port::Host& host, port::Transport& transport, port::Listener& listener);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  // API calls.

  void connect();

  /// Closes on purpose: nothing is dialled afterwards, and unless the outbox is to be kept, what it holds is
  /// dropped with `ErrorCode::disconnected`. A code that cannot be sent is refused with a `Failure`.
  void disconnect(int code, std::string_view reason);

  /// Sends a message of the application. Only its receipt is given: the message itself stays with the caller,
  /// where the transport finds it (`port::Transport::offer`), until it was sent or dropped. What cannot leave
  /// now waits in the outbox, behind what waits there already with the same priority or a higher one.
  SendOutcome send(ReceiptId receipt, const SendOptions& options = {});

  /// Takes a message that still waits out of the outbox and reports it as dropped with
  /// `ErrorCode::cancelled`. False: it does not wait (any more), and nothing was done.
  bool cancel(ReceiptId receipt);

  /// Sends a message and waits for the answer to it. It ends once: by a `Verdict` that says `answered`, by
  /// `matched()`, or by a `port::RequestFailed`, whose reason is `request_timeout`, `cancelled`,
  /// `connection_lost` or `disconnected` where the link ended on which it was sent, or why its message was
  /// dropped. A message that still waits when the request has failed is never sent.
  SendOutcome request(const RequestMessage& message, const SendOptions& options = {});

  /// Nobody waits for the answer any more. Settled already: ignored.
  void cancel_request(RequestId request);

  /// The caller has seen the answer. Settled already: ignored.
  void matched(RequestId request);

  /// Answers `port::AddressWanted`. Of an older generation, or not wanted: ignored; so with all answers.
  void dial(Generation generation, const std::string& url, const std::vector<std::string>& protocols);

  /// Answers `port::CredentialsWanted`: sent at once, before anything that is queued (C25). The credentials
  /// are asked for again before `lifetime` has passed, where they have one (F35).
  void authenticate(Generation generation, std::string_view type, std::string_view payload_json,
                    std::optional<Duration> lifetime = {});

  /// Answers either of them: the application has nothing to give. `is_final`: nor will it have, and the
  /// client gives up with `ErrorCode::auth_rejected`.
  void withhold(Generation generation, bool is_final);

  /// The application has other credentials now: what was asked for before must not be used. A link that is
  /// not usable yet begins anew; a usable one gets the new ones by a message, where it got the old ones so.
  void renew_credentials();

  /// Answers `port::RetryWanted`. Nothing: as the close policy has it.
  void decide_retry(Generation generation, std::optional<bool> again);

  void subscribe(std::string type, Route route);
  void unsubscribe(std::string_view type);
  void want_all(bool wanted);

  void clear_history();
  /// Texts below this number are kept no longer.
  Sequence oldest_kept();

  State state() const { return connection_.state(); }
  std::size_t queued_count() const { return sender_.queued_count(); }
  std::size_t queued_bytes() const { return sender_.queued_bytes(); }
  /// How long the oldest waiting message has waited. Zero while none waits.
  Duration queued_for() const { return sender_.queued_for(); }
  Counters counters() const;
  std::size_t pending_requests() const { return requests_.pending(); }
  const Requests::Counts& request_counts() const { return requests_.counts(); }
  /// How long pings took to be answered. Nothing before the first answer.
  std::optional<Heartbeat::RoundTrip> round_trip() const { return heartbeat_.round_trip(); }
  const Config& config() const { return config_; }

  // Socket events.

  void on_open(Generation generation);
  void on_error(Generation generation);
  void on_close(Generation generation, int code, std::string_view reason, bool was_clean);
  Verdict on_text(Generation generation, const TextFrame& frame);

  /// A text whose type was seen before, in a message that was given the settled `route`, and no subscription
  /// has changed since: it need not be shown. `needs_whole` where it must be, nevertheless.
  Verdict on_settled_text(Generation generation, Route route, std::size_t total_size);

  /// For texts of the socket that was opened last, and of no older one. Stays where it is as long as the
  /// client does.
  Passage& passage() { return passage_; }

  /// True: it counts, and may be delivered as it is.
  bool on_binary(Generation generation);

  /// The platform refused a received frame: too big, or no memory for it. Ends the socket with 4009.
  void on_unreadable(Generation generation, ErrorCode why);

  // Deadline.

  void on_deadline();

  // Hint.

  /// `online` and `awake`: a planned dial comes at once, spread over a quarter of a second (F21); an open
  /// link is asked whether it is alive, also when the network is said to be gone. `frozen`: the socket is
  /// closed, and dialled again on `awake` (F19).
  void on_hint(port::Hint hint);

 private:
  class Entry;

  void beat(Heartbeat::Action action);
  void probe();
  bool has_slept();
  void leave();
  void notice_state();
  void note_outage();
  void connect_if_at_rest();
  void begin_connecting();
  void schedule();
  bool accepts_frame(Generation generation);
  void count_passed();
  void record_passed();
  void empty_passage();
  bool may_pass();
  bool must_see_all();
  std::string_view wanted_id_key();
  bool is_settled(std::string_view type) const;
  Verdict route_message(const wire::Envelope& envelope, std::size_t total_size);
  Verdict count_message(Route route, std::size_t total_size);
  bool handle_control(Generation generation, const wire::Envelope& envelope);
  bool is_challenge(std::string_view type) const;
  bool is_consistent() const;

  const Config config_;
  port::Host& host_;
  port::Transport& transport_;
  port::Listener& listener_;
  EventQueue events_;
  Connection connection_;
  Heartbeat heartbeat_;
  Requests requests_;
  Counters counters_;
  Sender sender_;
  Router router_;
  History history_;
  Sequence last_sequence_{};
  Passage passage_;
  std::optional<TimePoint> timer_;
  State seen_state_ = State::idle;
  /// Since when the link is not usable that was.
  std::optional<TimePoint> down_since_;
  Duration clock_gap_;
};

}  // namespace chatwire::core

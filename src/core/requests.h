#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/time.h"
#include "core/event_queue.h"

namespace chatwire::core {

/// A message whose sender waits for an answer.
struct RequestMessage {
  RequestId request;
  ReceiptId receipt;
  /// What the message carries as its id, and the answer repeats. Empty: the caller knows the answer when it
  /// sees it, and says `matched()`; until then every message that nobody else wants comes by
  /// `Route::wildcard`.
  std::string answer_id;
  Duration timeout{10'000};  ///< from now, so also while it waits to be sent; at most `kMaxDelay`
};

/// Messages whose senders wait for an answer (F36, C31).
///
/// Each is open until it settles, once: it is answered, or it fails, with a reason and a
/// `port::RequestFailed`. It neither sends nor takes back anything: its owner says what became of the
/// messages, and is told which ones nobody waits for any more. An answer repeats the id of its request; the
/// id of one that was sent and has settled is remembered for a minute, so that an answer that comes late, or
/// again, is known as such. A request without an id is matched by the caller, who looks at every message.
class Requests {
 public:
  struct Request {
    RequestId id;
    ReceiptId receipt;      ///< of its message
    std::string answer_id;  ///< what its answer repeats; empty: the caller matches
    TimePoint deadline;
    bool is_sent = false;
  };

  /// Since the client was made.
  struct Counts {
    std::uint64_t answered = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t late_replies = 0;    ///< came when the request had failed
    std::uint64_t double_replies = 0;  ///< came when it had been answered
  };

  explicit Requests(EventQueue& events) : events_(events) {}

  /// As many are open as may be: a server that answers nothing must not fill the memory (S8).
  bool is_full() const;

  /// Unless full. Several may have the same `answer_id`: an answer then settles the one that is due first.
  void open(Request request);

  // What became of its message.

  void on_sent(ReceiptId receipt);
  void on_dropped(ReceiptId receipt, ErrorCode why);

  /// The link is gone, and with it the answers to what was sent on it. What still waits goes on waiting.
  void on_link_lost(ErrorCode why, TimePoint now);

  // What the caller says of it. One that has settled is left alone.

  /// Gives back its message, if that was not sent yet: nobody waits for the answer.
  std::optional<ReceiptId> cancel(RequestId id, TimePoint now);
  void matched(RequestId id, TimePoint now);

  // What comes in.

  /// Settles the request that a message with this id answers. `none`: it answers nothing that was sent and is
  /// still open.
  RequestId answer(std::string_view answer_id, TimePoint now);

  /// Fails what is due. Gives back the messages that were not sent yet: nobody waits for the answers.
  std::vector<ReceiptId> expire(TimePoint now);

  std::optional<TimePoint> deadline() const;

  /// Nothing is open, and nothing remembered: no message concerns anybody here.
  bool empty() const { return open_.empty() && settled_.empty(); }

  /// Could the id of a message say something?
  bool wants_ids(TimePoint now);

  /// Must the caller see every message?
  bool wants_all() const { return matching_ > 0; }

  std::size_t pending() const { return open_.size(); }
  const Counts& counts() const { return counts_; }

 private:
  struct Settled {
    std::string answer_id;
    TimePoint forgotten;
    bool was_answered;
  };
  using Place = std::list<Request>::iterator;

  Place find(RequestId id);
  Place find(ReceiptId receipt);
  Place settle(Place place, bool is_answered, TimePoint now);
  Place fail(Place place, ErrorCode why, TimePoint now);

  EventQueue& events_;
  std::list<Request> open_;     ///< the one that is due first in front
  std::list<Settled> settled_;  ///< the oldest in front
  std::size_t matching_ = 0;    ///< how many are open without an id
  Counts counts_;
};

}  // namespace chatwire::core

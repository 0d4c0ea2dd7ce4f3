#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/ids.h"
#include "core/client.h"
#include "port/event.h"
#include "sim/judge.h"

namespace chatwire::sim {

/// The messages of the application, by receipt number: what the core says became of each, and what really
/// did. Objects where the two differ, where a receipt ends twice, and where messages of one priority overtake
/// each other.
class Mail {
 public:
  Mail(Judge& judge, const core::Config& config) : judge_(judge), config_(config) {}

  // The application sends.

  /// Just before the call, which may already report the end of its own receipt. Numbers begin at 1.
  ReceiptId begin(std::size_t bytes, core::Priority priority, std::optional<TimePoint> expiry);
  /// What the call returned.
  void end(TimePoint now, ReceiptId receipt, const core::SendOutcome& outcome);
  /// What the listener heard.
  void settle(TimePoint now, const port::ReceiptChanged& change);

  /// It asks something: waits for an answer until then, in vain where too many do.
  void await(ReceiptId receipt, TimePoint until, bool is_one_too_many);
  bool was_dropped(ReceiptId receipt) const;
  /// Dropped, and for this reason.
  bool was_dropped_for(ReceiptId receipt, ErrorCode reason) const;

  /// Whether the application has not heard of its end yet.
  bool is_open(ReceiptId receipt) const;

  /// The application is about to take it back.
  void take_back(ReceiptId receipt) { letter(receipt).is_taken_back = true; }
  /// The application is about to disconnect, and keeps nothing that waits.
  void dismiss();
  /// The client gave up for this reason: none of the messages up to this one may wait on.
  void give_up(ErrorCode why, std::uint32_t last);
  /// When the client rests.
  void check();

  // The wire carries.

  std::size_t bytes_of(ReceiptId receipt) const { return letters_[raw(receipt) - 1].bytes; }
  void hand_over(TimePoint now, std::uint32_t number);
  void arrive(std::uint32_t number);

  // The count, true whenever the client rests.

  std::size_t queued() const { return queued_; }
  std::size_t queued_bytes() const { return queued_bytes_; }
  /// Of the queued ones. Nothing while none of them can expire.
  std::optional<TimePoint> earliest_expiry() const;
  /// When the rate limit lets the next one through. Nothing: at any time.
  std::optional<TimePoint> opens_at() const;
  std::uint64_t sent() const { return sent_; }
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t handed_over() const { return handed_over_.size(); }
  std::uint64_t arrived() const { return arrived_; }
  std::uint32_t last() const { return static_cast<std::uint32_t>(letters_.size()); }

 private:
  struct Letter {
    enum class Fate { calling, queued, sent, dropped } fate;
    bool ended_early;  ///< its end was heard before the call had returned
    bool handed_over;
    bool is_taken_back;
    bool had_room;  ///< the outbox certainly had, when the call began
    std::size_t bytes;
    core::Priority priority;
    std::optional<TimePoint> expiry;
    std::optional<TimePoint> awaited_until = {};  ///< nothing: it asks nothing
    bool is_one_too_many = false;                 ///< of those that wait for an answer
    ErrorCode dropped_for = ErrorCode::none;
  };

  /// The last one of each priority.
  using Last = std::array<std::uint32_t, core::kPriorityCount>;

  Letter& letter(ReceiptId receipt) { return letters_[raw(receipt) - 1]; }
  /// Replaces it. Gives back the one before.
  std::uint32_t replace(Last& last, std::uint32_t number);
  void finish(ReceiptId receipt, port::Delivery delivery);
  void drop(TimePoint now, ReceiptId receipt, ErrorCode reason);
  bool is_reason(TimePoint now, ReceiptId receipt, ErrorCode reason) const;
  /// A newcomer without room may have displaced it since it was sent.
  bool may_be_displaced(ReceiptId receipt) const;

  Judge& judge_;
  const core::Config& config_;
  std::vector<Letter> letters_;
  std::size_t queued_ = 0;
  std::size_t queued_bytes_ = 0;
  std::size_t calling_ = 0;  ///< whose call has not returned: they may be in the outbox
  std::size_t calling_bytes_ = 0;
  std::multiset<TimePoint> expiries_;  ///< of the queued ones
  std::uint64_t sent_ = 0;
  std::uint64_t dropped_ = 0;
  std::vector<TimePoint> handed_over_;  ///< when
  std::uint64_t arrived_ = 0;
  Last last_handed_over_{};
  Last last_without_room_{};
  ErrorCode gave_up_ = ErrorCode::none;
  std::uint32_t dismissed_ = 0;  ///< all up to this one by a disconnect()
  std::uint32_t condemned_ = 0;
  std::uint32_t ended_ = 0;  ///< all up to this one have ended
  Last last_arrived_{};
};

}  // namespace chatwire::sim

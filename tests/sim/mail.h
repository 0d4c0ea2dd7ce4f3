#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
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
  Mail(Judge& judge, const std::optional<core::RateLimit>& limit) : judge_(judge), limit_(limit) {}

  // The application sends.

  /// Just before the call, which may already report the end of its own receipt. Numbers begin at 1.
  ReceiptId begin(std::size_t bytes, core::Priority priority, std::optional<TimePoint> expiry);
  /// What the call returned.
  void end(ReceiptId receipt, const core::SendOutcome& outcome);
  /// What the listener heard.
  void settle(TimePoint now, const port::ReceiptChanged& change);

  /// Whether the application has not heard of its end yet.
  bool is_open(ReceiptId receipt) const;

  /// The client gave up, or the application disconnected: none of the messages up to this one may wait on.
  void condemn(std::uint32_t last) { condemned_ = std::max(condemned_, last); }
  /// When the client rests.
  void check();

  // The wire carries.

  /// The number in a frame of the application; 0 for all others.
  static std::uint32_t number_in(std::string_view frame);
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
    std::size_t bytes;
    core::Priority priority;
    std::optional<TimePoint> expiry;
  };

  /// The last one of each priority.
  using Last = std::array<std::uint32_t, core::kPriorityCount>;

  Letter& letter(ReceiptId receipt) { return letters_[raw(receipt) - 1]; }
  /// Replaces it. Gives back the one before.
  std::uint32_t replace(Last& last, std::uint32_t number);
  void finish(ReceiptId receipt, port::Delivery delivery);

  Judge& judge_;
  std::optional<core::RateLimit> limit_;
  std::vector<Letter> letters_;
  std::size_t queued_ = 0;
  std::size_t queued_bytes_ = 0;
  std::multiset<TimePoint> expiries_;  ///< of the queued ones
  std::uint64_t sent_ = 0;
  std::uint64_t dropped_ = 0;
  std::vector<TimePoint> handed_over_;  ///< when
  std::uint64_t arrived_ = 0;
  Last last_handed_over_{};
  std::uint32_t condemned_ = 0;
  std::uint32_t ended_ = 0;  ///< all up to this one have ended
  Last last_arrived_{};
};

}  // namespace chatwire::sim

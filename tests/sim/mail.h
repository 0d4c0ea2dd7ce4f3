#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "core/client.h"
#include "port/event.h"
#include "sim/judge.h"

namespace chatwire::sim {

/// The messages of the application, by receipt number: what the core says became of each, and what really
/// did. Objects where the two differ, where a receipt ends twice, and where messages overtake each other.
class Mail {
 public:
  explicit Mail(Judge& judge) : judge_(judge) {}

  // The application sends.

  /// Just before the call, which may already report the end of its own receipt. Numbers begin at 1.
  ReceiptId begin(std::size_t bytes);
  /// What the call returned.
  void end(ReceiptId receipt, const core::SendOutcome& outcome);
  /// What the listener heard.
  void settle(const port::ReceiptChanged& change);

  /// The client gave up, or the application disconnected: none of the messages up to this one may wait on.
  void condemn(std::uint32_t last) { condemned_ = std::max(condemned_, last); }
  /// When the client rests.
  void check();

  // The wire carries.

  /// The number in a frame of the application; 0 for all others.
  static std::uint32_t number_in(std::string_view frame);
  void hand_over(std::uint32_t number);
  void arrive(std::uint32_t number);

  // The count, true whenever the client rests.

  std::size_t queued() const { return queued_; }
  std::size_t queued_bytes() const { return queued_bytes_; }
  std::uint64_t sent() const { return sent_; }
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t handed_over() const { return handed_over_; }
  std::uint64_t arrived() const { return arrived_; }
  std::uint32_t last() const { return static_cast<std::uint32_t>(letters_.size()); }

 private:
  struct Letter {
    enum class Fate { calling, queued, sent, dropped } fate;
    bool ended_early;  ///< its end was heard before the call had returned
    bool handed_over;
    std::size_t bytes;
  };

  Letter& letter(ReceiptId receipt) { return letters_[raw(receipt) - 1]; }
  void finish(ReceiptId receipt, port::Delivery delivery);

  Judge& judge_;
  std::vector<Letter> letters_;
  std::size_t queued_ = 0;
  std::size_t queued_bytes_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t handed_over_ = 0;
  std::uint64_t arrived_ = 0;
  std::uint32_t last_handed_over_ = 0;
  std::uint32_t condemned_ = 0;
  std::uint32_t ended_ = 0;  ///< all up to this one have ended
  std::uint32_t last_arrived_ = 0;
};

}  // namespace chatwire::sim

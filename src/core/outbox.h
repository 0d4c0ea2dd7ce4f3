#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "core/config.h"

namespace chatwire::core {

/// What leaves first. Highest first, so that a greater number may have to make room for a smaller one.
enum class Priority : unsigned char { high, normal, low };

inline constexpr std::size_t kPriorityCount = 3;

/// Messages that wait for a usable socket: high before normal before low, and first in, first out within a
/// priority (W30); bounded in count and in bytes (W25). It drops nothing in silence: whoever puts something
/// in is told what had to leave for it. A message is taken out only after the socket has taken it (W31).
class Outbox {
 public:
  struct Item {
    ReceiptId receipt;
    std::size_t bytes;  ///< of the message, which stays with whoever sends it
    Priority priority = Priority::normal;
    TimePoint since = {};  ///< when it was put in
    /// From this time on it must not be sent any more. Nothing: it waits for as long as it takes.
    std::optional<TimePoint> expiry = std::nullopt;
  };

  struct Admission {
    bool accepted;
    std::vector<ReceiptId> displaced;  ///< dropped to make room, in that order
  };

  explicit Outbox(const OutboxLimits& limits) : limits_(limits) {}

  /// Makes room as `Overflow` says. A newcomer for whom not enough can be made displaces nobody.
  Admission push(const Item& item);

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  std::size_t bytes() const;
  /// Since when the oldest has waited. Nothing while empty.
  std::optional<TimePoint> oldest() const;

  /// The next to leave. Only while not empty.
  const Item& front() const;
  void pop();

  /// False: it does not wait here.
  bool remove(ReceiptId receipt);

  /// Takes out what has expired. Gives back whose messages they were.
  std::vector<ReceiptId> remove_expired(TimePoint now);

  /// Nothing expires before this time: a lower bound, so that what leaves need not be looked up in it.
  /// Nothing while nothing that waits can expire.
  const std::optional<TimePoint>& earliest_expiry() const { return earliest_expiry_; }

  /// Empties it. Gives back whose messages they were, in the order in which they would have left.
  std::vector<ReceiptId> clear();

 private:
  struct Queue {
    std::list<Item> items;
    std::size_t bytes = 0;
  };

  bool fits(std::size_t more_bytes) const;
  std::size_t first_displaceable(Priority newcomer) const;
  bool can_make_room(const Item& newcomer) const;
  ReceiptId displace();
  void expect_expiry(const Item& item);
  void forget(const Item& item);

  Queue& queue_of(const Item& item) { return queues_[static_cast<std::size_t>(item.priority)]; }

  OutboxLimits limits_;
  std::array<Queue, kPriorityCount> queues_;  ///< by priority, the oldest in front
  std::size_t size_ = 0;
  std::size_t expiring_ = 0;  ///< how many can expire
  std::optional<TimePoint> earliest_expiry_;
};

}  // namespace chatwire::core

#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "base/ids.h"
#include "core/config.h"
#include "port/transport.h"

namespace chatwire::core {

/// Messages that wait for a usable socket: first in, first out, bounded in count and in bytes. It drops
/// nothing in silence: whoever puts something in is told what had to leave for it. A message is taken out
/// only after the socket has taken it (W31).
class Outbox {
 public:
  struct Item {
    ReceiptId receipt;
    port::FrameKind kind;
    std::string bytes;
  };

  struct Admission {
    bool accepted;
    std::vector<ReceiptId> displaced;  ///< dropped to make room, oldest first
  };

  explicit Outbox(const OutboxLimits& limits) : limits_(limits) {}

  Admission push(Item item);

  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  std::size_t bytes() const { return bytes_; }

  /// The next to leave. Only while not empty.
  const Item& front() const { return items_.front(); }
  void pop();

  /// Empties it. Gives back whose messages they were, oldest first.
  std::vector<ReceiptId> clear();

 private:
  bool fits(std::size_t more_bytes) const;

  OutboxLimits limits_;
  std::deque<Item> items_;
  std::size_t bytes_ = 0;
};

}  // namespace chatwire::core

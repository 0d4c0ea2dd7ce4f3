#include "core/outbox.h"

#include <algorithm>

namespace chatwire::core {

Outbox::Admission Outbox::push(const Item& item) {
  Admission admission{.accepted = false, .displaced = {}};
  if (!can_make_room(item)) return admission;
  while (!fits(item.bytes)) admission.displaced.push_back(displace());
  Queue& queue = queue_of(item);
  queue.bytes += item.bytes;
  ++size_;
  if (item.expiry) ++expiring_;
  expect_expiry(item);
  queue.items.push_back(item);
  admission.accepted = true;
  return admission;
}

std::size_t Outbox::bytes() const {
  std::size_t bytes = 0;
  for (const Queue& queue : queues_) bytes += queue.bytes;
  return bytes;
}

std::optional<TimePoint> Outbox::oldest() const {
  std::optional<TimePoint> oldest;
  for (const Queue& queue : queues_) {
    if (queue.items.empty()) continue;
    const TimePoint since = queue.items.front().since;
    if (!oldest || since < *oldest) oldest = since;
  }
  return oldest;
}

const Outbox::Item& Outbox::front() const {
  const Queue* queue = queues_.data();
  while (queue->items.empty()) ++queue;
  return queue->items.front();
}

void Outbox::pop() {
  const Item& item = front();
  forget(item);
  queue_of(item).items.pop_front();
}

bool Outbox::remove(ReceiptId receipt) {
  for (Queue& queue : queues_) {
    const auto found = std::find_if(queue.items.begin(), queue.items.end(),
                                    [receipt](const Item& item) { return item.receipt == receipt; });
    if (found == queue.items.end()) continue;
    forget(*found);
    queue.items.erase(found);
    return true;
  }
  return false;
}

std::vector<ReceiptId> Outbox::remove_expired(TimePoint now) {
  std::vector<ReceiptId> expired;
  if (!earliest_expiry_ || now < *earliest_expiry_) return expired;
  earliest_expiry_.reset();
  for (Queue& queue : queues_) {
    std::erase_if(queue.items, [&](const Item& item) {
      const bool has_expired = item.expiry && *item.expiry <= now;
      if (has_expired) {
        expired.push_back(item.receipt);
        forget(item);
      } else {
        expect_expiry(item);
      }
      return has_expired;
    });
  }
  return expired;
}

std::vector<ReceiptId> Outbox::clear() {
  std::vector<ReceiptId> receipts;
  receipts.reserve(size_);
  for (Queue& queue : queues_) {
    for (const Item& item : queue.items) receipts.push_back(item.receipt);
    queue.items.clear();
    queue.bytes = 0;
  }
  size_ = 0;
  expiring_ = 0;
  earliest_expiry_.reset();
  return receipts;
}

bool Outbox::fits(std::size_t more_bytes) const {
  return size_ < limits_.max_count && bytes() + more_bytes <= limits_.max_bytes;
}

/// From which priority on messages may have to make room.
std::size_t Outbox::first_displaceable(Priority newcomer) const {
  const auto own = static_cast<std::size_t>(newcomer);
  switch (limits_.overflow) {
    case Overflow::drop_oldest:
      return own;
    case Overflow::drop_newest:
      return own + 1;
    case Overflow::reject:
      break;
  }
  return kPriorityCount;
}

bool Outbox::can_make_room(const Item& newcomer) const {
  std::size_t count = 1;
  std::size_t bytes = newcomer.bytes;
  const std::size_t staying = first_displaceable(newcomer.priority);
  for (std::size_t priority = 0; priority < staying; ++priority) {
    count += queues_[priority].items.size();
    bytes += queues_[priority].bytes;
  }
  return count <= limits_.max_count && bytes <= limits_.max_bytes;
}

ReceiptId Outbox::displace() {
  Queue* queue = &queues_.back();
  while (queue->items.empty()) --queue;
  const bool is_newest = limits_.overflow == Overflow::drop_newest;
  const Item& victim = is_newest ? queue->items.back() : queue->items.front();
  const ReceiptId receipt = victim.receipt;
  forget(victim);
  if (is_newest) {
    queue->items.pop_back();
  } else {
    queue->items.pop_front();
  }
  return receipt;
}

void Outbox::expect_expiry(const Item& item) {
  if (item.expiry && (!earliest_expiry_ || *item.expiry < *earliest_expiry_)) earliest_expiry_ = item.expiry;
}

/// It is about to leave its queue.
void Outbox::forget(const Item& item) {
  queue_of(item).bytes -= item.bytes;
  --size_;
  if (item.expiry && --expiring_ == 0) earliest_expiry_.reset();
}

}  // namespace chatwire::core

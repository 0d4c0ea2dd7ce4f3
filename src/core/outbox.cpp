#include "core/outbox.h"

#include <utility>

namespace chatwire::core {

Outbox::Admission Outbox::push(Item item) {
  Admission admission{.accepted = false, .displaced = {}};
  const std::size_t size = item.bytes.size();
  if (limits_.max_count == 0 || size > limits_.max_bytes) return admission;
  if (!fits(size) && limits_.overflow == Overflow::reject) return admission;
  while (!fits(size)) {
    admission.displaced.push_back(front().receipt);
    pop();
  }
  items_.push_back(std::move(item));
  bytes_ += size;
  admission.accepted = true;
  return admission;
}

void Outbox::pop() {
  bytes_ -= items_.front().bytes.size();
  items_.pop_front();
}

std::vector<ReceiptId> Outbox::clear() {
  std::vector<ReceiptId> receipts;
  receipts.reserve(items_.size());
  for (const Item& item : items_) receipts.push_back(item.receipt);
  items_.clear();
  bytes_ = 0;
  return receipts;
}

bool Outbox::fits(std::size_t more_bytes) const {
  return items_.size() < limits_.max_count && bytes_ + more_bytes <= limits_.max_bytes;
}

}  // namespace chatwire::core

#include "core/history.h"

#include <algorithm>

namespace chatwire::core {

bool History::record(Sequence sequence, std::size_t bytes) {
  last_ = sequence;
  if (limits_.max_count == 0 || bytes > limits_.max_bytes) return false;
  while (size_ >= limits_.max_count || bytes_ + bytes > limits_.max_bytes) drop_front();
  push_back(
      {.number = static_cast<std::uint32_t>(raw(sequence)), .bytes = static_cast<std::uint32_t>(bytes)});
  bytes_ += bytes;
  return true;
}

void History::clear() {
  front_ = 0;
  size_ = 0;
  bytes_ = 0;
}

Sequence History::oldest() const {
  if (size_ == 0) return Sequence{raw(last_) + 1};
  // No two that are kept lie further apart than the lower half counts.
  const auto age = static_cast<std::uint32_t>(raw(last_)) - ring_[front_].number;
  return Sequence{raw(last_) - age};
}

void History::drop_front() {
  bytes_ -= ring_[front_].bytes;
  front_ = (front_ + 1) % ring_.size();
  --size_;
}

void History::push_back(Entry entry) {
  if (size_ == ring_.size()) {
    // In its order, with the new places behind.
    std::rotate(ring_.begin(), ring_.begin() + static_cast<std::ptrdiff_t>(front_), ring_.end());
    front_ = 0;
    constexpr std::size_t kFirst = 64;
    ring_.resize(std::min(std::max(2 * size_, kFirst), limits_.max_count));
  }
  ring_[(front_ + size_) % ring_.size()] = entry;
  ++size_;
}

}  // namespace chatwire::core

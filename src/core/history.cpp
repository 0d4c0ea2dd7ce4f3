#include "core/history.h"

#include <algorithm>
#include <utility>

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
  front_ = place(1);
  --size_;
}

void History::push_back(Entry entry) {
  if (size_ == ring_.size()) grow();
  ring_[place(size_)] = entry;
  ++size_;
}

void History::grow() {
  constexpr std::size_t kFirst = 64;
  // Not resized: a vector that grows by itself takes up to twice as much.
  std::vector<Entry> wider(std::min(std::max(2 * size_, kFirst), limits_.max_count));
  for (std::size_t index = 0; index < size_; ++index) wider[index] = ring_[place(index)];
  ring_ = std::move(wider);
  front_ = 0;
}

/// Where the entry stands that is so many behind the oldest. Without a division: this is asked for each
/// message.
std::size_t History::place(std::size_t index) const {
  const std::size_t unwrapped = front_ + index;
  return unwrapped < ring_.size() ? unwrapped : unwrapped - ring_.size();
}

}  // namespace chatwire::core

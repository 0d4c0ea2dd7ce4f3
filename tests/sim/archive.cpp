#include "sim/archive.h"

namespace chatwire::sim {

bool Archive::record(Sequence sequence, std::size_t bytes) {
  if (limits_.max_count == 0) return false;
  last_ = sequence;
  if (bytes > limits_.max_bytes) return false;
  papers_.push_back({.sequence = sequence, .bytes = bytes});
  bytes_ += bytes;
  while (papers_.size() > limits_.max_count || bytes_ > limits_.max_bytes) {
    bytes_ -= papers_.front().bytes;
    papers_.pop_front();
  }
  return true;
}

void Archive::clear() {
  papers_.clear();
  bytes_ = 0;
}

Sequence Archive::oldest() const {
  return papers_.empty() ? Sequence{raw(last_) + 1} : papers_.front().sequence;
}

}  // namespace chatwire::sim

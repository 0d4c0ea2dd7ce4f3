#include "core/history.h"

#include <algorithm>
#include <utility>

namespace chatwire::core {

bool History::record(Sequence sequence, std::string type, std::size_t bytes, WallTime received) {
  last_ = sequence;
  // The name is kept beside the text, so it counts: a server may send a very long one.
  bytes += type.size();
  if (limits_.max_count == 0 || bytes > limits_.max_bytes) return false;
  while (entries_.size() >= limits_.max_count || bytes_ + bytes > limits_.max_bytes) drop_front();
  entries_.push_back({.sequence = sequence, .received = received, .bytes = bytes, .type = std::move(type)});
  bytes_ += bytes;
  return true;
}

void History::clear() {
  entries_.clear();
  bytes_ = 0;
}

std::vector<Sequence> History::find(const Query& query) const {
  std::vector<Sequence> found;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && found.size() < query.limit; ++entry) {
    if (query.after && entry->sequence <= *query.after) break;
    // No break here: this clock may have stepped back.
    if (query.since && entry->received < *query.since) continue;
    if (query.type && entry->type != *query.type) continue;
    found.push_back(entry->sequence);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

Sequence History::oldest() const {
  return entries_.empty() ? Sequence{raw(last_) + 1} : entries_.front().sequence;
}

void History::drop_front() {
  bytes_ -= entries_.front().bytes;
  entries_.pop_front();
}

}  // namespace chatwire::core

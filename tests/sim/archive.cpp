#include "sim/archive.h"

#include <cstddef>

namespace chatwire::sim {

bool Archive::record(Sequence sequence, const std::string& type, std::size_t bytes, WallTime received) {
  if (limits_.max_count == 0) return false;
  last_ = sequence;
  const std::size_t size = bytes + type.size();
  if (size > limits_.max_bytes) return false;
  papers_.push_back({.sequence = sequence, .type = type, .bytes = size, .received = received});
  bytes_ += size;
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

std::vector<Sequence> Archive::find(const core::History::Query& query) const {
  std::vector<Sequence> found;
  for (const Paper& paper : papers_) {
    const bool is_asked_for = (!query.type || paper.type == *query.type) &&
                              (!query.since || paper.received >= *query.since) &&
                              (!query.after || paper.sequence > *query.after);
    if (is_asked_for) found.push_back(paper.sequence);
  }
  if (found.size() > query.limit)
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(query.limit));
  return found;
}

Sequence Archive::oldest() const {
  return papers_.empty() ? Sequence{raw(last_) + 1} : papers_.front().sequence;
}

std::optional<WallTime> Archive::begin() const {
  return papers_.empty() ? std::nullopt : std::optional(papers_.front().received);
}

}  // namespace chatwire::sim

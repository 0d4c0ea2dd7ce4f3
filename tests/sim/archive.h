#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "core/config.h"
#include "core/history.h"

namespace chatwire::sim {

/// A second account of the client's history, as plain as can be: what it must hold, and give to whom asks.
class Archive {
 public:
  explicit Archive(const core::HistoryLimits& limits) : limits_(limits) {}

  /// True: it must be kept.
  bool record(Sequence sequence, const std::string& type, std::size_t bytes, WallTime received);
  void clear();

  std::vector<Sequence> find(const core::History::Query& query) const;
  Sequence oldest() const;
  /// When the oldest one came. Nothing: there is none.
  std::optional<WallTime> begin() const;

 private:
  struct Paper {
    Sequence sequence;
    std::string type;
    std::size_t bytes;
    WallTime received;
  };

  core::HistoryLimits limits_;
  std::deque<Paper> papers_;  ///< oldest first
  std::size_t bytes_ = 0;
  Sequence last_{};
};

}  // namespace chatwire::sim

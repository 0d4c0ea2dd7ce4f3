#pragma once

#include <cstddef>
#include <deque>

#include "base/ids.h"
#include "core/config.h"

namespace chatwire::sim {

/// A second account of the client's history, as plain as can be: what it must hold.
class Archive {
 public:
  explicit Archive(const core::HistoryLimits& limits) : limits_(limits) {}

  /// True: it must be kept.
  bool record(Sequence sequence, std::size_t bytes);
  void clear();

  Sequence oldest() const;

 private:
  struct Paper {
    Sequence sequence;
    std::size_t bytes;
  };

  core::HistoryLimits limits_;
  std::deque<Paper> papers_;  ///< oldest first
  std::size_t bytes_ = 0;
  Sequence last_{};
};

}  // namespace chatwire::sim

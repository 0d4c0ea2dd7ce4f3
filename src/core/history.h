#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "core/config.h"

namespace chatwire::core {

/// Which of the received messages are still kept: a ring, bounded in count and in bytes, oldest out first.
///
/// It holds no texts. Bringing a long text into WebAssembly costs more than parsing it
/// (docs/ARCHITECTURE.md), so the texts stay where they arrived, under their sequence numbers, and `oldest()`
/// says below which number they may go.
class History {
 public:
  struct Query {
    std::optional<std::string> type = {};              ///< only this one
    std::optional<WallTime> since = {};                ///< received at this time or later (S4.120)
    std::optional<Sequence> after = {};                ///< received after the message with this number
    std::size_t limit = static_cast<std::size_t>(-1);  ///< at most so many, the newest ones
  };

  explicit History(const HistoryLimits& limits) : limits_(limits) {}

  /// Off: nothing is ever kept.
  bool is_on() const { return limits_.max_count > 0; }

  /// True: kept. False: it alone is larger than the ring.
  bool record(Sequence sequence, std::string type, std::size_t bytes, WallTime received);

  void clear();

  /// Oldest first.
  std::vector<Sequence> find(const Query& query) const;

  /// The lowest number still kept; one more than the last recorded if there is none.
  Sequence oldest() const;

  std::size_t size() const { return entries_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    Sequence sequence;
    WallTime received;
    std::size_t bytes;
    std::string type;
  };

  void drop_front();

  HistoryLimits limits_;
  // Not a deque: what this does is as fast with a list, and smaller in WebAssembly.
  std::list<Entry> entries_;
  std::size_t bytes_ = 0;
  Sequence last_{};
};

}  // namespace chatwire::core

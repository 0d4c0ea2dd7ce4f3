#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "core/config.h"

namespace chatwire::core {

/// Which of the received messages are still kept: a ring, bounded in count and in bytes, oldest out first.
///
/// It holds no texts, and nothing that stands in them. Bringing a long text into WebAssembly costs more than
/// parsing it (docs/ARCHITECTURE.md), so the texts stay where they arrived, under their sequence numbers,
/// with the times of their arrival; who asks for some of them is answered there. `oldest()` says below which
/// number they may go.
class History {
 public:
  explicit History(const HistoryLimits& limits) : limits_(limits) {}

  /// Off: nothing is ever kept.
  bool is_on() const { return limits_.max_count > 0 && limits_.max_bytes > 0; }

  /// True: kept. False: it alone is larger than the ring. Numbers only grow.
  bool record(Sequence sequence, std::size_t bytes);

  void clear();

  /// The lowest number still kept; one more than the last recorded if there is none.
  Sequence oldest() const;

  std::size_t size() const { return size_; }
  std::size_t bytes() const { return bytes_; }

 private:
  /// Eight bytes for each message, so that short ones cost little beside their texts.
  struct Entry {
    std::uint32_t number;  ///< of the sequence, the lower half
    std::uint32_t bytes;
  };

  void drop_front();
  void push_back(Entry entry);
  void grow();
  std::size_t place(std::size_t index) const;

  HistoryLimits limits_;
  std::vector<Entry> ring_;  ///< the places; grows up to `max_count`
  std::size_t front_ = 0;    ///< where the oldest stands
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
  Sequence last_{};
};

}  // namespace chatwire::core

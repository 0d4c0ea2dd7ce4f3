#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "port/event.h"

namespace chatwire::sim {

/// The log of one run: a hash over all of it, to compare two runs (F50), and its last lines in full, for
/// people.
class Trace {
 public:
  explicit Trace(bool verbose) : verbose_(verbose) {}

  /// The listener heard it.
  void event(TimePoint now, const port::Event& event);

  /// Somebody else did something. `what` is a literal.
  void note(TimePoint now, const char* what, double one = 0, double two = 0);

  std::uint64_t hash() const { return hash_; }
  std::uint64_t events() const { return events_; }

  /// The last 40 lines, oldest first.
  std::vector<std::string> last() const;

 private:
  struct Line {
    TimePoint at;
    const char* what;  ///< null: an event
    double one;
    double two;
    port::Event event;
  };

  static std::string text_of(const Line& line);
  Line& next();
  void mix(std::string_view bytes);
  template <class Plain>
  void mix_plain(const Plain& value);

  bool verbose_;
  std::array<Line, 40> ring_{};
  std::size_t lines_ = 0;  ///< ever; the ring holds the last ones
  std::uint64_t events_ = 0;
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace chatwire::sim

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "core/config.h"

namespace chatwire::core {

/// Finds out whether the peer is still there: sends a ping every `interval`, and calls the link dead when
/// nothing at all has come for `timeout` after it. It sends nothing itself and owns no timer: `on_deadline`
/// says what to do.
///
/// A timer that fires far too late (a throttled tab, a laptop that slept) is no proof of silence: the ping
/// may have been answered by a peer that we were not awake to hear. So it is asked once more before it is
/// called dead (F16, F17).
class Heartbeat {
 public:
  enum class Action {
    none,
    ping,  ///< send one now
    dead,  ///< the peer is gone
  };

  /// Medians over the last answers.
  struct RoundTrip {
    Duration p50;
    Duration p95;
  };

  explicit Heartbeat(std::optional<HeartbeatPolicy> policy) : policy_(std::move(policy)) {}

  /// The link became usable. Without a policy this and all else does nothing.
  void start(TimePoint now);

  /// The link is gone.
  void stop();

  /// A frame came, of any kind.
  void on_frame();

  /// The answer to a ping came. `id` is the one that it carries; empty: none.
  void on_answer(TimePoint now, std::string_view id = {});

  Action on_deadline(TimePoint now);

  /// Somebody has a reason to doubt: asks at once, unless an answer is being waited for, and waits no longer
  /// than five seconds (F15).
  Action probe(TimePoint now);

  /// What the ping is to carry that was asked for last. Empty: no id.
  std::string ping_id() const;

  /// Does it matter now which id an answer carries?
  bool awaits_id() const { return wait_ && policy_->ids; }

  std::optional<TimePoint> deadline() const;

  /// Nothing before the first answer.
  std::optional<RoundTrip> round_trip() const;

 private:
  struct Wait {
    TimePoint asked;
    TimePoint give_up;
    bool is_second_chance;
  };

  Action ask(TimePoint now, Duration patience, bool is_second_chance);

  std::optional<HeartbeatPolicy> policy_;
  std::optional<TimePoint> next_ping_;
  std::optional<Wait> wait_;
  bool has_heard_ = false;
  /// Ever, over all links: a number is never used again.
  std::uint32_t ping_count_ = 0;
  std::array<Duration, 64> samples_{};
  std::size_t sample_count_ = 0;  ///< ever; the ring holds the last ones
};

}  // namespace chatwire::core

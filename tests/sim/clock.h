#pragma once

#include <cstdint>
#include <optional>

#include "fakes/dice.h"
#include "port/host.h"
#include "sim/judge.h"
#include "sim/tally.h"

namespace chatwire::sim {

/// The two clocks, the dice and the one timer of a platform that keeps no promise about any of them: timers
/// fire a little early or late, are aligned to whole seconds or minutes in a page that nobody sees (F16), and
/// hours late after a sleep (F17); the wall clock steps (F18).
class Clock final : public port::Host {
 public:
  enum class Throttle { none, second, minute };

  Clock(std::uint64_t seed, Judge& judge, Tally& tally);

  TimePoint now() override { return now_; }
  TimePoint now() const { return now_; }
  WallTime wall_time() override;
  double random() override { return core_dice_.unit(); }
  void set_timer(TimePoint deadline) override;
  void clear_timer() override;

  /// As the core asked for it.
  const std::optional<TimePoint>& timer() const { return timer_; }

  /// When the platform will really fire it.
  std::optional<TimePoint> fires_at() const;

  /// The timer fires: it is set no longer.
  void fire() {
    lateness_ = now_ - *timer_;
    timer_.reset();
  }
  /// How much too late it fired last.
  Duration lateness() const { return lateness_; }

  /// Never back.
  void move_to(TimePoint when);

  void throttle(Throttle how) {
    throttle_ = how;
    disturb();
  }
  bool is_throttled() const { return throttle_ != Throttle::none; }

  /// Timers were not kept until now.
  void disturb() {
    calm_before_ = now_ - undisturbed_since_;
    undisturbed_since_ = now_;
  }
  /// How long they were kept before that.
  Duration calm_before() const { return calm_before_; }
  /// The end of what began with disturb().
  void wake() { undisturbed_since_ = now_; }
  TimePoint undisturbed_since() const { return undisturbed_since_; }

  void step_wall(Duration by) { wall_offset_ += static_cast<long long>(by.count()); }

  Duration elapsed() const { return now_.time_since_epoch() - kStart; }

 private:
  // Not zero, so that a forgotten time point shows.
  static constexpr Duration kStart{1'000'000};

  Judge& judge_;
  Tally& tally_;
  fakes::Dice core_dice_;
  fakes::Dice dice_;
  TimePoint now_{kStart};
  TimePoint undisturbed_since_{kStart};
  Duration calm_before_ = kMaxDelay;
  long long wall_offset_ = 1'700'000'000'000;
  std::optional<TimePoint> timer_;
  Duration oddness_{};
  Duration lateness_{};
  Throttle throttle_ = Throttle::none;
};

}  // namespace chatwire::sim

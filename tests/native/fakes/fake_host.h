#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
#include <optional>

#include "fakes/dice.h"
#include "port/host.h"

namespace chatwire::fakes {

/// A world in which time moves only by hand, from deadline to deadline. Its dice fall as scripted, then as
/// the seed has it. It has one timer, and fails the test when that is misused.
class FakeHost final : public port::Host {
 public:
  explicit FakeHost(std::uint64_t seed = 1) : dice_(seed) {}

  TimePoint now() override { return now_; }
  WallTime wall_time() override;
  double random() override;
  void set_timer(TimePoint deadline) override;
  void clear_timer() override;

  /// Who is woken when the timer fires.
  void wake(std::function<void()> sleeper) { sleeper_ = std::move(sleeper); }

  /// Lets `span` pass and fires the timer whenever it is due.
  void advance(Duration span);

  /// Lets `span` pass in one piece, as a sleeping laptop does: a timer that fell due meanwhile fires once,
  /// late.
  void oversleep(Duration span);

  /// Lets `span` pass, and a timer that fell due meanwhile wait.
  void let_pass(Duration span) { now_ += span; }

  /// Moves to the deadline and fires. False: no timer is set.
  bool step();

  /// The next dice, before the seeded ones.
  void dice_fall(std::initializer_list<double> values) { script_.insert(script_.end(), values); }

  /// Moves the wall clock against the other one (F18).
  void set_wall_time(WallTime date) { wall_offset_ = raw_of(date) - elapsed(); }

  const std::optional<TimePoint>& timer() const { return timer_; }

  /// How long until the timer fires. Only while there is one.
  Duration until_timer() const { return *timer_ - now_; }

  /// How often set_timer and clear_timer were called: each is a crossing into JavaScript.
  int timer_calls() const { return timer_calls_; }

 private:
  static long long raw_of(WallTime date) { return static_cast<long long>(date); }
  long long elapsed() const;
  void fire();

  // Not zero, so that a forgotten time point shows.
  TimePoint now_{Duration{1'000'000}};
  long long wall_offset_ = 1'700'000'000'000;
  std::optional<TimePoint> timer_;
  int timer_calls_ = 0;
  TimePoint last_fired_{Duration{0}};
  int fired_at_once_ = 0;
  std::function<void()> sleeper_;
  std::deque<double> script_;
  Dice dice_;
};

}  // namespace chatwire::fakes

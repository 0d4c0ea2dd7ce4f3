#include "core/backoff.h"

#include <catch_amalgamated.hpp>
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "fakes/dice.h"

namespace chatwire::core {
namespace {

using namespace std::chrono_literals;

constexpr double kHighestDice = 0x1.fffffffffffffp-1;

ReconnectPolicy without_jitter() {
  ReconnectPolicy policy;
  policy.jitter = 0;
  return policy;
}

std::vector<double> delays(Backoff& backoff, int count, double dice) {
  std::vector<double> delays;
  delays.reserve(static_cast<std::size_t>(count));
  for (int n = 0; n < count; ++n) delays.push_back(backoff.next(dice, CloseAction::retry).value().count());
  return delays;
}

TEST_CASE("without jitter the delay doubles up to the cap", "[backoff][C4][W12]") {
  ReconnectPolicy policy = without_jitter();
  policy.initial_delay = 1s;
  policy.max_delay = 30s;
  Backoff backoff(policy);
  CHECK(delays(backoff, 7, 0.3) == std::vector<double>{1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000});
}

TEST_CASE("a multiplier of one is a fixed delay", "[backoff][C4]") {
  ReconnectPolicy policy = without_jitter();
  policy.initial_delay = 3s;
  policy.multiplier = 1;
  Backoff backoff(policy);
  CHECK(delays(backoff, 4, 0.9) == std::vector<double>(4, 3'000));
}

TEST_CASE("S1.101: a fixed retry waits the first delay and counts like any other",
          "[backoff][C4][S1.101][S1.57]") {
  ReconnectPolicy policy = without_jitter();
  policy.initial_delay = 3s;
  policy.max_attempts = 4;
  Backoff backoff(policy);
  CHECK(backoff.next(0.3, CloseAction::retry_fixed) == Duration(3s));
  CHECK(backoff.next(0.3, CloseAction::retry_fixed) == Duration(3s));
  CHECK(backoff.next(0.3, CloseAction::retry) == Duration(12s));
  CHECK(backoff.next(0.3, CloseAction::retry_fixed) == Duration(3s));
  CHECK_FALSE(backoff.next(0.3, CloseAction::retry_fixed));
}

TEST_CASE("with full jitter the dice choose from the whole window", "[backoff][W14]") {
  Backoff low(ReconnectPolicy{});
  CHECK(delays(low, 5, 0) == std::vector<double>(5, 0));
  Backoff middle(ReconnectPolicy{});
  CHECK(delays(middle, 5, 0.5) == std::vector<double>{2'000, 4'000, 8'000, 10'000, 10'000});
  Backoff high(ReconnectPolicy{});
  CHECK(high.next(kHighestDice, CloseAction::retry) < Duration{4'000});
}

TEST_CASE("with half jitter half of the window is always waited", "[backoff]") {
  ReconnectPolicy policy;
  policy.jitter = 0.5;
  Backoff low(policy);
  CHECK(delays(low, 2, 0) == std::vector<double>{2'000, 4'000});
  Backoff middle(policy);
  CHECK(delays(middle, 2, 0.5) == std::vector<double>{3'000, 6'000});
}

TEST_CASE("jitter is not clamped away at the cap", "[backoff][W14]") {
  Backoff backoff(ReconnectPolicy{});
  fakes::Dice dice(3);
  for (int warm_up = 0; warm_up < 10; ++warm_up) backoff.next(0, CloseAction::retry);
  double lowest = 20'000;
  double highest = 0;
  for (int n = 0; n < 1'000; ++n) {
    const double delay = backoff.next(dice.unit(), CloseAction::retry).value().count();
    lowest = std::min(lowest, delay);
    highest = std::max(highest, delay);
  }
  CHECK(lowest < 200);
  CHECK(highest > 19'800);
  CHECK(highest < 20'000);
}

TEST_CASE("a reset begins the row again", "[backoff][W10][W11]") {
  ReconnectPolicy policy = without_jitter();
  policy.max_attempts = 3;
  Backoff backoff(policy);
  CHECK(delays(backoff, 3, 0) == std::vector<double>{4'000, 8'000, 16'000});
  CHECK(backoff.failures() == 3);
  CHECK(backoff.next(0, CloseAction::retry) == std::nullopt);
  backoff.reset();
  CHECK(backoff.failures() == 0);
  CHECK(backoff.next(0, CloseAction::retry) == Duration{4'000});
  CHECK(backoff.failures() == 1);
}

TEST_CASE("a budget of n allows n retries and then none however often asked", "[backoff][W10]") {
  const int budget = GENERATE(0, 1, 5);
  ReconnectPolicy policy;
  policy.max_attempts = budget;
  Backoff backoff(policy);
  for (int n = 0; n < budget; ++n) CHECK(backoff.next(0.5, CloseAction::retry).has_value());
  for (int n = 0; n < 3; ++n) CHECK(backoff.next(0.5, CloseAction::retry) == std::nullopt);
  CHECK(backoff.failures() == budget);
}

TEST_CASE("without a budget it never gives up", "[backoff][F01]") {
  Backoff backoff(ReconnectPolicy{});
  fakes::Dice dice(5);
  for (int n = 0; n < 10'000; ++n) {
    const auto delay = backoff.next(dice.unit(), CloseAction::retry);
    REQUIRE(delay.has_value());
    REQUIRE(*delay >= 0ms);
    REQUIRE(*delay < 20s);
  }
}

TEST_CASE("W13: no delay passes what a timer can hold", "[backoff][W13]") {
  ReconnectPolicy policy = without_jitter();
  policy.initial_delay = 1s;
  policy.max_delay = Duration{std::numeric_limits<double>::infinity()};
  Backoff backoff(policy);
  Duration last{0};
  for (int n = 0; n < 2'000; ++n) {
    const auto action = n % 3 == 2 ? CloseAction::retry_overload : CloseAction::retry;
    const Duration delay = backoff.next(0.5, action).value();
    REQUIRE(delay <= kMaxDelay);
    REQUIRE(delay >= 1s);
    if (action == CloseAction::retry) {
      REQUIRE(delay >= last);
      last = delay;
    }
  }
  CHECK(last == kMaxDelay);
}

TEST_CASE("an initial delay of zero stays zero for ever", "[backoff][W15]") {
  ReconnectPolicy policy;
  policy.initial_delay = 0ms;
  Backoff backoff(policy);
  // 2^1024 is infinite, and nothing times infinity is no number.
  for (int n = 0; n < 1'100; ++n) REQUIRE(backoff.next(0.5, CloseAction::retry) == Duration{0});
}

TEST_CASE("F12: a server that restarts is dialled between 5 and 30 seconds later", "[backoff][F12]") {
  const int failures_before = GENERATE(0, 1, 10);
  Backoff backoff(ReconnectPolicy{});
  for (int n = 0; n < failures_before; ++n) backoff.next(0, CloseAction::retry);
  CHECK(backoff.next(0, CloseAction::retry_restart) == Duration{5'000});
  CHECK(backoff.next(0.5, CloseAction::retry_restart) == Duration{17'500});
  CHECK(backoff.next(kHighestDice, CloseAction::retry_restart) < Duration{30'000});
  CHECK(backoff.failures() == failures_before + 3);
}

TEST_CASE("F12: an overloaded server is not left alone for ever where the profile knows no longest delay",
          "[backoff][F12]") {
  ReconnectPolicy policy;
  policy.max_delay = Duration{std::numeric_limits<double>::infinity()};
  Backoff backoff(policy);
  CHECK(backoff.next(0, CloseAction::retry_overload) == Duration{60'000});
}

TEST_CASE("F12: an overloaded server is left alone for at least half of the longest delay",
          "[backoff][F12]") {
  Backoff backoff(ReconnectPolicy{});
  CHECK(backoff.next(0, CloseAction::retry_overload) == Duration{20'000});
  CHECK(backoff.next(0.5, CloseAction::retry_overload) == Duration{15'000});
  CHECK(backoff.next(kHighestDice, CloseAction::retry_overload) >= Duration{10'000});
  Backoff exact(without_jitter());
  CHECK(exact.next(0.9, CloseAction::retry_overload) == Duration{20'000});
}

TEST_CASE("the slow retries spend the budget too", "[backoff]") {
  ReconnectPolicy policy;
  policy.max_attempts = 1;
  const auto action = GENERATE(CloseAction::retry_restart, CloseAction::retry_overload);
  Backoff backoff(policy);
  CHECK(backoff.next(0, action).has_value());
  CHECK(backoff.next(0, action) == std::nullopt);
}

}  // namespace
}  // namespace chatwire::core

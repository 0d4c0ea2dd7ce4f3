// Ten thousand clients lose their server together. The same storms as a table, beside those of other clients:
// docs/STORM.md.

#include <catch_amalgamated.hpp>
#include <chrono>
#include <cstdint>
#include <vector>

#include "fakes/dice.h"
#include "storm/figures.h"
#include "storm/life.h"

namespace chatwire {
namespace {

using namespace std::chrono_literals;
using storm::Loss;

constexpr std::size_t kClients = 10'000;

struct Case {
  int close_code;
  Duration earliest;  ///< for the first retry, by the documentation
  Duration latest;
};

TEST_CASE("F24: ten thousand clients come back spread out and soon", "[journey][F24][F12][W14]") {
  const auto [close_code, earliest, latest] =
      GENERATE(Case{1006, 0s, 4s}, Case{1012, 5s, 30s}, Case{1013, 10s, 20s});
  const std::uint64_t seed = GENERATE(1U, 2U);
  CAPTURE(close_code, seed);
  const Loss loss{.close_code = close_code};
  const auto lives = storm::storm_of(kClients, core::Config{}, loss, seed);

  const storm::Figures figures = storm::figures_of(lives, loss.outage);
  CHECK(figures.busiest_tenth <= 0.05);
  REQUIRE(figures.p95_back.has_value());
  CHECK(*figures.p95_back <= 20s);
  CHECK(figures.gave_up == Catch::Approx(0));

  const auto waits = storm::first_waits(lives);
  REQUIRE(waits.size() == kClients);
  CHECK(storm::uniformity_of(waits, earliest, latest).probability >= 0.001);
}

TEST_CASE("F24: nobody gives up unless told to, and then everybody after so many dials", "[journey][F24]") {
  core::Config config;
  config.reconnect.max_attempts = 3;
  const auto lives = storm::storm_of(100, config, Loss{.outage = 1h}, 1);
  CHECK(storm::figures_of(lives, 1h).gave_up == Catch::Approx(1));
  for (const storm::Life& life : lives) CHECK(life.dials.size() == 3);
}

TEST_CASE("F24: after an outage of an hour they are back no later", "[journey][F24]") {
  const Loss loss{.outage = 1h};
  const auto figures = storm::figures_of(storm::storm_of(300, core::Config{}, loss, 1), loss.outage);
  REQUIRE(figures.p95_back.has_value());
  CHECK(*figures.p95_back <= 20s);
  CHECK(figures.gave_up == Catch::Approx(0));
}

TEST_CASE("The test of uniformity knows the straight line from a crooked one", "[storm]") {
  fakes::Dice dice(1);
  std::vector<Duration> even;
  std::vector<Duration> early;
  for (int n = 0; n < 10'000; ++n) {
    const double unit = dice.unit();
    even.push_back(4s * unit);
    early.push_back(4s * unit * (0.9 + 0.1 * unit));
  }
  CHECK(storm::uniformity_of(even, 0s, 4s).probability > 0.01);
  CHECK(storm::uniformity_of(early, 0s, 4s).probability < 0.001);
  CHECK(storm::uniformity_of(even, 0s, 4.2s).probability < 0.001);

  // Kolmogorov's own table: for a large sample, 1.358 / sqrt(n) is exceeded once in twenty.
  std::vector<Duration> shifted;
  for (int n = 0; n < 10'000; ++n) shifted.push_back(Duration{(n + 0.5) / 10'000 + 0.01358 - 0.00005});
  CHECK(storm::uniformity_of(shifted, Duration{0}, Duration{1}).probability ==
        Catch::Approx(0.05).margin(0.001));
}

TEST_CASE("The figures of a storm count what the server sees", "[storm]") {
  const std::vector<storm::Life> lives{
      {.dials = {10ms, 90ms, 1'010ms}, .came_back = true},
      {.dials = {50ms, 2'500ms}, .came_back = true},
      {.dials = {250ms}, .came_back = false},
  };
  const storm::Figures figures = storm::figures_of(lives, 1s);
  CHECK(figures.dials_per_client == Catch::Approx(2));
  CHECK(figures.busiest_tenth == Catch::Approx(1));
  CHECK(figures.busiest_second_after == Catch::Approx(1 / 3.0));
  CHECK_FALSE(figures.p95_back.has_value());
  CHECK(figures.gave_up == Catch::Approx(1 / 3.0));
}

}  // namespace
}  // namespace chatwire

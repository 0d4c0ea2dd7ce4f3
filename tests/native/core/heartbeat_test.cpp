#include "core/heartbeat.h"

#include <catch_amalgamated.hpp>
#include <chrono>
#include <string>

namespace chatwire::core {
namespace {

using namespace std::chrono_literals;
using Action = Heartbeat::Action;

constexpr TimePoint kStart{Duration{1'000'000}};

HeartbeatPolicy policy() {
  return {.interval = 30s, .timeout = 5s};
}

TEST_CASE("without a policy a heart never beats", "[heartbeat][C8]") {
  Heartbeat heart(std::nullopt);
  heart.start(kStart);
  CHECK(heart.deadline() == std::nullopt);
  CHECK(heart.on_deadline(kStart + 1h) == Action::none);
  CHECK(heart.probe(kStart) == Action::none);
}

TEST_CASE("S4.123 S4.125 it asks every interval while it is answered", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  for (const Duration at : {Duration{30s}, Duration{60s}, Duration{90s}}) {
    REQUIRE(heart.deadline() == kStart + at);
    CHECK(heart.on_deadline(kStart + at) == Action::ping);
    heart.on_answer(kStart + at + 80ms);
  }
  CHECK(heart.deadline() == kStart + 120s);
}

TEST_CASE("S4.126 F13 silence after a ping is death when the timeout is over, and not before",
          "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  CHECK(heart.on_deadline(kStart + 30s) == Action::ping);
  CHECK(heart.deadline() == kStart + 35s);
  CHECK(heart.on_deadline(kStart + 34'999ms) == Action::none);
  CHECK(heart.on_deadline(kStart + 35s) == Action::dead);
}

TEST_CASE("W53 any frame after the ping is a sign of life", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  heart.on_frame();
  CHECK(heart.on_deadline(kStart + 35s) == Action::none);
  CHECK(heart.deadline() == kStart + 60s);
}

TEST_CASE("a frame before the ping is none", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.on_frame();
  heart.on_deadline(kStart + 30s);
  CHECK(heart.on_deadline(kStart + 35s) == Action::dead);
}

TEST_CASE("F14 a strict one takes nothing but the answer", "[heartbeat]") {
  HeartbeatPolicy strict = policy();
  strict.strict = true;
  Heartbeat heart(strict);
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  SECTION("another frame") {
    heart.on_frame();
    CHECK(heart.on_deadline(kStart + 35s) == Action::dead);
  }
  SECTION("the answer") {
    heart.on_answer(kStart + 31s);
    CHECK(heart.on_deadline(kStart + 35s) == Action::none);
  }
}

TEST_CASE("F14 with ids only an answer to the latest ping is one", "[heartbeat]") {
  HeartbeatPolicy with_ids = policy();
  with_ids.ids = true;
  with_ids.strict = GENERATE(false, true);
  Heartbeat heart(with_ids);
  heart.start(kStart);
  CHECK_FALSE(heart.awaits_id());
  heart.on_deadline(kStart + 30s);
  CHECK(heart.awaits_id());
  const std::string first = heart.ping_id();
  heart.on_answer(kStart + 31s, first);
  CHECK_FALSE(heart.awaits_id());
  CHECK(heart.round_trip()->p50 == 1s);
  heart.on_deadline(kStart + 60s);
  CHECK(heart.ping_id() != first);
  for (const std::string& wrong : {first, std::string(), heart.ping_id() + "0"}) {
    heart.on_answer(kStart + 61s, wrong);
    CHECK(heart.awaits_id());
  }
  CHECK(heart.on_deadline(kStart + 65s) == Action::dead);
}

TEST_CASE("F14 with ids any frame is still a sign of life unless it is strict", "[heartbeat]") {
  HeartbeatPolicy with_ids = policy();
  with_ids.ids = true;
  with_ids.strict = GENERATE(false, true);
  Heartbeat heart(with_ids);
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  heart.on_frame();
  heart.on_answer(kStart + 31s, "of an older ping");
  CHECK(heart.on_deadline(kStart + 35s) == (with_ids.strict ? Action::dead : Action::none));
}

TEST_CASE("F14 no id is used again after a reconnect", "[heartbeat]") {
  HeartbeatPolicy with_ids = policy();
  with_ids.ids = true;
  Heartbeat heart(with_ids);
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  const std::string before = heart.ping_id();
  heart.stop();
  heart.start(kStart + 40s);
  heart.on_deadline(kStart + 70s);
  CHECK(heart.ping_id() != before);
}

TEST_CASE("without ids a ping carries none", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  CHECK(heart.ping_id().empty());
  CHECK_FALSE(heart.awaits_id());
}

TEST_CASE("F16 F17 a timer that slept asks once more before it calls anybody dead", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  const TimePoint morning = kStart + 8h;
  CHECK(heart.on_deadline(morning) == Action::ping);
  CHECK(heart.deadline() == morning + 5s);
  SECTION("nobody answers") {
    CHECK(heart.on_deadline(morning + 5s) == Action::dead);
  }
  SECTION("nobody answers and that timer sleeps too") {
    CHECK(heart.on_deadline(morning + 1min) == Action::dead);
  }
  SECTION("somebody does") {
    heart.on_answer(morning + 50ms);
    CHECK(heart.on_deadline(morning + 5s) == Action::none);
  }
}

TEST_CASE("F16 a day of timers once a minute calls nobody dead who answers", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  int pings = 0;
  for (Duration minute = 1min; minute <= Duration{24h}; minute += 1min) {
    const TimePoint now = kStart + minute;
    if (now < *heart.deadline()) continue;
    const Action action = heart.on_deadline(now);
    REQUIRE(action != Action::dead);
    if (action != Action::ping) continue;
    ++pings;
    heart.on_answer(now + 200ms);
  }
  CHECK(pings > 1000);
}

TEST_CASE("F15 a probe asks at once and waits five seconds at the most", "[heartbeat]") {
  HeartbeatPolicy patient = policy();
  patient.timeout = 20s;
  Heartbeat heart(patient);
  heart.start(kStart);
  CHECK(heart.probe(kStart + 10s) == Action::ping);
  CHECK(heart.deadline() == kStart + 15s);
  CHECK(heart.probe(kStart + 12s) == Action::none);
  CHECK(heart.on_deadline(kStart + 15s) == Action::dead);
}

TEST_CASE("F15 a doubt shortens the wait for a ping that is on its way, and never lengthens it",
          "[heartbeat]") {
  HeartbeatPolicy patient = policy();
  patient.timeout = 20s;
  Heartbeat heart(patient);
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  CHECK(heart.probe(kStart + 32s) == Action::none);
  CHECK(heart.deadline() == kStart + 37s);
  CHECK(heart.probe(kStart + 36s) == Action::none);
  CHECK(heart.deadline() == kStart + 37s);
}

TEST_CASE("F17 after a sleep a probe and the late timer together ask once", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  const TimePoint morning = kStart + 8h;
  CHECK(heart.probe(morning) == Action::ping);
  CHECK(heart.on_deadline(morning + 1ms) == Action::none);
  CHECK(heart.on_deadline(morning + 5s) == Action::dead);
}

TEST_CASE("F16 F17 a probe that slept over its end is no proof of silence either", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.probe(kStart + 10s);
  const TimePoint later = kStart + 18min;
  CHECK(heart.on_deadline(later) == Action::ping);
  CHECK(heart.on_deadline(later + 5s) == Action::dead);
}

TEST_CASE("a stopped heart asks for nothing", "[heartbeat][W52]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  heart.on_deadline(kStart + 30s);
  heart.stop();
  CHECK(heart.deadline() == std::nullopt);
  CHECK(heart.on_deadline(kStart + 35s) == Action::none);
  CHECK(heart.probe(kStart + 35s) == Action::none);
}

TEST_CASE("round trips are medians over the last answers", "[heartbeat]") {
  Heartbeat heart(policy());
  heart.start(kStart);
  CHECK(heart.round_trip() == std::nullopt);
  TimePoint now = kStart;
  const auto round = [&](Duration trip) {
    now = *heart.deadline();
    heart.on_deadline(now);
    heart.on_answer(now + trip);
  };
  for (int n = 0; n < 200; ++n) round(1s);
  for (int n = 1; n <= 60; ++n) round(Duration{10.0 * n});
  // Four of a second are left among the last 64.
  CHECK(heart.round_trip()->p50 == Duration{330});
  CHECK(heart.round_trip()->p95 == Duration{1s});
}

}  // namespace
}  // namespace chatwire::core

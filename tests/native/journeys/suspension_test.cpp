// The page is frozen, hidden, or the whole machine sleeps.

#include "journeys/journey.h"

namespace chatwire {
namespace {

using port::Hint;

core::Config beating_config() {
  core::Config config = plain_config();
  config.heartbeat = core::HeartbeatPolicy{};
  return config;
}

TEST_CASE("F19: a page that is frozen closes its socket and keeps what waits", "[journey][F19]") {
  World world;
  world.establish();
  world.transport.refuse_send([] { return true; });
  world.send("queued");
  world.take();
  world.hint(Hint::frozen);
  CHECK(world.take() == Lines{"closed 1006", "state connected -> reconnecting: SUSPENDED"});
  CHECK(world.transport.socket(Generation{1}).close_code == 1000);
  CHECK_FALSE(world.host.timer());
  CHECK(world.client.queued_count() == 1);
}

TEST_CASE("F19: a page that is back dials within a quarter of a second", "[journey][F19]") {
  World world;
  world.establish();
  world.hint(Hint::frozen);
  world.host.oversleep(1h);
  world.host.dice_fall({0.5});
  world.hint(Hint::awake);
  CHECK(world.host.until_timer() == Duration{125ms});
  world.step();
  world.open();
  CHECK(world.state() == State::connected);
}

TEST_CASE("F19: whatever the client is doing, a freeze leaves no socket and no timer", "[journey][F19]") {
  World world(auth_config());
  SECTION("connecting") {
    world.connect();
  }
  SECTION("authenticating") {
    world.establish();
  }
  SECTION("reconnecting") {
    world.connect();
    world.cut();
  }
  SECTION("closing") {
    world.establish();
    world.disconnect();
  }
  SECTION("idle") {}
  world.hint(Hint::frozen);
  CHECK(world.transport.live() == 0);
  CHECK_FALSE(world.host.timer());
}

TEST_CASE("F19: a freeze revives nothing that was closed on purpose", "[journey][F19]") {
  World world;
  world.establish();
  world.disconnect();
  world.hint(Hint::frozen);
  world.hint(Hint::awake);
  CHECK(world.state() == State::closed);
}

TEST_CASE("F19: with reconnecting off a freeze is the end", "[journey][F19]") {
  core::Config config = plain_config();
  config.reconnect.enabled = false;
  World world(config);
  world.establish();
  world.hint(Hint::frozen);
  CHECK(world.state() == State::closed);
}

TEST_CASE("a freeze spends no attempt", "[journey][F19]") {
  core::Config config = plain_config();
  config.reconnect.max_attempts = 0;
  World world(config);
  world.establish();
  world.hint(Hint::frozen);
  world.hint(Hint::awake);
  world.step();
  CHECK(world.state() == State::connecting);
}

TEST_CASE("a hidden page keeps its link and goes on dialling", "[journey]") {
  World world;
  world.establish();
  world.hint(Hint::hidden);
  CHECK(world.state() == State::connected);
  world.cut();
  world.step();
  CHECK(world.state() == State::connecting);
}

TEST_CASE("a hidden page dials only when it is seen again, if so wanted", "[journey]") {
  core::Config config = plain_config();
  config.reconnect.while_hidden = false;
  World world(config);
  world.establish();
  world.cut();
  world.hint(Hint::hidden);
  world.step();
  CHECK(world.state() == State::reconnecting);
  CHECK_FALSE(world.host.timer());
  world.hint(Hint::online);
  world.step();
  CHECK(world.transport.dials() == 1);
  world.hint(Hint::awake);
  world.step();
  CHECK(world.transport.dials() == 2);
}

TEST_CASE("F17: a machine that slept with its clocks asks whether the link is alive", "[journey][F17]") {
  World world(beating_config());
  world.establish();
  world.receive(frame_of("hello"));
  world.host.set_wall_time(WallTime{1'700'000'000'000 + 8LL * 3'600'000});
  world.step();
  REQUIRE(world.wire() == Lines{frame_of("ping")});
  CHECK(world.host.until_timer() == Duration{5s});
  world.step();
  CHECK(world.state() == State::reconnecting);
}

TEST_CASE("F17: one sleep costs one probe", "[journey][F17]") {
  World world(beating_config());
  world.establish();
  world.host.set_wall_time(WallTime{1'700'000'000'000 + 8LL * 3'600'000});
  world.step();
  world.receive(frame_of("pong"));
  CHECK(world.wire().size() == 1);
  CHECK(world.host.until_timer() == Duration{25s});
  world.step();
  CHECK(world.wire().size() == 2);
  CHECK(world.host.until_timer() == Duration{10s});
}

TEST_CASE("F18: a date that is set forth or back changes no schedule", "[journey][F18]") {
  const long long step = GENERATE(-3'600'000, 3'600'000);
  World world;
  world.establish();
  world.cut();
  const auto due = *world.host.timer();
  world.host.set_wall_time(WallTime{1'700'000'000'000 + step});
  world.hint(Hint::hidden);
  CHECK(*world.host.timer() == due);
  world.step();
  CHECK(world.state() == State::connecting);
  CHECK(world.host.until_timer() == Duration{10s});
}

TEST_CASE("an outage is measured from the loss of the link to the next one", "[journey]") {
  World world;
  world.establish();
  world.cut();
  world.advance(1s);
  world.cut();
  world.advance(2s);
  world.open();
  CHECK(world.client.counters().last_outage == Duration{3s});
  world.advance(1min);
  world.cut();
  world.advance(1s);
  world.open();
  CHECK(world.client.counters().last_outage == Duration{1s});
  CHECK(world.client.counters().longest_outage == Duration{3s});
}

TEST_CASE("time spent disconnected on purpose is no outage", "[journey]") {
  World world;
  world.establish();
  world.cut();
  world.disconnect();
  world.host.advance(1h);
  world.establish();
  CHECK(world.client.counters().longest_outage == Duration{0});
}

}  // namespace
}  // namespace chatwire

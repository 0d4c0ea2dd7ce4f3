// The link is lost and comes back.

#include <set>

#include "journeys/journey.h"

namespace chatwire {
namespace {

TEST_CASE("connect and drop and retry and flush in order", "[journey][F11][F37]") {
  World world;
  world.connect();
  world.open();
  world.send("one");
  world.cut();
  world.send("two");
  world.send("three");
  CHECK(world.step());  // the retry
  world.send("four");
  world.open();
  world.send("five");

  CHECK(world.take() == Lines{
                            "state idle -> connecting",
                            "state connecting -> connected",
                            "opened #1",
                            "closed 1006",
                            "state connected -> reconnecting: CONNECTION_LOST",
                            "retry 1 in 1000 ms",
                            "state reconnecting -> connecting",
                            "state connecting -> connected",
                            "opened #2",
                            "receipt 2 sent",
                            "receipt 3 sent",
                            "receipt 4 sent",
                            "drained",
                        });
  CHECK(world.wire() ==
        Lines{frame_of("one"), frame_of("two"), frame_of("three"), frame_of("four"), frame_of("five")});
  CHECK_FALSE(world.step());
}

TEST_CASE("F01: a server that refuses a thousand dials is dialled again and never twice at once",
          "[journey][F01]") {
  World world{Config{}, 11};
  world.send("patient");
  world.connect();
  world.cut();
  std::set<double> delays;
  for (int refused = 1; refused < 1'000; ++refused) {
    REQUIRE(world.state() == State::reconnecting);
    REQUIRE(world.host.until_timer() >= 0ms);
    REQUIRE(world.host.until_timer() <= 20s);
    world.step();
    world.cut();
  }
  for (const auto& retry : world.listener.all<port::RetryScheduled>()) delays.insert(retry.delay.count());
  CHECK(world.transport.dials() == 1'000);
  CHECK(delays.size() == 1'000);  // no two clients, and no two retries, in step
  world.step();
  world.open();
  CHECK(world.wire() == Lines{frame_of("patient")});
}

TEST_CASE("F02: a black hole is left after the timeout and its late answer ignored", "[journey][F02]") {
  World world;
  world.connect();
  world.advance(9'999ms);
  CHECK(world.state() == State::connecting);
  world.advance(1ms);
  CHECK(world.state() == State::reconnecting);
  const Generation mute = world.socket();
  world.step();
  world.take();
  world.open(mute);
  world.cut(mute);
  CHECK(world.take().empty());
  world.open();
  CHECK(world.state() == State::connected);
}

TEST_CASE("F12: a server that restarts is given 5 to 30 seconds", "[journey][F12]") {
  for (const double dice : {0.0, 0.5, 0.999}) {
    World world;
    world.establish();
    world.host.dice_fall({dice});
    world.server_closes(1012, "restart");
    CHECK(world.host.until_timer() == Duration{5'000 + 25'000 * dice});
    world.send("while it is down");
    world.step();
    world.open();
    CHECK(world.wire() == Lines{frame_of("while it is down")});
  }
}

TEST_CASE("F12: an overloaded server is given the longest delay", "[journey][F12]") {
  World world;
  world.establish();
  world.server_closes(1013);
  CHECK(world.host.until_timer() == Duration{20s});
  CHECK(world.take().back() == "retry 1 in 20000 ms");
}

TEST_CASE("W6: a connect by hand during the wait dials once and not again when the wait ends",
          "[journey][W6][F09]") {
  World world;
  world.establish();
  world.cut();
  world.connect();
  world.open();
  world.advance(1min);
  CHECK(world.transport.dials() == 2);
  CHECK(world.state() == State::connected);
}

TEST_CASE("W11: after giving up a connect by hand has the whole budget again", "[journey][W11][W28]") {
  Config config = plain_config();
  config.reconnect.max_attempts = 3;
  World world(config);
  for (int round = 1; round <= 3; ++round) {
    world.connect();
    world.refuse_dials(4);
    CHECK(world.state() == State::failed);
    CHECK(world.transport.dials() == static_cast<std::size_t>(4 * round));
    world.advance(1h);
    CHECK(world.state() == State::failed);
  }
}

TEST_CASE("F10: a server that accepts and drops is dialled at most twelve times a minute",
          "[journey][F10][W10]") {
  const auto seed = GENERATE(range(1U, 21U));
  const bool greets = GENERATE(false, true);
  const bool app_sends_on_open = GENERATE(false, true);
  World world{Config{}, seed};
  world.connect();
  constexpr int kMinutes = 30;
  const TimePoint end = world.host.now() + Duration{1min} * kMinutes;
  while (world.host.now() < end) {
    world.open();
    if (app_sends_on_open) world.send("hello");
    if (greets) world.receive(frame_of("welcome"));
    world.advance(50ms);
    world.cut();
    world.step();
  }
  CAPTURE(seed, greets, app_sends_on_open, world.transport.dials());
  CHECK(world.transport.dials() <= 12U * kMinutes);
}

TEST_CASE("F10: a server that accepts and drops uses up the budget", "[journey][F10][W10]") {
  Config config = plain_config();
  config.reconnect.max_attempts = 5;
  World world(config);
  world.connect();
  for (int drop = 0; drop < 6; ++drop) {
    world.open();
    world.cut();
    world.step();
  }
  CHECK(world.state() == State::failed);
  CHECK(world.transport.dials() == 6);
}

}  // namespace
}  // namespace chatwire

// The peer is gone and nobody says so.

#include "journeys/journey.h"

namespace chatwire {
namespace {

Config beating_config() {
  Config config = plain_config();
  config.heartbeat = core::HeartbeatPolicy{.interval = 30s, .timeout = 5s};
  return config;
}

TEST_CASE("S4.126 F13 a silent server is left after 35 seconds and dialled again", "[journey]") {
  World world(beating_config());
  world.establish();
  world.take();
  world.advance(30s);
  CHECK(world.wire() == Lines{frame_of("ping")});
  world.advance(4'999ms);
  CHECK(world.state() == State::connected);
  world.advance(1ms);
  CHECK(world.state() == State::reconnecting);
  CHECK(world.take().front() == "failure LINK_DEAD");
  world.step();
  world.open();
  CHECK(world.state() == State::connected);
}

TEST_CASE("F13 whatever the phase, a link that dies is found within 35 seconds", "[journey]") {
  for (int phase = 0; phase < 300; ++phase) {
    Config config = plain_config();
    config.heartbeat = core::HeartbeatPolicy{};
    World world(config);
    world.establish();
    world.advance(Duration{phase * 100.0});
    world.receive(frame_of("news"));
    const TimePoint died = world.host.now();
    while (world.state() == State::connected) world.step();
    REQUIRE(world.host.now() - died <= Duration{35s});
  }
}

TEST_CASE("F14 a one-way link is found within 35 seconds, whatever the server still says", "[journey]") {
  constexpr Duration kStep{250};
  for (int phase = 0; phase < 120; ++phase) {
    Config config = plain_config();
    config.heartbeat = core::HeartbeatPolicy{.strict = true, .ids = true};
    World world(config);
    world.establish();
    world.advance(26s);
    REQUIRE(world.wire().back() == R"({"type":"ping","id":"1"})");
    world.receive(R"({"type":"pong","id":"1"})");
    world.advance(kStep * phase);
    if (world.wire().size() == 2) world.receive(R"({"id":2,"type":"pong"})");
    // From here on the server hears nothing. It goes on talking, and answers what it had heard before.
    const TimePoint died = world.host.now();
    while (world.state() == State::connected) {
      world.receive(frame_of("news"));
      world.receive(R"({"type":"pong","id":"1"})");
      world.receive(frame_of("pong"));
      world.advance(kStep);
    }
    REQUIRE(world.host.now() - died <= Duration{35s});
    REQUIRE(world.client.counters().received > 0);
  }
}

TEST_CASE("F14 the answer to a ping with an id is read whole where its beginning does not show the id",
          "[journey]") {
  Config config = beating_config();
  config.heartbeat->ids = true;
  config.heartbeat->strict = true;
  World world(config);
  world.establish();
  world.advance(30s);
  const std::string beginning = R"({"type":"pong","note":"long)";
  const core::TextFrame prefix{.bytes = beginning, .extent = wire::Extent::prefix, .total_size = 4'000};
  CHECK(world.client.on_text(world.socket(), prefix).disposition == Disposition::needs_whole);
  CHECK(world.receive(beginning + R"(er","id":"1"})").disposition == Disposition::control);
  // Nothing waits for an id any more: the beginning is enough.
  CHECK(world.client.on_text(world.socket(), prefix).disposition == Disposition::control);
  world.advance(5s);
  CHECK(world.state() == State::connected);
}

TEST_CASE("W53 W54 a server that answers stays connected, and the pings go on after a reconnect",
          "[journey]") {
  World world(beating_config());
  world.establish();
  for (int beat = 0; beat < 3; ++beat) {
    world.advance(30s);
    CHECK(world.receive(frame_of("pong")).disposition == Disposition::control);
  }
  world.advance(5s);
  CHECK(world.state() == State::connected);
  CHECK(world.client.round_trip()->p50 == Duration{0});
  world.cut();
  world.step();
  world.open();
  world.advance(30s);
  CHECK(world.wire().size() == 4);
  CHECK(world.wire().back() == frame_of("ping"));
}

TEST_CASE("S4.125 nothing is asked while there is no link", "[journey]") {
  World world(beating_config());
  world.establish();
  world.disconnect();
  world.server_closes(1000);
  world.advance(1h);
  CHECK(world.wire().empty());
}

TEST_CASE("a ping does not wait behind a queue", "[journey]") {
  World world(beating_config());
  world.establish();
  world.transport.set_buffered_amount(2 * core::kMiB);
  world.send("waits");
  world.advance(30s);
  CHECK(world.wire() == Lines{frame_of("ping")});
}

TEST_CASE("F15 waking up finds a dead link within five seconds", "[journey]") {
  World world(beating_config());
  world.establish();
  world.hint(port::Hint::awake);
  CHECK(world.wire() == Lines{frame_of("ping")});
  world.advance(5s);
  CHECK(world.state() == State::reconnecting);
}

TEST_CASE("F21 a network that comes back brings the next dial forward, spread over a quarter of a second",
          "[journey]") {
  Config config = plain_config();
  config.reconnect.initial_delay = 20s;
  const auto hint = GENERATE(port::Hint::online, port::Hint::awake);
  World world(config, 7);
  world.establish();
  world.cut();
  world.hint(hint);
  world.hint(hint);
  CHECK(world.host.until_timer() <= Duration{250});
  world.step();
  CHECK(world.state() == State::connecting);
  CHECK(world.transport.dials() == 2);
}

TEST_CASE("F21 clients that hear of the network together dial apart, and a second hint puts none off",
          "[journey][W14]") {
  World world;
  world.establish();
  world.cut();
  world.host.dice_fall({0.8, 0.2, 0.9});
  world.hint(port::Hint::online);
  CHECK(world.host.until_timer() == Duration{200});
  world.hint(port::Hint::awake);
  CHECK(world.host.until_timer() == Duration{50});
  world.hint(port::Hint::online);
  CHECK(world.host.until_timer() == Duration{50});
}

TEST_CASE("F21 a hint of no network brings no dial forward", "[journey]") {
  World world;
  world.establish();
  world.cut();
  world.hint(port::Hint::offline);
  CHECK(world.host.until_timer() == Duration{1s});
}

TEST_CASE("F21 a hint of no network ends nothing by itself", "[journey]") {
  World world(beating_config());
  world.establish();
  world.hint(port::Hint::offline);
  CHECK(world.wire() == Lines{frame_of("ping")});
  world.receive(frame_of("pong"));
  world.advance(10s);
  CHECK(world.state() == State::connected);
}

TEST_CASE("a hint revives nothing that was closed on purpose", "[journey]") {
  World world(beating_config());
  world.establish();
  world.disconnect();
  world.server_closes(1000);
  world.hint(port::Hint::online);
  world.hint(port::Hint::awake);
  CHECK(world.state() == State::closed);
  CHECK(world.transport.dials() == 1);
}

}  // namespace
}  // namespace chatwire

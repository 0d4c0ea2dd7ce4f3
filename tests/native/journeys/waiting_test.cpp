// What waits: in which order it leaves, when it is given back, and who takes it back.

#include "journeys/journey.h"

namespace chatwire {
namespace {

using core::kMiB;
using enum core::Priority;

/// Frees a socket that was congested, and lets the client find out.
void clear_the_wire(World& world) {
  world.transport.set_buffered_amount(0);
  world.advance(16ms);
}

TEST_CASE("what waits leaves by priority, first in first out within each", "[journey][F37]") {
  World world;
  world.send("low 1", {.priority = low});
  world.send("normal 1");
  world.send("high 1", {.priority = high});
  world.send("low 2", {.priority = low});
  world.send("high 2", {.priority = high});
  world.establish();
  CHECK(world.wire() == Lines{frame_of("high 1"), frame_of("high 2"), frame_of("normal 1"), frame_of("low 1"),
                              frame_of("low 2")});
}

TEST_CASE("C25: authentication comes before the highest priority, and that before the application's new ones",
          "[journey][C25][W27]") {
  World world(auth_config());
  world.send("queued", {.priority = low});
  world.send("urgent", {.priority = high});
  world.react([&world](const port::Event& event) {
    if (std::holds_alternative<port::Opened>(event)) world.send("new", {.priority = high});
  });
  world.establish();
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  const Lines wire = world.wire();
  REQUIRE(wire.size() == 4);
  CHECK(wire[0].starts_with(R"({"type":"auth")"));
  CHECK(Lines(wire.begin() + 1, wire.end()) ==
        Lines{frame_of("urgent"), frame_of("queued"), frame_of("new")});
}

TEST_CASE("C14: a full outbox gives back what had to make room, and who found none", "[journey][C14]") {
  Config config = plain_config();
  config.outbox.max_count = 2;
  World world(config);
  world.send("a", {.priority = low});
  world.send("b", {.priority = high});
  CHECK(world.send("c").delivery == Delivery::queued);
  CHECK(world.take() == Lines{"receipt 1 dropped: OUTBOX_OVERFLOW"});
  const auto outcome = world.send("d", {.priority = low});
  CHECK(outcome.delivery == Delivery::dropped);
  CHECK(outcome.reason == ErrorCode::outbox_overflow);
  CHECK(world.take().empty());
  CHECK(world.client.counters().dropped == 2);
}

TEST_CASE("W28: a message that waited for too long is given back at that time, in any state",
          "[journey][W28]") {
  World world;
  SECTION("that nobody connects") {}
  SECTION("that is dialling") {
    world.connect();
  }
  SECTION("that waits for its next dial") {
    world.connect();
    world.cut();
  }
  SECTION("whose socket has no room") {
    world.establish();
    world.transport.set_buffered_amount(2 * kMiB);
  }
  world.take();
  world.send("a", {.ttl = 500ms});
  world.send("b", {.ttl = 200ms});
  world.send("c");
  world.advance(199ms);
  CHECK(world.client.queued_count() == 3);
  world.advance(1ms);
  CHECK(world.take() == Lines{"receipt 2 dropped: EXPIRED"});
  world.advance(300ms);
  CHECK(world.take() == Lines{"receipt 1 dropped: EXPIRED"});
  CHECK(world.client.counters().dropped == 2);
  CHECK(world.client.queued_count() == 1);
}

TEST_CASE("an expired message is never sent, however late the timer is", "[journey][W28][F17]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(2 * kMiB);
  world.send("stale", {.ttl = 1s});
  world.send("fresh", {.ttl = 1h});
  world.take();
  world.transport.set_buffered_amount(0);
  world.host.oversleep(1min);
  CHECK(world.wire() == Lines{frame_of("fresh")});
  CHECK(world.take() == Lines{"receipt 1 dropped: EXPIRED", "receipt 2 sent", "drained"});
}

TEST_CASE("an expired message is not sent either when a link comes before the late timer",
          "[journey][W28][F17]") {
  World world;
  world.send("stale", {.ttl = 1s});
  world.connect();
  world.take();
  // The laptop slept, and the socket's event is told before the timer.
  world.host.let_pass(1s);
  world.open();
  CHECK(world.wire().empty());
  CHECK(world.take().back() == "receipt 1 dropped: EXPIRED");
}

TEST_CASE("a message that must leave at once or not at all waits for nobody", "[journey]") {
  World world;
  const auto outcome = world.send("a", {.ttl = 0s});
  CHECK(outcome.delivery == Delivery::dropped);
  CHECK(outcome.reason == ErrorCode::expired);
  CHECK(world.take().empty());
  world.establish();
  CHECK(world.send("b", {.ttl = 0s}).delivery == Delivery::sent);
  CHECK(world.wire() == Lines{frame_of("b")});
}

TEST_CASE("an expired message makes room before anybody else has to", "[journey][C14]") {
  Config config = plain_config();
  config.outbox.max_count = 2;
  World world(config);
  world.send("a");
  world.send("b", {.ttl = 1s});
  world.host.let_pass(2s);
  CHECK(world.send("c").delivery == Delivery::queued);
  CHECK(world.take() == Lines{"receipt 2 dropped: EXPIRED"});
}

TEST_CASE("what has left in time does not expire", "[journey]") {
  World world;
  world.send("a", {.ttl = 1s});
  world.establish();
  world.take();
  world.advance(1h);
  CHECK(world.take().empty());
  CHECK_FALSE(world.host.timer());
}

TEST_CASE("a message that still waits can be taken back, and others cannot", "[journey]") {
  World world;
  world.send("a");
  world.send("b", {.priority = high, .ttl = 1s});
  world.send("c");
  CHECK(world.cancel(2));
  CHECK(world.take() == Lines{"receipt 2 dropped: CANCELLED"});
  CHECK(world.client.counters().dropped == 1);
  CHECK_FALSE(world.cancel(2));
  CHECK_FALSE(world.cancel(99));
  world.establish();
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("c")});
  CHECK_FALSE(world.cancel(1));
  CHECK(world.receipts().at(1) == Delivery::sent);
}

TEST_CASE("the last message that waited for room leaves no timer when it is taken back", "[journey][F25]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(2 * kMiB);
  world.send("a");
  CHECK(world.host.timer());
  CHECK(world.cancel(1));
  CHECK_FALSE(world.host.timer());
  clear_the_wire(world);
  CHECK(world.wire().empty());
}

TEST_CASE("a message can be taken back from inside any event", "[journey][F39]") {
  World world;
  world.react([&world](const port::Event& event) {
    if (std::holds_alternative<port::StateChanged>(event)) world.cancel(1);
  });
  world.send("a");
  world.send("b");
  world.connect();
  world.open();
  CHECK(world.wire() == Lines{frame_of("b")});
}

TEST_CASE("how long the oldest has waited is known, whatever its priority", "[journey]") {
  World world;
  CHECK(world.client.queued_for() == 0ms);
  world.send("a", {.priority = low});
  world.advance(300ms);
  world.send("b", {.priority = high});
  world.advance(200ms);
  CHECK(world.client.queued_for() == 500ms);
  CHECK(world.cancel(1));
  CHECK(world.client.queued_for() == 200ms);
  world.establish();
  CHECK(world.client.queued_for() == 0ms);
}

Config connecting_config() {
  Config config = plain_config();
  config.connect_on_send = true;
  return config;
}

TEST_CASE("C13 S1.53: where that was asked for, a message that finds nobody on the way to a link connects",
          "[journey][C13][S1.53]") {
  World world(connecting_config());
  SECTION("idle") {}
  SECTION("closing") {
    world.establish();
    world.disconnect();
    REQUIRE(world.state() == State::closing);
  }
  SECTION("closed") {
    world.establish();
    world.server_closes(1000);
    REQUIRE(world.state() == State::closed);
  }
  SECTION("failed") {
    world.establish();
    world.server_closes(4400);
    REQUIRE(world.state() == State::failed);
  }
  CHECK(world.send("a").delivery == Delivery::queued);
  CHECK(world.state() == State::connecting);
  world.open();
  CHECK(world.wire() == Lines{frame_of("a")});
}

TEST_CASE("C13 S1.54: a message that finds somebody on the way dials no second socket",
          "[journey][C13][S1.54]") {
  World world(connecting_config());
  world.send("a");
  world.send("b");
  CHECK(world.transport.dials() == 1);
  world.cut();
  REQUIRE(world.state() == State::reconnecting);
  world.send("c");
  CHECK(world.transport.dials() == 1);
  world.step();
  world.open();
  world.send("d");
  CHECK(world.transport.dials() == 2);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b"), frame_of("c"), frame_of("d")});
}

TEST_CASE("C13: nothing connects by itself unless that was asked for", "[journey][C13]") {
  World world;
  world.send("a");
  CHECK(world.state() == State::idle);
  CHECK(world.transport.dials() == 0);
}

TEST_CASE("C13 W28: a message whose dial is refused at once is handed back, each time",
          "[journey][C13][W28][F05]") {
  World world(connecting_config());
  world.transport.refuse_open(true);
  for (const char* receipt : {"1", "2"}) {
    CHECK(world.send("a").delivery == Delivery::queued);
    CHECK(world.take().back() == "receipt " + std::string(receipt) + " dropped: BAD_URL");
    CHECK(world.client.queued_count() == 0);
  }
}

}  // namespace
}  // namespace chatwire

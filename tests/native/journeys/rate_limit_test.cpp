// The server takes only so many messages a second.

#include "journeys/journey.h"

namespace chatwire {
namespace {

using core::kMiB;
using enum core::Priority;

Config limited(std::size_t count, Duration per) {
  Config config = plain_config();
  config.rate_limit = {.count = count, .per = per};
  return config;
}

TEST_CASE("C34 S3.108: what is over the limit waits, and leaves as the window lets it",
          "[journey][C34][S3.108]") {
  World world(limited(2, 1s));
  world.establish();
  world.take();
  CHECK(world.send("1").delivery == Delivery::sent);
  world.advance(300ms);
  CHECK(world.send("2").delivery == Delivery::sent);
  for (const char* type : {"3", "4", "5"}) CHECK(world.send(type).delivery == Delivery::queued);
  CHECK(world.host.until_timer() == 700ms);
  world.step();
  CHECK(world.take() == Lines{"receipt 3 sent"});
  CHECK(world.host.until_timer() == 300ms);
  world.step();
  CHECK(world.take() == Lines{"receipt 4 sent"});
  CHECK(world.host.until_timer() == 700ms);
  world.step();
  CHECK(world.take() == Lines{"receipt 5 sent", "drained"});
  CHECK_FALSE(world.host.timer());
}

TEST_CASE("C34 S3.108: where nothing may wait, what is over the limit is refused", "[journey][C34][S3.108]") {
  Config config = limited(1, 1s);
  config.outbox.max_count = 0;
  World world(config);
  world.establish();
  CHECK(world.send("1").delivery == Delivery::sent);
  const core::SendOutcome refused = world.send("2");
  CHECK(refused.delivery == Delivery::dropped);
  CHECK(refused.reason == ErrorCode::outbox_overflow);
  world.advance(1s);
  CHECK(world.send("3").delivery == Delivery::sent);
  CHECK(world.wire() == Lines{frame_of("1"), frame_of("3")});
}

TEST_CASE("C34: nobody asks again before the window opens", "[journey][C34]") {
  World world(limited(1, 10s));
  world.establish();
  world.send("1");
  world.send("2");
  const int calls = world.host.timer_calls();
  world.advance(9'999ms);
  for (int n = 0; n < 10; ++n) world.send("more");
  CHECK(world.host.timer_calls() == calls);
  CHECK(world.wire().size() == 1);
  world.advance(1ms);
  CHECK(world.wire().size() == 2);
}

TEST_CASE("C34: what waits for the window leaves by priority, and expires", "[journey][C34]") {
  World world(limited(1, 1s));
  world.establish();
  world.send("first");
  world.send("low", {.priority = low});
  world.send("old", {.ttl = 500ms});
  world.send("high", {.priority = high});
  world.take();
  world.advance(1s);
  CHECK(world.take() == Lines{"receipt 3 dropped: EXPIRED", "receipt 4 sent"});
  world.advance(1s);
  CHECK(world.wire() == Lines{frame_of("first"), frame_of("high"), frame_of("low")});
}

TEST_CASE("C34: pings, pongs and authentication are neither counted nor delayed", "[journey][C34]") {
  Config config = auth_config();
  config.rate_limit = {.count = 1, .per = 1h};
  config.heartbeat = core::HeartbeatPolicy{.interval = 1s};
  World world(config);
  world.establish();
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  world.receive(frame_of("ping"));
  CHECK(world.send("mine").delivery == Delivery::sent);
  CHECK(world.send("over").delivery == Delivery::queued);
  world.receive(frame_of("ping"));
  world.advance(1s);
  const Lines wire = world.wire();
  REQUIRE(wire.size() == 5);
  CHECK(Lines(wire.begin() + 1, wire.end()) ==
        Lines{frame_of("pong"), frame_of("mine"), frame_of("pong"), frame_of("ping")});
}

TEST_CASE("C34: a new link does not open the window", "[journey][C34]") {
  World world(limited(1, 10s));
  world.establish();
  world.send("1");
  world.send("2");
  world.cut();
  world.step();
  world.open();
  CHECK(world.wire() == Lines{frame_of("1")});
  world.advance(9s);
  CHECK(world.wire() == Lines{frame_of("1"), frame_of("2")});
}

TEST_CASE("C34: what the socket did not take does not count", "[journey][C34][W31]") {
  World world(limited(1, 1h));
  world.establish();
  world.transport.refuse_send([] { return true; });
  world.send("1");
  world.transport.take_everything();
  world.advance(16ms);
  CHECK(world.wire() == Lines{frame_of("1")});
}

TEST_CASE("C34 F25: where the socket has no room when the window opens, it is asked again",
          "[journey][C34][F25]") {
  World world(limited(1, 1s));
  world.establish();
  world.send("1");
  world.send("2");
  world.transport.set_buffered_amount(2 * kMiB);
  world.advance(1s);
  CHECK(world.host.until_timer() == 16ms);
  world.transport.set_buffered_amount(0);
  world.advance(16ms);
  CHECK(world.wire() == Lines{frame_of("1"), frame_of("2")});
}

}  // namespace
}  // namespace chatwire

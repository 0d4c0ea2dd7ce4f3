// The peer stops reading, or the frames are too big.

#include "journeys/journey.h"

namespace chatwire {
namespace {

using core::kKiB;
using core::kMiB;

TEST_CASE("F25: while the peer does not read messages wait and leave when it reads on", "[journey][F25]") {
  World world;
  world.establish();
  world.take();
  world.transport.set_buffered_amount(kMiB + 1);
  world.send("a");
  world.send("b");
  world.advance(1min);
  CHECK(world.wire().empty());
  CHECK(world.take().empty());
  world.transport.set_buffered_amount(kMiB / 2);
  world.advance(16ms);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b")});
  CHECK(world.take() == Lines{"receipt 1 sent", "receipt 2 sent", "drained"});
  world.advance(1min);
  CHECK(world.take().empty());
}

TEST_CASE("F25: congestion begins above the high water mark and ends at the low one", "[journey][F25]") {
  Config config = plain_config();
  config.outbox.high_water_mark = 1'000;
  config.outbox.low_water_mark = 200;
  World world(config);
  world.establish();
  world.transport.set_buffered_amount(1'000);
  CHECK(world.send("a").delivery == port::Delivery::sent);
  world.transport.set_buffered_amount(1'001);
  CHECK(world.send("b").delivery == port::Delivery::queued);
  world.transport.set_buffered_amount(201);
  world.advance(1min);
  CHECK(world.wire() == Lines{frame_of("a")});
  world.transport.set_buffered_amount(200);
  world.advance(16ms);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b")});
  world.transport.set_buffered_amount(1'000);
  CHECK(world.send("c").delivery == port::Delivery::sent);
}

TEST_CASE("F25: a new link is not congested because the last one was", "[journey][F25]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(kMiB + 1);
  world.send("a");
  world.cut();
  world.step();
  world.transport.set_buffered_amount(kMiB);
  world.open();
  CHECK(world.wire() == Lines{frame_of("a")});
}

TEST_CASE("F25: messages that join the wait do not set the timer anew", "[journey][F25]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(kMiB + 1);
  world.send("a");
  const int calls = world.host.timer_calls();
  for (int n = 0; n < 100; ++n) world.send("b");
  CHECK(world.host.timer_calls() == calls);
}

TEST_CASE("F25: a socket that clogs while the queue leaves gets no more than the limit", "[journey][F25]") {
  Config config = plain_config();
  config.outbox.max_bytes = 64 * kMiB;
  World world(config);
  const std::string frame(64 * kKiB, 'x');
  for (int n = 0; n < 40; ++n) world.send_frame(frame);
  world.transport.stop_reading();
  world.establish();
  // The one that passes the limit is the last.
  CHECK(world.wire().size() == 17);
  CHECK(world.client.queued_count() == 23);
  world.transport.set_buffered_amount(0);
  world.advance(16ms);
  CHECK(world.wire().size() == 34);
  world.transport.read_on();
  world.advance(16ms);
  CHECK(world.wire().size() == 40);
  CHECK(world.take().back() == "drained");
}

TEST_CASE("F25: a peer that never reads costs no more memory than the outbox", "[journey][F25][W25]") {
  World world;
  world.establish();
  world.transport.stop_reading();
  const std::string frame(10'000, 'x');
  for (int n = 0; n < 3'000; ++n) world.send_frame(frame);
  CHECK(world.client.queued_bytes() <= 4 * kMiB);
  CHECK(world.client.queued_count() <= 1'000);
  CHECK(world.client.counters().dropped + world.client.queued_count() + world.wire().size() == 3'000);
}

TEST_CASE("F37: a new message does not overtake those that wait for room", "[journey][F37][W30]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(2 * kMiB);
  world.send("old");
  world.transport.set_buffered_amount(0);
  CHECK(world.send("new").delivery == port::Delivery::queued);
  CHECK(world.wire() == Lines{frame_of("old"), frame_of("new")});
}

TEST_CASE("a link that is lost while it is congested keeps what waits for the next one", "[journey][F25]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(2 * kMiB);
  world.send("a");
  world.cut();
  world.transport.set_buffered_amount(0);
  world.step();
  world.open();
  CHECK(world.wire() == Lines{frame_of("a")});
}

TEST_CASE("F45: an oversized frame ends the socket with 4009 and the queue goes to the next",
          "[journey][F45][F46][B05]") {
  const auto why = GENERATE(ErrorCode::message_too_big, ErrorCode::out_of_memory);
  World world;
  world.establish();
  world.take();
  world.unreadable(why);
  const std::string name(name_of(why));
  CHECK(world.take() == Lines{"failure " + name, "closed 1006 '" + name + "'",
                              "state connected -> reconnecting: CONNECTION_LOST", "retry 1 in 1000 ms"});
  CHECK(world.transport.sockets()[0].close_code == 4009);
  CHECK(world.transport.sockets()[0].abandoned);
  world.send("after");
  world.step();
  world.open();
  CHECK(world.wire() == Lines{frame_of("after")});
}

TEST_CASE("F45: a server that sends nothing but oversized frames is dialled ever more slowly",
          "[journey][F45][F10]") {
  World world;
  world.establish();
  for (const Duration wait : {Duration{1s}, Duration{2s}, Duration{4s}, Duration{8s}}) {
    world.unreadable(ErrorCode::message_too_big);
    CHECK(world.host.until_timer() == wait);
    world.step();
    world.open();
  }
}

}  // namespace
}  // namespace chatwire

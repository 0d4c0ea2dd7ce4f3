// What becomes of what the application sends.
#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "fakes/world.h"

namespace chatwire::core {
namespace {

using fakes::frame_of;
using fakes::plain_config;
using fakes::World;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using port::Delivery;

TEST_CASE("a message sent on a usable link leaves at once and needs no event", "[client]") {
  World world;
  world.establish();
  world.take();
  const auto outcome = world.send("chat");
  CHECK(outcome.delivery == Delivery::sent);
  CHECK(outcome.reason == ErrorCode::none);
  CHECK(world.wire() == Lines{frame_of("chat")});
  CHECK(world.take().empty());
}

TEST_CASE("C13: a message sent while there is no link waits and starts no dial", "[client][C13]") {
  World world;
  CHECK(world.send("a").delivery == Delivery::queued);
  CHECK(world.state() == State::idle);
  CHECK(world.transport.dials() == 0);
  CHECK(world.client.queued_count() == 1);
  CHECK(world.client.queued_bytes() == frame_of("a").size());
}

TEST_CASE("F37: what waited leaves first and in order once the link is usable", "[client][F37][W29][W30]") {
  World world;
  world.send("a");
  world.connect();
  world.send("b");
  world.take();
  world.open();
  CHECK(world.take() ==
        Lines{"state connecting -> connected", "opened #1", "receipt 1 sent", "receipt 2 sent", "drained"});
  CHECK(world.send("c").delivery == Delivery::sent);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b"), frame_of("c")});
  CHECK(world.client.queued_bytes() == 0);
}

TEST_CASE("a message stays with its sender: the core counts its bytes only where it waits", "[client][W25]") {
  World world;
  world.send_frame(std::string(20, 'x'));
  CHECK(world.transport.is_held(ReceiptId{1}));
  CHECK(world.client.queued_bytes() == 20);
  world.establish();
  CHECK(world.client.queued_bytes() == 0);
  world.transport.begin_message(ReceiptId{9}, "at once");
  CHECK(world.client.send(ReceiptId{9}).delivery == Delivery::sent);
  CHECK_FALSE(world.transport.is_held(ReceiptId{9}));
  CHECK(world.wire() == Lines{std::string(20, 'x'), "at once"});
}

TEST_CASE("a frame that the socket does not take stays first in the queue", "[client][W24][W31]") {
  World world;
  world.establish();
  int refused = 0;
  world.transport.refuse_send([&] { return ++refused <= 2; });
  CHECK(world.send("a").delivery == Delivery::queued);
  CHECK(refused == 2);  // once directly and once from the queue: no endless loop
  CHECK(world.send("b").delivery == Delivery::queued);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b")});
}

TEST_CASE("W24: a socket that takes nothing is asked again later and not in a loop", "[client][W24]") {
  World world;
  world.establish();
  int asked = 0;
  world.transport.refuse_send([&] { return ++asked > 0; });
  world.send("a");
  world.advance(160ms);
  CHECK(asked <= 14);
  CHECK(world.client.queued_count() == 1);
  world.transport.take_everything();
  world.advance(16ms);
  CHECK(world.wire() == Lines{frame_of("a")});
  CHECK_FALSE(world.host.timer().has_value());
}

TEST_CASE("C14: the oldest gives way to the newest and its sender is told", "[client][C14][F25]") {
  Config config = plain_config();
  config.outbox.max_count = 2;
  World world(config);
  world.send("a");
  world.send("b");
  CHECK(world.send("c").delivery == Delivery::queued);
  CHECK(world.take() == Lines{"receipt 1 dropped: OUTBOX_OVERFLOW"});
  world.establish();
  CHECK(world.wire() == Lines{frame_of("b"), frame_of("c")});
  CHECK(world.client.counters().dropped == 1);
}

TEST_CASE("C14: where the newest is refused its sender is told by the outcome alone", "[client][C14]") {
  Config config = plain_config();
  config.outbox.max_count = 1;
  config.outbox.overflow = Overflow::reject;
  World world(config);
  world.send("a");
  const auto outcome = world.send("b");
  CHECK(outcome.delivery == Delivery::dropped);
  CHECK(outcome.reason == ErrorCode::outbox_overflow);
  CHECK(world.take().empty());
  CHECK(world.client.counters().dropped == 1);
}

TEST_CASE("W26: disconnect gives back what was queued", "[client][W26]") {
  World world;
  world.send("a");
  world.connect();
  world.take();
  world.disconnect();
  CHECK(world.take() == Lines{"closed 1000 before it was usable", "state connecting -> closed",
                              "receipt 1 dropped: DISCONNECTED"});
  world.establish();
  CHECK(world.wire().empty());
}

TEST_CASE("W26: what is queued survives disconnect only where that was asked for", "[client][W26]") {
  Config config = plain_config();
  config.outbox.keep_on_disconnect = true;
  World world(config);
  world.send("a");
  world.connect();
  world.disconnect();
  CHECK(world.client.queued_count() == 1);
  world.establish();
  CHECK(world.wire() == Lines{frame_of("a")});
}

TEST_CASE("W28: when the client gives up it hands back what was queued and says why", "[client][W28]") {
  Config config = plain_config();
  config.reconnect.max_attempts = 1;
  World world(config);
  world.send("a");
  world.send("b");
  world.connect();
  world.refuse_dials(1);
  world.take();
  world.refuse_dials(1);
  CHECK(world.take() == Lines{"state reconnecting -> connecting", "closed 1006 before it was usable",
                              "state connecting -> failed: ATTEMPTS_EXHAUSTED", "failure ATTEMPTS_EXHAUSTED",
                              "receipt 1 dropped: ATTEMPTS_EXHAUSTED",
                              "receipt 2 dropped: ATTEMPTS_EXHAUSTED"});
}

TEST_CASE("W28: a client that fails again within one call hands back what was queued meanwhile",
          "[client][W28][F05]") {
  World world;
  world.transport.refuse_open(true);
  world.connect();
  REQUIRE(world.state() == State::failed);
  world.send("a");
  world.take();
  world.connect();
  CHECK(world.take() == Lines{"state failed -> connecting", "state connecting -> failed: BAD_URL",
                              "failure BAD_URL", "receipt 1 dropped: BAD_URL"});
  CHECK(world.client.queued_count() == 0);
}

}  // namespace
}  // namespace chatwire::core

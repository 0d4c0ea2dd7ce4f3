#include "core/client.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "fakes/world.h"

namespace chatwire::core {
namespace {

using fakes::auth_config;
using fakes::frame_of;
using fakes::plain_config;
using fakes::World;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using port::Delivery;

TEST_CASE("B28: a close code that cannot be sent is refused and changes nothing", "[client][B28]") {
  const int code = GENERATE(0, 999, 1001, 1005, 1006, 2999, 5000);
  World world;
  world.establish();
  world.take();
  world.disconnect(code);
  CHECK(world.take() == Lines{"failure INVALID_CLOSE_CODE (" + std::to_string(code) + ")"});
  CHECK(world.state() == State::connected);
}

TEST_CASE("credentials leave before anything that is queued", "[client][C25][W27]") {
  World world(auth_config());
  world.send("queued");
  world.establish();
  CHECK(world.wire().empty());
  world.authenticate();
  CHECK(world.send("later").delivery == Delivery::queued);
  CHECK(world.wire() == Lines{R"({"type":"auth","payload":{"token":"secret"}})"});
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::control);
  CHECK(world.wire().size() == 3);
  CHECK(world.wire()[1] == frame_of("queued"));
  CHECK(world.wire()[2] == frame_of("later"));
}

TEST_CASE("credentials that come too late go nowhere", "[client][C25][F31]") {
  World world(auth_config());
  world.establish();
  const Generation old = world.socket();
  world.cut();
  world.client.authenticate(old, "auth", "{}");
  world.step();
  world.client.authenticate(old, "auth", "{}");
  world.client.authenticate(world.socket(), "auth", "{}");
  world.open();
  world.client.authenticate(old, "auth", "{}");
  CHECK(world.wire().empty());
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  world.authenticate();
  CHECK(world.wire().size() == 1);
}

TEST_CASE("once accepted the names of the authentication are messages like others", "[client]") {
  World world(auth_config());
  world.client.want_all(true);
  world.establish();
  world.receive(frame_of("auth_ok"));
  CHECK(world.receive(frame_of("auth_error")).disposition == Disposition::delivered);
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::delivered);
  CHECK(world.state() == State::connected);
}

TEST_CASE("the counters tell what happened since the client was made", "[client]") {
  World world;
  world.send("a");
  world.establish();
  world.send("b");
  world.receive(frame_of("x"));
  world.receive("[]");
  world.cut();
  world.step();
  world.open();
  const Counters& counters = world.client.counters();
  CHECK(counters.sent == 2);
  CHECK(counters.received == 1);
  CHECK(counters.unwanted == 1);
  CHECK(counters.invalid == 1);
  CHECK(counters.connects == 2);
  CHECK(counters.dropped == 0);
}

TEST_CASE("messages and sends on a healthy link never touch the timer", "[client]") {
  World world;
  world.establish();
  const int calls = world.host.timer_calls();
  for (int n = 0; n < 100; ++n) {
    world.send("a");
    world.receive(frame_of("b"));
    world.receive(frame_of("ping"));
  }
  CHECK(world.host.timer_calls() == calls);
}

TEST_CASE("a timer that fires early is set again and changes nothing", "[client][F19]") {
  World world;
  world.connect();
  const auto deadline = world.host.timer();
  world.take();
  world.advance(5s);
  // The platform's timer is gone once it fired, whenever it did.
  world.host.clear_timer();
  world.client.on_deadline();
  CHECK(world.host.timer() == deadline);
  CHECK(world.take().empty());
}

TEST_CASE("a timer that fires hours late does once what was due", "[client][F14]") {
  World world;
  world.establish();
  world.cut();
  world.take();
  world.host.oversleep(5h);
  CHECK(world.take() == Lines{"state reconnecting -> connecting"});
  CHECK(world.host.until_timer() == Duration{10s});
}

TEST_CASE("a client that is destroyed leaves its socket and its timer behind", "[client][F41]") {
  fakes::FakeHost host;
  fakes::ScriptedTransport transport;
  fakes::RecordingListener listener;
  {
    Client client(plain_config(), host, transport, listener);
    client.connect();
    transport.begin_message(ReceiptId{1}, "a");
    client.send(ReceiptId{1});
    REQUIRE(host.timer().has_value());
  }
  CHECK_FALSE(host.timer().has_value());
  CHECK(transport.live() == 0);
  CHECK(listener.take() == Lines{"state idle -> connecting"});
}

}  // namespace
}  // namespace chatwire::core

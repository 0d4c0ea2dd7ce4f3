// The application closes, at awkward moments.

#include "journeys/journey.h"

namespace chatwire {
namespace {

TEST_CASE("F08: disconnect while connecting is one close and nothing later", "[journey][F08]") {
  World world;
  world.connect();
  world.disconnect(1000, "never mind");
  CHECK(world.take() == Lines{"state idle -> connecting", "closed 1000 'never mind' before it was usable",
                              "state connecting -> closed"});
  // One platform reports two errors and no close, another a close, a third an open that was on its way.
  world.socket_fails();
  world.socket_fails();
  world.open();
  world.cut();
  world.advance(1h);
  CHECK(world.take().empty());
  CHECK(world.transport.dials() == 1);
}

TEST_CASE("F08: ten thousand disconnects while connecting leave nothing behind", "[journey][F08][F47]") {
  World world;
  for (int round = 0; round < 10'000; ++round) {
    world.connect();
    world.disconnect();
  }
  CHECK(world.transport.live() == 0);
  CHECK(world.listener.all<port::Closed>().size() == 10'000);
  CHECK_FALSE(world.host.timer().has_value());
}

TEST_CASE("W1: after disconnect the late close of the socket brings nobody back", "[journey][W1][W2][W3]") {
  const int code = GENERATE(1000, 1001, 1006, 1012, 4401);
  World world;
  world.establish();
  world.disconnect();
  world.server_closes(code);
  world.advance(1h);
  CHECK(world.state() == State::closed);
  CHECK(world.transport.dials() == 1);
}

TEST_CASE("W7: disconnect and connect again and the late close of the first socket ends nothing",
          "[journey][W7][W8][F31]") {
  World world;
  world.establish();
  const Generation first = world.socket();
  world.disconnect();
  world.connect();
  world.take();
  SECTION("while the second is being dialled") {
    world.cut(first);
    world.open();
  }
  SECTION("when the second is open") {
    world.open();
    world.cut(first);
  }
  CHECK(world.state() == State::connected);
  CHECK(world.take() == Lines{"state connecting -> connected", "opened #2"});
  world.advance(1h);
  CHECK(world.transport.dials() == 2);
}

TEST_CASE("disconnect and connect within one breath dial again from every state", "[journey][F09]") {
  World world(auth_config());
  const auto breathe = [&world] {
    world.disconnect();
    world.connect();
    CHECK(world.state() == State::connecting);
  };
  breathe();  // idle
  breathe();  // connecting
  world.open();
  breathe();  // authenticating
  world.open();
  world.receive(frame_of("auth_ok"));
  breathe();  // connected
  world.cut();
  breathe();  // reconnecting
  world.transport.refuse_open(true);
  world.disconnect();
  world.connect();
  CHECK(world.state() == State::failed);
  world.transport.refuse_open(false);
  breathe();  // failed
}

TEST_CASE("a peer that never answers our close is left behind after two seconds", "[journey][W55]") {
  World world;
  world.establish();
  world.disconnect();
  world.advance(1'999ms);
  CHECK(world.state() == State::closing);
  world.advance(1ms);
  CHECK(world.state() == State::closed);
  CHECK(world.transport.live() == 0);
}

TEST_CASE("W26: what one user queued does not leave in the next user's session", "[journey][W26]") {
  World world;
  world.establish();
  world.cut();
  world.send("of the first user");
  world.disconnect();
  world.send("of the second user");
  world.establish();
  CHECK(world.wire() == Lines{frame_of("of the second user")});
  CHECK(world.receipts().at(1) == port::Delivery::dropped);
}

TEST_CASE("W4: a server that closes with 1000 is not dialled again", "[journey][W4]") {
  World world;
  world.establish();
  world.server_closes(1000, "good night");
  CHECK(world.state() == State::closed);
  world.advance(1h);
  CHECK(world.transport.dials() == 1);
  world.connect();
  CHECK(world.state() == State::connecting);
}

}  // namespace
}  // namespace chatwire

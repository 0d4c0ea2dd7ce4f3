// A socket that was given up speaks again.

#include "journeys/journey.h"

namespace chatwire {
namespace {

/// From `connecting`, with an older socket behind it, to `state`.
void drive(World& world, State state) {
  switch (state) {
    case State::idle:
    case State::connecting:
      return;
    case State::authenticating:
      return world.open();
    case State::connected:
      world.open();
      world.receive(frame_of("auth_ok"));
      return;
    case State::reconnecting:
      return world.cut();
    case State::closing:
      world.open();
      return world.disconnect();
    case State::closed:
      return world.disconnect();
    case State::failed:
      return world.server_closes(4400);
  }
}

TEST_CASE("F31: whatever an abandoned socket says in whatever state changes nothing",
          "[journey][F31][F40][W7][W8]") {
  const auto state = GENERATE(State::connecting, State::authenticating, State::connected, State::reconnecting,
                              State::closing, State::closed, State::failed);
  World world(auth_config());
  world.client.want_all(true);
  world.connect();
  world.advance(10s);  // the first dial is given up
  const Generation old = world.socket();
  world.step();
  drive(world, state);
  REQUIRE(world.state() == state);
  world.take();
  const auto deadline = world.host.timer();
  const auto sent = world.wire();
  const auto received = world.client.counters().received;

  world.open(old);
  for (const auto* type : {"chat", "ping", "auth_ok", "auth_error"}) {
    CHECK(world.receive(old, frame_of(type)).disposition == Disposition::stale);
  }
  CHECK_FALSE(world.receive_binary(old));
  world.client.authenticate(old, "auth", "{}");
  world.unreadable(old, ErrorCode::message_too_big);
  world.unreadable(old, ErrorCode::out_of_memory);
  world.socket_fails(old);
  for (const int code : {1000, 1006, 1008, 1012, 4400, 4401}) world.server_closes(old, code, "late");

  CHECK(world.state() == state);
  CHECK(world.take().empty());
  CHECK(world.host.timer() == deadline);
  CHECK(world.wire() == sent);
  CHECK(world.client.counters().received == received);
}

TEST_CASE("F31: of many sockets only the newest is heard", "[journey][F31]") {
  World world;
  world.client.want_all(true);
  world.connect();
  for (int dial = 0; dial < 50; ++dial) {
    world.open();
    world.cut();
    world.step();
  }
  world.open();
  int heard = 0;
  for (const auto& socket : world.transport.sockets()) {
    const auto verdict = world.client.on_text(
        socket.generation, {.bytes = R"({"type":"chat"})", .extent = wire::Extent::whole, .total_size = 15});
    heard += static_cast<int>(verdict.disposition == Disposition::delivered);
  }
  CHECK(heard == 1);
  CHECK(world.client.counters().stale == 50);
}

TEST_CASE("events of a socket that was never dialled are nobody's", "[journey][F31]") {
  World world;
  world.establish();
  world.take();
  const Generation future{99};
  world.client.on_open(future);
  world.client.on_close(future, 1000, {}, true);
  world.client.on_error(future);
  CHECK(world.receive(future, frame_of("chat")).disposition == Disposition::stale);
  CHECK(world.take().empty());
  CHECK(world.state() == State::connected);
}

}  // namespace
}  // namespace chatwire

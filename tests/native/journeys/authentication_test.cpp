// The server wants to know who we are.

#include "journeys/journey.h"

namespace chatwire {
namespace {

constexpr const char* kCredentials = R"({"type":"auth","payload":{"token":"secret"}})";

TEST_CASE("C25: credentials are wanted and sent and accepted and only then does the queue leave",
          "[journey][C25][W27]") {
  World world(auth_config());
  world.send("queued");
  world.connect();
  world.open();
  world.authenticate();
  world.send("queued too");
  CHECK(world.wire() == Lines{kCredentials});
  world.receive(frame_of("auth_ok"));
  CHECK(world.take() == Lines{
                            "state idle -> connecting",
                            "state connecting -> authenticating",
                            "credentials wanted #1",
                            "state authenticating -> connected",
                            "opened #1",
                            "receipt 1 sent",
                            "receipt 2 sent",
                            "drained",
                        });
  CHECK(world.wire() == Lines{kCredentials, frame_of("queued"), frame_of("queued too")});
}

TEST_CASE("C25: a provider that answers inside the event is in time", "[journey][C25][F39]") {
  World world(auth_config());
  world.send("queued");
  world.react([&](const port::Event& event) {
    if (std::holds_alternative<port::CredentialsWanted>(event)) world.authenticate();
  });
  world.establish();
  CHECK(world.wire() == Lines{kCredentials});
  world.receive(frame_of("auth_ok"));
  CHECK(world.wire() == Lines{kCredentials, frame_of("queued")});
}

TEST_CASE("credentials are asked for again on every link", "[journey]") {
  World world(auth_config());
  world.establish();
  world.receive(frame_of("auth_ok"));
  world.cut();
  world.step();
  world.open();
  CHECK(world.listener.all<port::CredentialsWanted>().size() == 2);
  CHECK(world.state() == State::authenticating);
}

TEST_CASE("credentials that are rejected twice end it and hand the queue back", "[journey][W28]") {
  World world(auth_config());
  world.send("queued");
  world.establish();
  world.receive(frame_of("auth_error"));
  CHECK(world.state() == State::reconnecting);
  CHECK(world.client.queued_count() == 1);
  world.step();
  world.open();
  world.take();
  world.receive(frame_of("auth_error"));
  CHECK(world.state() == State::failed);
  CHECK(world.take().back() == "receipt 1 dropped: AUTH_REJECTED");
  world.advance(1h);
  CHECK(world.transport.dials() == 2);
  CHECK(world.wire().empty());
}

TEST_CASE("each refusal of the credentials is told once", "[journey]") {
  World world(auth_config());
  world.establish();
  world.take();
  world.receive(frame_of("auth_error"));
  world.step();
  world.open();
  world.receive(frame_of("auth_error"));
  CHECK(world.state() == State::failed);
  const auto failures = world.listener.all<port::Failure>();
  REQUIRE(failures.size() == 2);
  CHECK(failures[0].code == ErrorCode::auth_rejected);
  CHECK(failures[1].code == ErrorCode::auth_rejected);
}

TEST_CASE("a refusal is final at once where nothing is dialled again", "[journey]") {
  Config config = auth_config();
  config.reconnect.enabled = false;
  World world(config);
  world.establish();
  world.receive(frame_of("auth_error"));
  CHECK(world.state() == State::failed);
  CHECK(world.client.counters().connects == 0);
}

TEST_CASE("C6: a close that speaks of credentials is a rejection", "[journey][C6]") {
  const int code = GENERATE(1008, 4401, 4403);
  World world(auth_config());
  world.establish();
  world.receive(frame_of("auth_ok"));
  world.server_closes(code, "expired");
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.open();
  world.server_closes(code, "expired");
  CHECK(world.state() == State::failed);
  CHECK(world.take().back() == "failure AUTH_REJECTED");
}

TEST_CASE("C6: without authentication such a close is final at once", "[journey][C6]") {
  const int code = GENERATE(1008, 4401, 4403);
  World world;
  world.establish();
  world.server_closes(code);
  CHECK(world.state() == State::failed);
}

TEST_CASE("a server that never answers the credentials is dialled again", "[journey]") {
  World world(auth_config());
  world.send("queued");
  world.establish();
  world.authenticate();
  world.advance(9'999ms);
  CHECK(world.state() == State::authenticating);
  world.advance(1ms);
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.open();
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  CHECK(world.wire() == Lines{kCredentials, kCredentials, frame_of("queued")});
}

TEST_CASE("a server that closes while it decides is dialled again and nothing is lost", "[journey]") {
  World world(auth_config());
  world.send("queued");
  world.establish();
  world.authenticate();
  world.cut();
  CHECK(world.state() == State::reconnecting);
  CHECK(world.client.queued_count() == 1);
}

TEST_CASE("disconnect while authenticating says goodbye and comes back for nobody", "[journey][W1]") {
  World world(auth_config());
  world.establish();
  world.disconnect();
  CHECK(world.state() == State::closing);
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::stale);
  world.server_closes(1000);
  CHECK(world.state() == State::closed);
}

TEST_CASE("a ping is answered while the server still decides", "[journey][C8]") {
  World world(auth_config());
  world.establish();
  world.receive(frame_of("ping"));
  CHECK(world.wire() == Lines{frame_of("pong")});
  CHECK(world.state() == State::authenticating);
}

TEST_CASE("credentials that the socket refuses open no link", "[journey][C25]") {
  Config config = auth_config();
  config.auth->accepted_type.clear();
  World world(config);
  world.send("queued");
  world.connect();
  world.open();
  world.transport.refuse_send([] { return true; });
  world.authenticate();
  CHECK(world.state() == State::authenticating);
  world.transport.take_everything();
  world.step();
  CHECK(world.wire().empty());
  CHECK(world.state() == State::reconnecting);
}

TEST_CASE("where the server never says yes a message without a name is none", "[journey][S21]") {
  Config config = auth_config();
  config.auth->accepted_type.clear();
  World world(config);
  world.connect();
  world.open();
  CHECK(world.receive(R"({"type":""})").disposition == Disposition::unwanted);
  CHECK(world.state() == State::authenticating);
}

TEST_CASE("the profile names the messages that accept and reject", "[journey]") {
  Config config = plain_config();
  config.auth = core::AuthPolicy{
      .accepted_type = "welcome", .rejected_type = "go_away", .challenge_type = {}, .timeout = Duration{3s}};
  World world(config);
  world.establish();
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::unwanted);
  CHECK(world.host.until_timer() == Duration{3s});
  world.receive(frame_of("welcome"));
  CHECK(world.state() == State::connected);
}

}  // namespace
}  // namespace chatwire

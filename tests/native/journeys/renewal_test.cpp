// Credentials that end while the link lives, servers that challenge, and servers that never say yes.

#include "journeys/journey.h"

namespace chatwire {
namespace {

constexpr const char* kCredentials = R"({"type":"auth","payload":{"token":"secret"}})";

void establish(World& world, std::optional<Duration> lifetime) {
  world.establish();
  world.authenticate(lifetime);
  world.receive(frame_of("auth_ok"));
  world.take();
}

TEST_CASE("F35: credentials are renewed a minute before they end and the link goes on", "[journey][F35]") {
  World world(auth_config());
  establish(world, Duration{10min});
  world.advance(9min - 1ms);
  CHECK(world.take().empty());
  world.advance(1ms);
  CHECK(world.take() == Lines{"new credentials wanted #1"});
  world.authenticate(Duration{10min});
  CHECK(world.wire() == Lines{kCredentials, kCredentials});
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::control);
  CHECK(world.state() == State::connected);
  CHECK(world.transport.dials() == 1);
  world.advance(9min);
  CHECK(world.take() == Lines{"new credentials wanted #1"});
}

TEST_CASE("F35: short-lived credentials are renewed after half of their life", "[journey][F35]") {
  World world(auth_config());
  establish(world, Duration{60s});
  CHECK(world.host.until_timer() == Duration{30s});
}

TEST_CASE("messages leave while credentials are being renewed", "[journey][F35]") {
  World world(auth_config());
  establish(world, Duration{60s});
  world.advance(30s);
  CHECK(world.send("chat").delivery == port::Delivery::sent);
}

TEST_CASE("credentials that nobody asked for are not sent", "[journey][F35]") {
  World world(auth_config());
  establish(world, {});
  world.authenticate();
  CHECK(world.wire().size() == 1);
}

TEST_CASE("a renewal that is refused is asked for once more on a new link", "[journey][F35][C6]") {
  World world(auth_config());
  establish(world, Duration{60s});
  world.advance(30s);
  world.authenticate(Duration{60s});
  world.receive(frame_of("auth_error"));
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.open();
  world.authenticate();
  world.receive(frame_of("auth_error"));
  CHECK(world.state() == State::failed);
}

TEST_CASE("an answer to credentials is a message like any other when none are out", "[journey]") {
  World world(auth_config());
  establish(world, {});
  CHECK(world.receive(frame_of("auth_error")).disposition == Disposition::unwanted);
  CHECK(world.state() == State::connected);
}

TEST_CASE("other credentials are sent on the link that is there", "[journey][F35]") {
  World world(auth_config());
  establish(world, {});
  world.renew_credentials();
  CHECK(world.take() == Lines{"new credentials wanted #1"});
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  CHECK(world.transport.dials() == 1);
  CHECK(world.wire().size() == 2);
}

TEST_CASE("other credentials leave a link behind on which the old ones are being judged", "[journey][F35]") {
  World world(auth_config());
  world.establish();
  world.authenticate();
  world.renew_credentials();
  CHECK(world.state() == State::connecting);
  CHECK(world.receive(Generation{1}, frame_of("auth_ok")).disposition == Disposition::stale);
  world.open();
  world.authenticate();
  CHECK(world.transport.frames().back().socket == Generation{2});
}

TEST_CASE("S3.22: a server that challenges is answered when it does and not before", "[journey][S3.22][G6]") {
  core::Config config = auth_config();
  config.auth->challenge_type = "challenge";
  World world(config);
  world.establish();
  CHECK(world.listener.all<port::CredentialsWanted>().empty());
  CHECK(world.receive(R"({"type":"challenge","payload":"n0nce"})").disposition == Disposition::challenge);
  CHECK(world.listener.all<port::CredentialsWanted>().size() == 1);
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  CHECK(world.state() == State::connected);
  CHECK(world.receive(frame_of("challenge")).disposition == Disposition::unwanted);
}

TEST_CASE("a message without a type is no challenge", "[journey]") {
  World world(auth_config());
  world.establish();
  CHECK(world.receive(R"({"type":""})").disposition == Disposition::unwanted);
  CHECK(world.listener.all<port::CredentialsWanted>().size() == 1);
}

TEST_CASE("a server that does not say yes is usable when the credentials have left", "[journey][G6]") {
  core::Config config = auth_config();
  config.auth->accepted_type.clear();
  World world(config);
  world.send("queued");
  world.establish();
  CHECK(world.state() == State::authenticating);
  world.authenticate(Duration{60s});
  CHECK(world.state() == State::connected);
  CHECK(world.wire() == Lines{kCredentials, frame_of("queued")});
  CHECK(world.host.until_timer() == Duration{30s});
}

TEST_CASE("S21: no message says yes in lieu of a server that does not", "[journey][G6][S21]") {
  core::Config config = auth_config();
  config.auth->accepted_type.clear();
  World world(config);
  world.establish();
  CHECK(world.receive(R"({"type":""})").disposition == Disposition::unwanted);
  CHECK(world.state() == State::authenticating);
}

TEST_CASE("an application without credentials does not wait for the time limit", "[journey][F35]") {
  World world(auth_config());
  world.establish();
  world.withhold(false);
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.open();
  world.withhold(true);
  CHECK(world.state() == State::failed);
}

TEST_CASE("a renewal without credentials leaves the link as it is", "[journey][F35]") {
  World world(auth_config());
  establish(world, Duration{60s});
  world.advance(30s);
  world.withhold(true);
  CHECK(world.state() == State::connected);
}

}  // namespace
}  // namespace chatwire

// The URL and the sub-protocols carry credentials, so they are asked for at each dial.

#include "journeys/journey.h"

namespace chatwire {
namespace {

core::Config asking_config() {
  core::Config config = plain_config();
  config.asks_address = true;
  return config;
}

constexpr const char* kUrl = "wss://chat.example/ws?token=1";

TEST_CASE("C24: the address is asked for before each dial and then dialled", "[journey][C24]") {
  World world(asking_config());
  world.connect();
  CHECK(world.take() == Lines{"state idle -> connecting", "address wanted #1"});
  CHECK(world.transport.dials() == 0);
  world.give_address(kUrl, {"chat.v1"});
  REQUIRE(world.transport.dials() == 1);
  CHECK(world.transport.socket(Generation{1}).url == kUrl);
  CHECK(world.transport.socket(Generation{1}).protocols == Lines{"chat.v1"});
  world.open();
  world.cut();
  world.step();
  CHECK(world.take().back() == "address wanted #2");
  CHECK(world.transport.dials() == 1);
}

TEST_CASE("F35: an application that gives no address in time is asked again later", "[journey][F35]") {
  World world(asking_config());
  world.send("queued");
  world.connect();
  world.take();
  world.advance(9'999ms);
  CHECK(world.state() == State::connecting);
  world.advance(1ms);
  CHECK(world.take() == Lines{"failure AUTH_PROVIDER_TIMEOUT",
                              "state connecting -> reconnecting: CONNECTION_LOST", "retry 1 in 1000 ms"});
  world.step();
  world.give_address(kUrl);
  world.open();
  CHECK(world.wire().size() == 1);
}

TEST_CASE("the connect timeout begins when the address is there", "[journey][F02]") {
  World world(asking_config());
  world.connect();
  world.advance(9s);
  world.give_address(kUrl);
  CHECK(world.host.until_timer() == Duration{10s});
}

TEST_CASE("an address that comes late or twice is not dialled", "[journey][F35]") {
  World world(asking_config());
  world.connect();
  world.give_address(kUrl);
  world.give_address(kUrl);
  CHECK(world.transport.dials() == 1);
  world.disconnect();
  world.client.dial(Generation{1}, kUrl, {});
  world.client.withhold(Generation{1}, true);
  CHECK(world.transport.dials() == 1);
  CHECK(world.state() == State::closed);
}

TEST_CASE("disconnect while the address is asked for ends it without a socket", "[journey][F08]") {
  World world(asking_config());
  world.connect();
  world.disconnect();
  CHECK(world.state() == State::closed);
  CHECK(world.listener.all<port::Closed>().empty());
}

TEST_CASE("an application without an address is asked again or given up on", "[journey][F35]") {
  World world(asking_config());
  world.send("queued");
  world.connect();
  world.withhold(false);
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.withhold(true);
  CHECK(world.state() == State::failed);
  CHECK(world.take().back() == "receipt 1 dropped: AUTH_REJECTED");
}

TEST_CASE("a close that speaks of credentials asks for an address once more", "[journey][C6]") {
  World world(asking_config());
  world.connect();
  world.give_address(kUrl);
  world.open();
  world.server_closes(4401);
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.give_address(kUrl);
  world.open();
  world.server_closes(4401);
  CHECK(world.state() == State::failed);
  CHECK(world.client.counters().connects == 2);
}

TEST_CASE("F35: a token that ends every day is asked for every day", "[journey][F35][C6]") {
  World world(asking_config());
  world.connect();
  for (int day = 0; day < 3; ++day) {
    world.give_address(kUrl);
    world.open();
    REQUIRE(world.state() == State::connected);
    world.advance(24h);
    world.server_closes(4401);
    REQUIRE(world.state() == State::reconnecting);
    world.step();
  }
}

TEST_CASE("other credentials leave a socket that is not usable yet behind", "[journey][F35]") {
  const bool is_dialled = GENERATE(false, true);
  World world(asking_config());
  world.connect();
  if (is_dialled) world.give_address(kUrl);
  world.take();
  world.renew_credentials();
  CHECK(world.state() == State::connecting);
  CHECK(world.take().back() == "address wanted #2");
  world.client.dial(Generation{1}, kUrl, {});
  CHECK(world.transport.live() == 0);
  world.give_address("wss://chat.example/ws?token=2");
  CHECK(world.transport.socket(Generation{2}).url == "wss://chat.example/ws?token=2");
}

TEST_CASE("other credentials leave a usable link and a resting client alone", "[journey][F35]") {
  World world(asking_config());
  world.renew_credentials();
  CHECK(world.state() == State::idle);
  world.connect();
  world.give_address(kUrl);
  world.open();
  world.take();
  world.renew_credentials();
  CHECK(world.take().empty());
}

TEST_CASE("F06: sub-protocols that need not be are left out after a dial that never opened",
          "[journey][F06]") {
  core::Config config = plain_config();
  config.protocols = {"chat.v1"};
  config.requires_protocol = false;
  World world(config);
  world.connect();
  world.cut();
  world.step();
  world.open();
  CHECK(world.transport.dials() == 2);
  CHECK(world.transport.socket(Generation{1}).protocols == Lines{"chat.v1"});
  CHECK(world.transport.socket(Generation{2}).protocols.empty());
  world.cut();
  world.step();
  CHECK(world.transport.socket(Generation{3}).protocols.empty());
}

TEST_CASE("F06: sub-protocols that must be are offered by every dial", "[journey][F06]") {
  core::Config config = plain_config();
  config.protocols = {"chat.v1"};
  World world(config);
  world.connect();
  world.cut();
  world.step();
  CHECK(world.transport.socket(Generation{2}).protocols == Lines{"chat.v1"});
}

}  // namespace
}  // namespace chatwire

#include "core/connection.h"

#include <catch_amalgamated.hpp>

#include "core/connection_rig.h"

namespace chatwire::core {
namespace {

TEST_CASE("a connection that was never told to connect holds nothing and wants nothing", "[connection]") {
  Rig rig;
  CHECK(rig.connection.state() == State::idle);
  CHECK(rig.connection.deadline() == std::nullopt);
  CHECK(rig.connection.usable() == std::nullopt);
  CHECK(rig.connection.failure() == ErrorCode::none);
  CHECK(rig.connection.is_consistent());
  rig.connection.on_deadline();
  rig.connection.disconnect(1000, {});
  CHECK(rig.connection.state() == State::idle);
  CHECK(rig.transport.dials() == 0);
  CHECK(rig.news().empty());
}

TEST_CASE("connect dials what was configured", "[connection]") {
  Config config = plain_config();
  config.protocols = {"chat.v2", "chat.v1"};
  Rig rig(config);
  rig.connection.connect();
  REQUIRE(rig.transport.sockets().size() == 1);
  CHECK(rig.transport.sockets()[0].url == "wss://chat.example/ws");
  CHECK(rig.transport.sockets()[0].protocols == Lines{"chat.v2", "chat.v1"});
  CHECK(rig.news() == Lines{"state idle -> connecting"});
  CHECK(rig.connection.usable() == std::nullopt);
  CHECK_FALSE(rig.connection.listens_to(rig.socket()));
}

TEST_CASE("an open socket is usable at once where no authentication is asked for", "[connection]") {
  Rig rig;
  rig.establish();
  CHECK(rig.news() == Lines{"state idle -> connecting", "state connecting -> connected", "opened #1"});
  CHECK(rig.connection.usable() == rig.socket());
  CHECK(rig.connection.listens_to(rig.socket()));
  CHECK(rig.connection.deadline() == std::nullopt);
}

TEST_CASE("a dial that nobody answers is given up after the connect timeout", "[connection][F02][W17]") {
  Rig rig;
  rig.connection.connect();
  CHECK(rig.patience() == Duration{10s});
  rig.pass(9'999ms);
  rig.connection.on_deadline();
  CHECK(rig.connection.state() == State::connecting);
  rig.news();
  rig.pass(1ms);
  rig.connection.on_deadline();
  CHECK(rig.news() == Lines{"failure CONNECT_TIMEOUT", "closed 1006 'CONNECT_TIMEOUT' before it was usable",
                            "state connecting -> reconnecting: CONNECTION_LOST", "retry 1 in 1000 ms"});
  CHECK(rig.transport.sockets()[0].abandoned);
  rig.connection.on_open(rig.socket());
  rig.connection.on_error(rig.socket());
  rig.connection.on_close(rig.socket(), 1006, {}, false);
  CHECK(rig.news().empty());
}

TEST_CASE("a URL that the platform refuses fails for good and is not dialled again",
          "[connection][F05][W16]") {
  Rig rig;
  rig.transport.refuse_open(true);
  rig.connection.connect();
  CHECK(rig.news() ==
        Lines{"state idle -> connecting", "state connecting -> failed: BAD_URL", "failure BAD_URL"});
  CHECK(rig.connection.failure() == ErrorCode::bad_url);
  CHECK(rig.connection.deadline() == std::nullopt);
  rig.pass(1h);
  rig.connection.on_deadline();
  CHECK(rig.transport.dials() == 1);
}

TEST_CASE("connect while a socket is there or on its way changes nothing", "[connection][F09][W5]") {
  Rig rig(auth_config());
  for (const State state : {State::connecting, State::authenticating, State::connected}) {
    if (state == State::authenticating) rig.open();
    if (state == State::connected) rig.connection.on_credentials_accepted();
    if (state == State::connecting) rig.connection.connect();
    REQUIRE(rig.connection.state() == state);
    rig.news();
    rig.connection.connect();
    CHECK(rig.connection.state() == state);
    CHECK(rig.news().empty());
  }
  CHECK(rig.transport.dials() == 1);
}

TEST_CASE("connect during the wait for a retry dials at once and with a fresh budget",
          "[connection][F09][W6][W11]") {
  Rig rig;
  rig.connection.connect();
  rig.close(kAbnormalClosure);
  rig.expire();
  rig.close(kAbnormalClosure);
  CHECK(rig.patience() == Duration{2s});
  rig.connection.connect();
  CHECK(rig.connection.state() == State::connecting);
  CHECK(rig.transport.dials() == 3);
  rig.close(kAbnormalClosure);
  CHECK(rig.patience() == Duration{1s});
}

TEST_CASE("connect while closing leaves the old handshake behind and dials", "[connection][F09][W7]") {
  Rig rig;
  rig.establish();
  rig.connection.disconnect(4001, "later");
  rig.news();
  rig.connection.connect();
  CHECK(rig.news() == Lines{"closed 1006", "state closing -> connecting"});
  CHECK(rig.transport.sockets()[0].abandoned);
  CHECK(rig.transport.live() == 1);
}

TEST_CASE("a link that is dropped for what it sent is dialled again", "[connection][F45]") {
  Rig rig;
  rig.establish();
  rig.news();
  rig.connection.drop_link(kMessageTooBig, ErrorCode::message_too_big);
  CHECK(rig.news() == Lines{"failure MESSAGE_TOO_BIG", "closed 1006 'MESSAGE_TOO_BIG'",
                            "state connected -> reconnecting: CONNECTION_LOST", "retry 1 in 1000 ms"});
  CHECK(rig.transport.sockets()[0].close_code == 4009);
}

TEST_CASE("F31: events of an older socket are dropped in every state", "[connection][F31][W7][W8]") {
  Rig rig(auth_config());
  rig.establish();
  const Generation old = rig.socket();
  rig.close(kAbnormalClosure);
  const auto state = GENERATE(State::reconnecting, State::connecting, State::authenticating, State::connected,
                              State::closing, State::closed);
  if (state != State::reconnecting) rig.expire();
  if (state != State::reconnecting && state != State::connecting) rig.open();
  if (state == State::connected || state == State::closing || state == State::closed) {
    rig.connection.on_credentials_accepted();
  }
  if (state == State::closing || state == State::closed) rig.connection.disconnect(1000, {});
  if (state == State::closed) rig.close(1000);
  REQUIRE(rig.connection.state() == state);
  rig.news();
  const auto deadline = rig.connection.deadline();

  rig.connection.on_open(old);
  rig.connection.on_error(old);
  rig.connection.on_close(old, 1000, "late", true);
  rig.connection.on_close(old, 4401, "late", true);

  CHECK_FALSE(rig.connection.listens_to(old));
  CHECK(rig.connection.state() == state);
  CHECK(rig.connection.deadline() == deadline);
  CHECK(rig.news().empty());
  CHECK(rig.connection.is_consistent());
}

TEST_CASE("destroying it leaves the socket behind and says nothing", "[connection]") {
  Rig rig;
  rig.establish();
  rig.news();
  rig.connection.destroy();
  CHECK(rig.transport.live() == 0);
  CHECK(rig.news().empty());
  rig.connection.on_close(rig.socket(), 1006, {}, false);
  CHECK(rig.news().empty());
}

}  // namespace
}  // namespace chatwire::core

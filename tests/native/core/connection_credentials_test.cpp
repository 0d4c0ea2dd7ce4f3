// The server wants to know who we are: the states of it.
#include <catch_amalgamated.hpp>

#include "core/connection_rig.h"

namespace chatwire::core {
namespace {

TEST_CASE("an open socket asks for credentials and is not usable before they are accepted",
          "[connection][C25]") {
  Rig rig(auth_config());
  rig.establish();
  CHECK(rig.news() ==
        Lines{"state idle -> connecting", "state connecting -> authenticating", "credentials wanted #1"});
  CHECK(rig.connection.usable() == std::nullopt);
  CHECK(rig.connection.listens_to(rig.socket()));
  CHECK(rig.patience() == Duration{10s});
  rig.connection.on_credentials_accepted();
  CHECK(rig.news() == Lines{"state authenticating -> connected", "opened #1"});
  CHECK(rig.connection.usable() == rig.socket());
  CHECK(rig.connection.deadline() == std::nullopt);
}

TEST_CASE("no answer to the credentials in time is a lost link", "[connection]") {
  Rig rig(auth_config());
  rig.establish();
  rig.news();
  rig.expire();
  CHECK(rig.news() == Lines{"failure AUTH_TIMEOUT", "closed 1006 'AUTH_TIMEOUT' before it was usable",
                            "state authenticating -> reconnecting: CONNECTION_LOST", "retry 1 in 1000 ms"});
}

TEST_CASE("rejected credentials are asked for once more and then it fails", "[connection]") {
  Rig rig(auth_config());
  rig.establish();
  rig.connection.on_credentials_rejected();
  CHECK(rig.connection.state() == State::reconnecting);
  rig.expire();
  SECTION("rejected again") {
    rig.open();
    rig.connection.on_credentials_rejected();
    CHECK(rig.connection.failure() == ErrorCode::auth_rejected);
  }
  SECTION("refused by a close code") {
    rig.open();
    rig.close(4401);
    CHECK(rig.connection.failure() == ErrorCode::auth_rejected);
  }
  SECTION("a lost line in between does not forget it") {
    rig.close(kAbnormalClosure);
    rig.expire();
    rig.open();
    rig.connection.on_credentials_rejected();
    CHECK(rig.connection.failure() == ErrorCode::auth_rejected);
  }
  SECTION("accepted in between does") {
    rig.open();
    rig.connection.on_credentials_accepted();
    rig.close(4401);
    CHECK(rig.connection.state() == State::reconnecting);
  }
  SECTION("and so does the user's connect()") {
    rig.open();
    rig.connection.on_credentials_rejected();
    rig.connection.connect();
    rig.open();
    rig.connection.on_credentials_rejected();
    CHECK(rig.connection.state() == State::reconnecting);
  }
}

TEST_CASE("a refusal long after the last one is no second one", "[connection][F35]") {
  Config config = auth_config();
  config.auth->accepted_type.clear();
  Rig rig(config);
  rig.connection.connect();
  for (int time = 0; time < 3; ++time) {
    rig.open();
    rig.connection.on_credentials_sent({});
    REQUIRE(rig.connection.usable());
    rig.pass(config.reconnect.stable_after);
    rig.close(4401);
    REQUIRE(rig.connection.state() == State::reconnecting);
    rig.expire();
  }
}

TEST_CASE("a refusal of renewed credentials leaves one try", "[connection][F35]") {
  Rig rig(auth_config());
  rig.establish();
  rig.connection.on_credentials_accepted();
  rig.pass(1h);
  rig.connection.renew_credentials();
  rig.connection.on_credentials_rejected();
  REQUIRE(rig.connection.state() == State::reconnecting);
  rig.expire();
  rig.open();
  rig.connection.on_credentials_rejected();
  CHECK(rig.connection.failure() == ErrorCode::auth_rejected);
}

TEST_CASE("acceptance and rejection mean nothing where nobody waits for them", "[connection]") {
  Rig rig(auth_config());
  rig.connection.on_credentials_accepted();
  rig.connection.on_credentials_rejected();
  CHECK(rig.connection.state() == State::idle);
  rig.establish();
  rig.connection.on_credentials_accepted();
  rig.news();
  rig.connection.on_credentials_accepted();
  rig.connection.on_credentials_rejected();
  CHECK(rig.connection.state() == State::connected);
  CHECK(rig.news().empty());
}

}  // namespace
}  // namespace chatwire::core

// How a connection is ended on purpose.
#include <catch_amalgamated.hpp>

#include "core/connection_rig.h"

namespace chatwire::core {
namespace {

TEST_CASE("disconnect while connecting ends it at once with one close", "[connection][F08]") {
  Rig rig;
  rig.connection.connect();
  rig.news();
  rig.connection.disconnect(4001, "changed my mind");
  CHECK(rig.news() ==
        Lines{"closed 4001 'changed my mind' before it was usable", "state connecting -> closed"});
  CHECK(rig.transport.sockets()[0].abandoned);
  CHECK(rig.transport.sockets()[0].close_code == 4001);
  CHECK(rig.transport.sockets()[0].close_reason == "changed my mind");
  CHECK(rig.connection.deadline() == std::nullopt);
  rig.connection.on_error(rig.socket());
  rig.connection.on_error(rig.socket());
  rig.connection.on_close(rig.socket(), 1006, {}, false);
  CHECK(rig.news().empty());
}

TEST_CASE("disconnect closes an open socket and waits for the server's answer", "[connection]") {
  Rig rig;
  rig.establish();
  rig.news();
  rig.connection.disconnect(1000, "bye");
  CHECK(rig.news() == Lines{"state connected -> closing"});
  CHECK(rig.transport.sockets()[0].close_code == 1000);
  CHECK(rig.transport.sockets()[0].close_reason == "bye");
  CHECK(rig.connection.usable() == std::nullopt);
  CHECK_FALSE(rig.connection.listens_to(rig.socket()));
  rig.close(1000, "bye");
  CHECK(rig.news() == Lines{"closed 1000 'bye' cleanly", "state closing -> closed"});
  rig.connection.on_close(rig.socket(), 1000, {}, true);
  CHECK(rig.news().empty());
}

TEST_CASE("a server that does not answer our close is left behind", "[connection][W55]") {
  Rig rig;
  rig.establish();
  rig.connection.disconnect(1000, {});
  rig.news();
  CHECK(rig.patience() == Duration{2s});
  rig.expire();
  CHECK(rig.news() == Lines{"closed 1006", "state closing -> closed"});
  CHECK(rig.transport.sockets()[0].abandoned);
}

TEST_CASE("a link that was closed while authenticating had never been usable", "[connection]") {
  Rig rig(auth_config());
  rig.establish();
  rig.connection.disconnect(1000, {});
  rig.news();
  rig.close(1000);
  CHECK(rig.news() == Lines{"closed 1000 cleanly before it was usable", "state closing -> closed"});
}

TEST_CASE("our own close is never followed by a dial whatever the server answers", "[connection][W1][C6]") {
  const int code = GENERATE(1000, 1001, 1006, 1012, 1013, 4401);
  Config config = plain_config();
  config.close.always_retry = GENERATE(false, true);
  Rig rig(config);
  rig.establish();
  rig.connection.disconnect(1000, {});
  rig.close(code);
  CHECK(rig.connection.state() == State::closed);
  CHECK(rig.connection.deadline() == std::nullopt);
}

TEST_CASE("disconnect during the wait for a retry cancels it", "[connection][W1]") {
  Rig rig;
  rig.connection.connect();
  rig.close(kAbnormalClosure);
  rig.news();
  rig.connection.disconnect(1000, {});
  CHECK(rig.news() == Lines{"state reconnecting -> closed"});
  CHECK(rig.connection.deadline() == std::nullopt);
}

TEST_CASE("disconnect after a failure makes it closed and forgets why", "[connection]") {
  Rig rig;
  rig.transport.refuse_open(true);
  rig.connection.connect();
  rig.news();
  rig.connection.disconnect(1000, {});
  CHECK(rig.news() == Lines{"state failed -> closed"});
  CHECK(rig.connection.failure() == ErrorCode::none);
  rig.connection.disconnect(1000, {});
  CHECK(rig.news().empty());
}

TEST_CASE("a close reason is cut before it is sent", "[connection][B28]") {
  Rig rig;
  rig.establish();
  std::string reason;
  while (reason.size() < 200) reason += "€";
  rig.connection.disconnect(1000, reason);
  CHECK(rig.transport.sockets()[0].close_reason == reason.substr(0, 123));
}

}  // namespace
}  // namespace chatwire::core

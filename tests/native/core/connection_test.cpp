#include "core/connection.h"

#include <catch_amalgamated.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "fakes/fake_host.h"
#include "fakes/recording_listener.h"
#include "fakes/scripted_transport.h"
#include "fakes/world.h"

namespace chatwire::core {
namespace {

using fakes::auth_config;
using fakes::plain_config;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

/// A connection alone: no client sets its timer or tells its events, so the test does both.
class Rig {
 public:
  explicit Rig(Config settings = plain_config()) : config(std::move(settings)) {}

  const Config config;
  fakes::FakeHost host;
  fakes::ScriptedTransport transport;
  EventQueue events;
  Connection connection{config, {.host = host, .transport = transport, .events = events}};

  Generation socket() const { return transport.sockets().back().generation; }

  void open() {
    transport.has_opened(socket());
    connection.on_open(socket());
  }

  void close(int code, std::string_view reason = {}) {
    transport.has_closed(socket());
    connection.on_close(socket(), code, reason, code != kAbnormalClosure);
  }

  void establish() {
    connection.connect();
    open();
  }

  void pass(Duration span) { host.advance(span); }

  void expire() {
    host.advance(*connection.deadline() - host.now());
    connection.on_deadline();
  }

  /// How far away its deadline is.
  Duration patience() { return connection.deadline().value() - host.now(); }

  /// Events since the last call.
  Lines news() {
    events.flush(listener_);
    return listener_.take();
  }

 private:
  fakes::RecordingListener listener_;
};

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

TEST_CASE("F12: what follows a close by the server depends on its code", "[connection][F12][W4]") {
  struct Row {
    int code;
    State next;
    ErrorCode why;
  };
  const auto row = GENERATE(
      Row{1000, State::closed, ErrorCode::none}, Row{1001, State::reconnecting, ErrorCode::none},
      Row{1002, State::failed, ErrorCode::closed_by_server}, Row{1006, State::reconnecting, ErrorCode::none},
      Row{1008, State::failed, ErrorCode::auth_rejected}, Row{1011, State::reconnecting, ErrorCode::none},
      Row{1012, State::reconnecting, ErrorCode::none}, Row{1013, State::reconnecting, ErrorCode::none},
      Row{4400, State::failed, ErrorCode::closed_by_server},
      Row{4401, State::failed, ErrorCode::auth_rejected}, Row{4999, State::reconnecting, ErrorCode::none});
  const bool opens_first = GENERATE(false, true);
  CAPTURE(row.code, opens_first);
  Rig rig;
  rig.connection.connect();
  if (opens_first) rig.open();
  rig.close(row.code);
  CHECK(rig.connection.state() == row.next);
  CHECK(rig.connection.failure() == row.why);
  CHECK(rig.connection.deadline().has_value() == (row.next == State::reconnecting));
}

TEST_CASE("an error while dialling shortens the wait since no close may follow", "[connection][F08]") {
  Rig rig;
  rig.connection.connect();
  rig.connection.on_error(rig.socket());
  rig.connection.on_error(rig.socket());
  CHECK(rig.patience() == Duration{2s});
  rig.expire();
  CHECK(rig.connection.state() == State::reconnecting);
}

TEST_CASE("an error shortly before the connect timeout does not lengthen it", "[connection][F08]") {
  Rig rig;
  rig.connection.connect();
  rig.pass(9s);
  rig.connection.on_error(rig.socket());
  CHECK(rig.patience() == Duration{1s});
}

TEST_CASE("an error of an open socket is told and ends nothing by itself", "[connection]") {
  Rig rig;
  rig.establish();
  rig.news();
  rig.connection.on_error(rig.socket());
  CHECK(rig.news() == Lines{"failure CONNECTION_LOST (the socket reported an error)"});
  CHECK(rig.connection.state() == State::connected);
}

TEST_CASE("where reconnecting is off a lost link is closed", "[connection]") {
  Config config = plain_config();
  config.reconnect.enabled = false;
  Rig rig(config);
  rig.establish();
  rig.news();
  rig.close(kAbnormalClosure);
  CHECK(rig.news() == Lines{"closed 1006", "state connected -> closed: CONNECTION_LOST"});
}

TEST_CASE("W10: a socket that opens and drops does not start the back-off afresh", "[connection][W10][F10]") {
  Rig rig;
  rig.connection.connect();
  for (const Duration wait : {Duration{1s}, Duration{2s}, Duration{4s}}) {
    rig.open();
    rig.pass(4'999ms);
    rig.close(kAbnormalClosure);
    CHECK(rig.patience() == wait);
    rig.expire();
  }
}

TEST_CASE("F10: a link that stayed up long enough starts the back-off afresh", "[connection][F10]") {
  Rig rig;
  rig.connection.connect();
  rig.close(kAbnormalClosure);
  rig.expire();
  rig.close(kAbnormalClosure);
  rig.expire();
  rig.open();
  rig.pass(5s);
  rig.close(kAbnormalClosure);
  CHECK(rig.patience() == Duration{1s});
}

TEST_CASE("W10: an answer to a message of ours proves the link and a greeting does not",
          "[connection][W10]") {
  Rig rig;
  rig.connection.connect();
  rig.close(kAbnormalClosure);
  rig.expire();
  rig.open();
  SECTION("a greeting") {
    rig.connection.on_message_received();
    rig.close(kAbnormalClosure);
    CHECK(rig.patience() == Duration{2s});
  }
  SECTION("a late message of a server that just talks") {
    rig.pass(1s);
    rig.connection.on_message_received();
    rig.close(kAbnormalClosure);
    CHECK(rig.patience() == Duration{2s});
  }
  SECTION("a message that nobody answered") {
    rig.connection.on_message_sent();
    rig.close(kAbnormalClosure);
    CHECK(rig.patience() == Duration{2s});
  }
  SECTION("an answer in the first second: it may be the greeting after all") {
    rig.connection.on_message_sent();
    rig.pass(999ms);
    rig.connection.on_message_received();
    rig.close(kAbnormalClosure);
    CHECK(rig.patience() == Duration{2s});
  }
  SECTION("an answer") {
    rig.connection.on_message_sent();
    rig.pass(1s);
    rig.connection.on_message_received();
    rig.close(kAbnormalClosure);
    CHECK(rig.patience() == Duration{1s});
  }
}

TEST_CASE("when the budget is spent it fails and says so", "[connection][W10][F01]") {
  Config config = plain_config();
  config.reconnect.max_attempts = 2;
  Rig rig(config);
  rig.connection.connect();
  rig.close(kAbnormalClosure);
  rig.expire();
  rig.close(kAbnormalClosure);
  rig.expire();
  rig.news();
  rig.close(kAbnormalClosure);
  CHECK(rig.news() == Lines{"closed 1006 before it was usable",
                            "state connecting -> failed: ATTEMPTS_EXHAUSTED", "failure ATTEMPTS_EXHAUSTED"});
  CHECK(rig.transport.dials() == 3);
  CHECK(rig.connection.failure() == ErrorCode::attempts_exhausted);
  // W11: the user's own connect() starts with a fresh budget.
  rig.connection.connect();
  rig.close(kAbnormalClosure);
  CHECK(rig.connection.state() == State::reconnecting);
}

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

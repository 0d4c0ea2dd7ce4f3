// What follows when a link is lost, and when that counts as a failure.
#include <catch_amalgamated.hpp>

#include "core/connection_rig.h"

namespace chatwire::core {
namespace {

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

}  // namespace
}  // namespace chatwire::core

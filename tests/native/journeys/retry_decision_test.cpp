// The application decides whether a lost link is dialled again, and the server says when.

#include "journeys/journey.h"

namespace chatwire {
namespace {

core::Config deciding_config() {
  core::Config config = plain_config();
  config.asks_before_retry = true;
  return config;
}

TEST_CASE("C6: nothing is dialled before the application has decided", "[journey][C6][F12]") {
  World world(deciding_config());
  world.send("queued");
  world.connect();
  world.cut();
  CHECK(world.state() == State::reconnecting);
  CHECK(world.take().back() == "retry? #1");
  CHECK_FALSE(world.host.timer());
  world.decide_retry(true);
  CHECK(world.take() == Lines{"retry 1 in 1000 ms"});
  world.step();
  world.open();
  CHECK(world.wire().size() == 1);
}

TEST_CASE("C6: a retry that is declined gives up and hands the queue back", "[journey][C6]") {
  World world(deciding_config());
  world.send("queued");
  world.connect();
  world.cut();
  world.decide_retry(false);
  CHECK(world.state() == State::failed);
  CHECK(world.take().back() == "receipt 1 dropped: RETRY_DECLINED");
}

TEST_CASE("C6: the application may dial again where the table would stop", "[journey][C6][F12]") {
  const int code = GENERATE(1000, 1008, 4400, 4401);
  World world(deciding_config());
  world.establish();
  world.server_closes(code);
  world.decide_retry(true);
  CHECK(world.state() == State::reconnecting);
  CHECK(world.host.until_timer() == Duration{1s});
}

TEST_CASE("C6: a normal closure that is not dialled again is closed, not failed", "[journey][C6]") {
  World world(deciding_config());
  world.establish();
  world.server_closes(1000);
  world.decide_retry(false);
  CHECK(world.state() == State::closed);
}

TEST_CASE("C6: an application without an opinion leaves it to the close policy", "[journey][C6]") {
  World world(deciding_config());
  world.establish();
  world.server_closes(1006);
  world.decide_retry({});
  CHECK(world.host.until_timer() == Duration{1s});
  world.step();
  world.open();
  world.server_closes(4400);
  world.decide_retry({});
  CHECK(world.state() == State::failed);
  CHECK(world.take().back() == "failure CLOSED_BY_SERVER");
}

TEST_CASE("a slow lane stays slow when the application agrees", "[journey][F12]") {
  World world(deciding_config());
  world.establish();
  world.host.dice_fall({0.5});
  world.server_closes(1012);
  world.decide_retry(true);
  CHECK(world.host.until_timer() == Duration{17'500ms});
}

TEST_CASE("the application is asked of dead links and dials that time out as well", "[journey][C6]") {
  World world(deciding_config());
  world.connect();
  world.advance(10s);
  CHECK(world.listener.all<port::RetryWanted>().size() == 1);
  world.decide_retry(true);
  world.step();
  world.open();
  world.unreadable(ErrorCode::message_too_big);
  CHECK(world.listener.all<port::RetryWanted>().size() == 2);
}

TEST_CASE("a decision that comes late or twice changes nothing", "[journey][F39]") {
  World world(deciding_config());
  world.connect();
  world.cut();
  world.decide_retry(true);
  world.decide_retry(false);
  CHECK(world.state() == State::reconnecting);
  world.step();
  world.cut();
  world.client.decide_retry(Generation{1}, false);
  CHECK(world.state() == State::reconnecting);
  world.disconnect();
  world.decide_retry(true);
  CHECK(world.state() == State::closed);
}

TEST_CASE("an application that decides inside the event is in time", "[journey][F39]") {
  World world(deciding_config());
  world.react([&](const port::Event& event) {
    if (const auto* wanted = std::get_if<port::RetryWanted>(&event))
      world.client.decide_retry(wanted->generation, true);
  });
  world.connect();
  world.cut();
  CHECK(world.host.until_timer() == Duration{1s});
}

TEST_CASE("a hint does not dial what the application has not decided on", "[journey][F21]") {
  World world(deciding_config());
  world.connect();
  world.cut();
  world.hint(port::Hint::online);
  CHECK_FALSE(world.host.timer());
}

TEST_CASE("connect() does not wait for the decision", "[journey][F09]") {
  World world(deciding_config());
  world.connect();
  world.cut();
  world.connect();
  CHECK(world.state() == State::connecting);
}

TEST_CASE("B30: the next dial comes no earlier than the server asked for", "[journey][B30][F12]") {
  World world;
  world.establish();
  world.server_closes(1013, R"({"retry_after":7})");
  CHECK(world.host.until_timer() == Duration{8s});
}

TEST_CASE("B30: clients that heard the same time come back spread", "[journey][B30][F24]") {
  core::Config config = plain_config();
  config.reconnect.jitter = 1;
  World world(config);
  world.establish();
  world.host.dice_fall({0.25});
  world.server_closes(1012, "retry-after: 60");
  CHECK(world.host.until_timer() == Duration{60'250ms});
}

TEST_CASE("B30: a server cannot send its clients away by a time in a final close", "[journey][B30]") {
  World world;
  world.establish();
  world.server_closes(4400, "retry_after=5");
  CHECK(world.state() == State::failed);
}

}  // namespace
}  // namespace chatwire

// Asking, and what may come of it.

#include <cstdint>
#include <map>
#include <set>
#include <string_view>

#include "fakes/dice.h"
#include "journeys/journey.h"

namespace chatwire {
namespace {

std::string message(std::string_view type, std::string_view id) {
  return R"({"type":")" + std::string(type) + R"(","id":")" + std::string(id) + R"("})";
}

TEST_CASE("S3.31: two answers in the wrong order find their requests", "[journey][requests][S3.31]") {
  World world;
  world.establish();
  CHECK(world.request("ask", "a").delivery == Delivery::sent);
  world.request("ask", "b");
  CHECK(world.wire() == Lines{message("ask", "a"), message("ask", "b")});
  CHECK(world.receive(message("response", "b")).answered == RequestId{2});
  CHECK(world.receive(R"({"payload":{"id":"b"},"id":"a"})").answered == RequestId{1});
  CHECK(world.client.request_counts().answered == 2);
  CHECK_FALSE(world.host.timer());
}

TEST_CASE("B07: an integer answers by its text, also beyond 2^53", "[journey][requests][B07]") {
  World world;
  world.establish();
  world.request("ask", "9007199254740993");
  CHECK(world.receive(R"({"type":"response","id":9007199254740992})").answered == RequestId::none);
  CHECK(world.receive(R"({"type":"response","id":9007199254740993})").answered == RequestId{1});
}

TEST_CASE("an answer goes to who asked, and to the subscribers of its type", "[journey][requests]") {
  World world;
  world.client.subscribe("response", Route{7});
  world.establish();
  world.request("ask", "a");
  world.request("ask", "b");
  const core::Verdict wanted = world.receive(message("response", "a"));
  CHECK(wanted.disposition == Disposition::delivered);
  CHECK(wanted.route == Route{7});
  const core::Verdict unwanted = world.receive(message("other", "b"));
  CHECK(unwanted.disposition == Disposition::delivered);
  CHECK(unwanted.route == Route::wildcard);
  CHECK(world.client.counters().unwanted == 0);
}

TEST_CASE("F36: a request fails when its time is over, and its late reply is an ordinary message",
          "[journey][requests][F36]") {
  World world;
  world.establish();
  world.take();
  world.request("ask", "a", 5s);
  world.advance(4'999ms);
  CHECK(world.take().empty());
  world.advance(1ms);
  CHECK(world.take() == Lines{"request 1 failed: REQUEST_TIMEOUT"});
  const core::Verdict late = world.receive(message("response", "a"));
  CHECK(late.answered == RequestId::none);
  CHECK(late.disposition == Disposition::unwanted);
  CHECK(world.client.request_counts().late_replies == 1);
}

TEST_CASE("F36: what timed out or was cancelled while it waited is never sent", "[journey][requests][F36]") {
  World world;
  world.request("slow", "a", 5s);
  world.request("cancelled", "b");
  world.send("kept");
  world.advance(5s);
  world.cancel_request(2);
  CHECK(world.take() == Lines{"request 1 failed: REQUEST_TIMEOUT", "receipt 1 dropped: REQUEST_TIMEOUT",
                              "request 2 failed: CANCELLED", "receipt 2 dropped: CANCELLED"});
  world.establish();
  CHECK(world.wire() == Lines{frame_of("kept")});
}

TEST_CASE("F36: what timed out in a sleep is not sent by a socket that wakes before the timer",
          "[journey][requests][F36]") {
  World world;
  world.connect();
  world.request("ask", "a", 5s);
  world.host.let_pass(8h);
  world.open();
  CHECK(world.wire().empty());
  CHECK(world.requests().at(1) == "REQUEST_TIMEOUT");
}

TEST_CASE("a request without any time fails at once and is not queued", "[journey][requests]") {
  World world;
  world.request("ask", "a", 0ms);
  CHECK(world.requests().at(1) == "REQUEST_TIMEOUT");
  CHECK(world.client.queued_count() == 0);
}

TEST_CASE("a lost link fails what was on its way; what waits is sent on the next one",
          "[journey][requests]") {
  World world;
  world.establish();
  world.request("sent", "a");
  world.transport.set_buffered_amount(2 * core::kMiB);
  world.request("waits", "b");
  world.cut();
  CHECK(world.requests().at(1) == "CONNECTION_LOST");
  CHECK(world.requests().at(2).empty());
  world.transport.set_buffered_amount(0);
  world.step();
  world.open();
  CHECK(world.wire().back() == message("waits", "b"));
  CHECK(world.receive(message("response", "a")).answered == RequestId::none);
  CHECK(world.client.request_counts().late_replies == 1);
  CHECK(world.receive(message("response", "b")).answered == RequestId{2});
}

TEST_CASE("S3.75 W26: an own disconnect fails what was sent, and what waits unless that is kept",
          "[journey][requests][S3.75][W26]") {
  Config config = plain_config();
  config.outbox.keep_on_disconnect = GENERATE(false, true);
  World world(config);
  world.establish();
  world.request("sent", "a");
  world.transport.set_buffered_amount(2 * core::kMiB);
  world.request("waits", "b");
  world.disconnect();
  CHECK(world.requests().at(1) == "DISCONNECTED");
  CHECK(world.requests().at(2) == (config.outbox.keep_on_disconnect ? "" : "DISCONNECTED"));
}

TEST_CASE("a request fails with its message, for the same reason", "[journey][requests]") {
  Config config = plain_config();
  config.outbox.max_count = 1;
  SECTION("displaced") {
    World world(config);
    world.request("ask", "a");
    world.send("newer");
    CHECK(world.requests().at(1) == "OUTBOX_OVERFLOW");
  }
  SECTION("refused") {
    config.outbox.overflow = core::Overflow::reject;
    World world(config);
    world.send("older");
    CHECK(world.request("ask", "a").delivery == Delivery::dropped);
    CHECK(world.requests().at(2) == "OUTBOX_OVERFLOW");
  }
  SECTION("expired") {
    World world(config);
    world.request("ask", "a", 10s, {.ttl = 3s});
    world.advance(3s);
    CHECK(world.requests().at(1) == "EXPIRED");
  }
  SECTION("taken back by its receipt") {
    World world(config);
    world.request("ask", "a");
    CHECK(world.cancel(1));
    CHECK(world.requests().at(1) == "CANCELLED");
  }
  SECTION("given up") {
    config.reconnect.max_attempts = 0;
    World world(config);
    world.connect();
    world.request("ask", "a");
    world.cut();
    CHECK(world.requests().at(1) == "ATTEMPTS_EXHAUSTED");
  }
}

TEST_CASE("F36: a second answer and a reply to an unknown id are ordinary messages",
          "[journey][requests][F36]") {
  World world;
  world.client.want_all(true);
  world.establish();
  world.request("ask", "a");
  world.receive(message("response", "a"));
  for (const char* id : {"a", "unknown"}) {
    const core::Verdict verdict = world.receive(message("response", id));
    CHECK(verdict.answered == RequestId::none);
    CHECK(verdict.disposition == Disposition::delivered);
  }
  CHECK(world.client.request_counts().double_replies == 1);
  CHECK(world.client.request_counts().late_replies == 0);
}

TEST_CASE("G8: a request without an id sees every message until its caller has found the answer",
          "[journey][requests][G8]") {
  World world;
  world.establish();
  CHECK(world.receive(frame_of("news")).disposition == Disposition::unwanted);
  world.request("ask", "");
  CHECK(world.wire().back() == frame_of("ask"));
  CHECK(world.receive(frame_of("news")).route == Route::wildcard);
  CHECK(world.receive(frame_of("ping")).disposition == Disposition::control);
  world.matched(1);
  CHECK(world.receive(frame_of("news")).disposition == Disposition::unwanted);
}

TEST_CASE("C13: a request connects where that was asked for, and fails with a dial that is refused at once",
          "[journey][requests][C13]") {
  Config config = plain_config();
  config.connect_on_send = true;
  World world(config);
  SECTION("it is sent on the new link") {
    world.request("ask", "a");
    CHECK(world.state() == State::connecting);
    world.open();
    CHECK(world.receive(message("response", "a")).answered == RequestId{1});
  }
  SECTION("refused") {
    world.transport.refuse_open(true);
    world.request("ask", "a");
    CHECK(world.requests().at(1) == "BAD_URL");
  }
}

TEST_CASE("C34: the time of a request runs while it waits for the rate limit", "[journey][requests][C34]") {
  Config config = plain_config();
  config.rate_limit = {.count = 1, .per = 1h};
  World world(config);
  world.establish();
  world.request("ask", "a", 5s);
  world.request("ask", "b", 5s);
  world.receive(message("response", "a"));
  world.advance(5s);
  CHECK(world.requests() == std::map<std::uint32_t, std::string>{{1, "answered"}, {2, "REQUEST_TIMEOUT"}});
  CHECK(world.wire() == Lines{message("ask", "a")});
}

TEST_CASE("a request that timed out costs nobody the place in a full outbox", "[journey][requests]") {
  Config config = plain_config();
  config.outbox.max_count = 2;
  World world(config);
  world.send("oldest");
  world.request("ask", "a", 5s);
  world.host.let_pass(5s);
  world.send("newest");
  CHECK(world.receipts() == std::map<std::uint32_t, Delivery>{
                                {1, Delivery::queued}, {2, Delivery::dropped}, {3, Delivery::queued}});
}

TEST_CASE("S8: a server that answers nothing is asked a thousand times at once, and no more",
          "[journey][requests][S8]") {
  World world;
  world.establish();
  for (int n = 1; n <= 1'000; ++n) world.request("ask", std::to_string(n));
  const auto refused = world.request("ask", "one more");
  CHECK(refused.delivery == Delivery::dropped);
  CHECK(refused.reason == ErrorCode::too_many_requests);
  CHECK(world.requests().at(1'001) == "TOO_MANY_REQUESTS");
  CHECK(world.wire().size() == 1'000);
  world.receive(message("response", "500"));
  CHECK(world.request("ask", "again").delivery == Delivery::sent);
}

TEST_CASE("the id of a long message is read to its end only while it may be an answer",
          "[journey][requests]") {
  World world;
  world.establish();
  const std::string beginning = R"({"type":"response","payload":"long)";
  const core::TextFrame prefix{.bytes = beginning, .extent = wire::Extent::prefix, .total_size = 4'000};
  const auto look = [&] { return world.client.on_text(world.socket(), prefix).disposition; };
  CHECK(look() == Disposition::unwanted);
  world.request("ask", "a");
  CHECK(look() == Disposition::needs_whole);
  CHECK(world.receive(beginning + R"(er","id":"a"})").answered == RequestId{1});
  CHECK(look() == Disposition::needs_whole);
  world.advance(1min);
  CHECK(look() == Disposition::unwanted);
}

TEST_CASE("S3.31: a text of a settled type must be seen while it may be an answer",
          "[journey][requests][S3.31]") {
  Config config = plain_config();
  config.history.max_count = 0;
  World world(config);
  world.client.subscribe("response", Route{7});
  world.establish();
  const auto glance = [&] { return world.client.on_settled_text(world.socket(), Route{7}, 30).disposition; };
  REQUIRE(world.receive(message("response", "early")).is_settled);
  CHECK(glance() == Disposition::delivered);
  world.request("ask", "a");
  CHECK(glance() == Disposition::needs_whole);
  CHECK(world.receive(message("response", "a")).answered == RequestId{1});
  CHECK(glance() == Disposition::needs_whole);
  world.advance(1min);
  CHECK(glance() == Disposition::delivered);
  world.request("ask", "");
  CHECK(glance() == Disposition::needs_whole);
  world.matched(2);
  CHECK(glance() == Disposition::delivered);
}

TEST_CASE("what only a request awaited settles nothing for those that come after", "[journey][requests]") {
  Config config = plain_config();
  config.history.max_count = 0;
  World world(config);
  world.establish();
  world.request("ask", "a");
  CHECK_FALSE(world.receive(message("response", "a")).is_settled);
  world.request("ask", "");
  CHECK_FALSE(world.receive(frame_of("news")).is_settled);
  world.matched(2);
  const core::Verdict later = world.receive(frame_of("news"));
  CHECK(later.route == Route::none);
  CHECK(later.is_settled);
}

/// One client, a few requests at a time, and everything that may befall them.
class Life {
 public:
  explicit Life(std::uint64_t seed) : world_(config(), seed), dice_(seed) {}

  void run() {
    world_.connect();
    for (int step = 0; step < 60; ++step) happen();
    world_.advance(1min);
    for (const auto& [request, end] : world_.requests()) {
      if (end.empty()) FAIL("request " << request << " never ended");
    }
  }

 private:
  static Config config() {
    Config config = plain_config();
    config.outbox.max_count = 4;
    return config;
  }

  /// What was in the outbox when its request failed must not be seen on the wire later.
  void check_wire() {
    const Lines wire = world_.wire();
    for (; wire_seen_ < wire.size(); ++wire_seen_) {
      if (given_up_.count(wire[wire_seen_]) > 0) FAIL("sent though nobody waits: " << wire[wire_seen_]);
    }
    for (const auto& [request, end] : world_.requests()) {
      const bool is_over = !end.empty() && end != "answered";
      if (is_over) given_up_.insert(message("ask", std::to_string(request)));
    }
  }

  void happen() {
    const State state = world_.state();
    switch (dice_.below(9)) {
      case 0:
      case 1:
        world_.request("ask", std::to_string(world_.last_receipt() + 1), Duration{dice_.unit() * 3'000});
        break;
      case 2:
      case 3:
        if (state == State::connected) world_.receive(message("response", some_request()));
        break;
      case 4:
        if (world_.last_receipt() > 0) world_.client.cancel_request(RequestId{1 + number()});
        break;
      case 5:
        if (state == State::connecting) world_.open();
        break;
      case 6:
        if (state == State::connected && dice_.chance(50)) world_.cut();
        break;
      case 7:
        world_.transport.set_buffered_amount(dice_.chance(50) ? 0 : 2 * core::kMiB);
        break;
      default:
        world_.advance(Duration{dice_.unit() * 1'500});
    }
    world_.check();
    check_wire();
  }

  std::uint32_t number() { return static_cast<std::uint32_t>(dice_.below(world_.last_receipt())); }

  std::string some_request() { return std::to_string(world_.last_receipt() > 0 ? 1 + number() : 0); }

  World world_;
  fakes::Dice dice_;
  std::set<std::string> given_up_;
  std::size_t wire_seen_ = 0;
};

TEST_CASE("F36: in a thousand random lives each request ends once, and none is sent after its end",
          "[journey][requests][F36]") {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    CAPTURE(seed);
    Life(seed).run();
  }
}

}  // namespace
}  // namespace chatwire

#include <catch_amalgamated.hpp>
#include <string>
#include <string_view>

#include "core/client.h"
#include "fakes/world.h"

// A text whose type was seen before need not be shown again: it is counted and routed by what was settled
// then.
namespace chatwire {
namespace {

using core::Disposition;
using core::Verdict;
using fakes::World;

constexpr std::string_view kChat = R"({"type":"chat"})";

Verdict receive_settled(World& world, Route route, std::size_t size = kChat.size()) {
  return world.client.on_settled_text(world.socket(), route, size);
}

}  // namespace

TEST_CASE("a message of a settled type is judged as if it had been shown", "[client]") {
  World world;
  world.client.subscribe("chat", Route{7});
  world.establish();
  const Verdict shown = world.receive(kChat);
  REQUIRE(shown.is_settled);
  const Verdict settled = receive_settled(world, shown.route);
  CHECK(settled.disposition == Disposition::delivered);
  CHECK(settled.route == Route{7});
  CHECK(settled.keep);
  CHECK(raw(settled.sequence) == raw(shown.sequence) + 1);
  CHECK(world.client.counters().received == 2);
}

TEST_CASE("B06: a text settles only the type that it begins with and no other one", "[client][B06]") {
  World world;
  world.client.subscribe("chat", Route{1});
  world.client.subscribe("other", Route{2});
  world.establish();
  CHECK(world.receive(R"({"type":"chat","payload":{"type":"other"}})").is_settled);
  CHECK(world.receive(R"( {  "type" : "other" })").is_settled);
  CHECK_FALSE(world.receive(R"({"id":1,"type":"chat"})").is_settled);
  const Verdict twice = world.receive(R"({"type":"chat","payload":1,"type":"other"})");
  CHECK(twice.route == Route{2});
  CHECK_FALSE(twice.is_settled);
  CHECK_FALSE(world.receive(R"({"type":5,"type":"other"})").is_settled);
}

TEST_CASE("a settled type that nobody wants is counted as unwanted", "[client]") {
  core::Config config;
  config.history.max_count = 0;
  World world(config);
  world.establish();
  const Verdict shown = world.receive(kChat);
  REQUIRE(shown.is_settled);
  CHECK(shown.route == Route::none);
  CHECK(receive_settled(world, shown.route).disposition == Disposition::unwanted);
  CHECK(world.client.counters().received == 2);
  CHECK(world.client.counters().unwanted == 2);
}

TEST_CASE("history keeps what is settled, also what nobody wants", "[client][S4.120]") {
  World world;
  world.establish();
  const Verdict shown = world.receive(kChat);
  REQUIRE(shown.is_settled);
  const Verdict settled = receive_settled(world, shown.route);
  CHECK(settled.disposition == Disposition::unwanted);
  CHECK(settled.keep);
  CHECK(raw(settled.sequence) == 2);
  world.client.clear_history();
  CHECK(world.client.oldest_kept() == Sequence{3});
}

TEST_CASE("a type that may be a control message is never settled", "[client]") {
  core::Config config;
  config.history.max_count = 0;
  config.answer_ping = core::PingAnswer{.ping_type = "ping", .pong_type = "pong"};
  config.heartbeat = core::HeartbeatPolicy{};
  config.auth = core::AuthPolicy{};
  config.auth->challenge_type = "challenge";
  World world(config);
  world.client.want_all(true);
  world.connect();
  world.open();
  world.authenticate();
  const std::string yes = R"({"type":")" + config.auth->accepted_type + R"("})";
  CHECK_FALSE(world.receive(yes).is_settled);
  REQUIRE(world.state() == State::connected);
  const std::string pong = R"({"type":")" + config.heartbeat->answer_type + R"("})";
  const std::string no = R"({"type":")" + config.auth->rejected_type + R"("})";
  for (const std::string& text :
       {std::string(R"({"type":"ping"})"), pong, yes, no, std::string(R"({"type":"challenge"})")}) {
    INFO(text);
    CHECK_FALSE(world.receive(text).is_settled);
  }
  CHECK(world.receive(kChat).is_settled);
}

TEST_CASE("a settled text of a socket that was given up is stale", "[client]") {
  World world;
  world.client.subscribe("chat", Route{1});
  world.establish();
  const Generation old = world.socket();
  world.cut();
  const Verdict verdict = world.client.on_settled_text(old, Route{1}, kChat.size());
  CHECK(verdict.disposition == Disposition::stale);
  CHECK(world.client.counters().stale == 1);
  CHECK(world.client.counters().received == 0);
}

TEST_CASE("F14 a settled text is a sign of life and must be shown while a ping waits for its id",
          "[client][F14]") {
  core::Config config;
  config.heartbeat = core::HeartbeatPolicy{};
  config.heartbeat->ids = true;
  World world(config);
  world.client.subscribe("chat", Route{1});
  world.establish();
  CHECK(receive_settled(world, Route{1}).disposition == Disposition::delivered);
  while (!world.client.round_trip() &&
         receive_settled(world, Route{1}).disposition != Disposition::needs_whole) {
    REQUIRE(world.step());
    REQUIRE(world.state() == State::connected);
  }
  const auto counted = world.client.counters().received;
  CHECK(receive_settled(world, Route{1}).disposition == Disposition::needs_whole);
  CHECK(world.client.counters().received == counted);
}

TEST_CASE("settled texts alone keep a link alive", "[client]") {
  core::Config config;
  config.heartbeat = core::HeartbeatPolicy{};
  World world(config);
  world.client.subscribe("chat", Route{1});
  world.establish();
  for (int deadline = 0; deadline < 20; ++deadline) {
    REQUIRE(world.step());
    receive_settled(world, Route{1});
    REQUIRE(world.state() == State::connected);
  }
}

}  // namespace chatwire

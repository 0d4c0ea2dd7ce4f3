#include "core/passage.h"

#include <catch_amalgamated.hpp>
#include <cstdint>
#include <string_view>

#include "core/client.h"
#include "fakes/pass_text.h"
#include "fakes/world.h"

// Texts that do no more than to be counted may be counted where they arrive; the client must not be able to
// tell.
namespace chatwire {
namespace {

using core::Passage;
using fakes::plain_config;
using fakes::World;
using namespace std::chrono_literals;

constexpr std::string_view kChat = R"({"type":"chat"})";

core::Config config_without_history() {
  core::Config config = plain_config();
  config.history.max_count = 0;
  return config;
}

core::Config config_with_heartbeat() {
  core::Config config = config_without_history();
  config.heartbeat = core::HeartbeatPolicy{.interval = 30s, .timeout = 5s};
  return config;
}

bool is_open(World& world) {
  return world.client.passage().is_open == 1;
}

core::Config config_with_history(std::size_t max_count, std::size_t max_bytes) {
  core::Config config = plain_config();
  config.history = {.max_count = max_count, .max_bytes = max_bytes};
  return config;
}

std::uint64_t last_number(World& world) {
  return static_cast<std::uint64_t>(world.client.passage().sequence);
}

bool pass(World& world, std::size_t size, bool is_wanted = true) {
  return fakes::pass_text(world.client.passage(), size, is_wanted);
}

}  // namespace

TEST_CASE("what passes is counted as if it had been shown", "[client][passage]") {
  World world(config_without_history());
  world.establish();
  REQUIRE(is_open(world));
  REQUIRE(raw(world.receive(kChat).sequence) == 1);
  world.client.passage().wanted += 3;
  world.client.passage().unwanted += 2;
  CHECK(world.client.counters().received == 6);
  CHECK(world.client.counters().unwanted == 3);
  CHECK(raw(world.receive(kChat).sequence) == 7);
  CHECK(world.client.counters().received == 7);
  CHECK(world.client.counters().unwanted == 4);
}

TEST_CASE("nothing passes but on the link that counts", "[client][passage][F31][F40]") {
  World world(config_without_history());
  CHECK_FALSE(is_open(world));
  world.connect();
  CHECK_FALSE(is_open(world));
  world.open();
  CHECK(is_open(world));
  SECTION("which may be cut") {
    world.client.passage().wanted += 2;
    world.cut();
    CHECK_FALSE(is_open(world));
    CHECK(world.client.counters().received == 2);
    CHECK(world.client.counters().stale == 0);
    world.step();
    CHECK_FALSE(is_open(world));
    world.open();
    CHECK(is_open(world));
  }
  SECTION("which may be closing") {
    world.disconnect();
    CHECK_FALSE(is_open(world));
  }
}

TEST_CASE("history keeps what passes, wanted or not, as if it had been shown", "[client][passage][S4.120]") {
  World world(config_with_history(3, 1000));
  world.establish();
  REQUIRE(raw(world.receive(kChat).sequence) == 1);
  CHECK(last_number(world) == 1);
  REQUIRE(pass(world, 10));
  REQUIRE(pass(world, 10, false));
  CHECK(world.client.oldest_kept() == Sequence{1});
  INFO("It has been taken over, and is counted once.");
  CHECK(last_number(world) == 3);
  CHECK(world.client.oldest_kept() == Sequence{1});
  REQUIRE(pass(world, 10));
  CHECK(world.client.oldest_kept() == Sequence{2});
  const auto shown = world.receive(kChat);
  CHECK(raw(shown.sequence) == 5);
  CHECK(shown.keep);
  CHECK(world.client.oldest_kept() == Sequence{3});
  CHECK(world.client.counters().received == 5);
}

TEST_CASE("C15 what passes pushes out the oldest by its bytes, too", "[client][passage][C15]") {
  World world(config_with_history(100, 100));
  world.establish();
  for (const std::size_t size : {40U, 40U, 20U}) REQUIRE(pass(world, size));
  CHECK(world.client.oldest_kept() == Sequence{1});
  REQUIRE(pass(world, 90));
  CHECK(world.client.oldest_kept() == Sequence{4});
}

TEST_CASE("C15 no more passes than is held beyond the limits of history", "[client][passage][C15]") {
  SECTION("in count") {
    World world(config_with_history(10, core::kMiB));
    world.establish();
    for (std::size_t count = 0; count < core::Passage::kMostSizes; ++count) REQUIRE(pass(world, 1));
    CHECK_FALSE(pass(world, 1));
    world.receive("garbage");
    INFO("Whatever the client is entered for, who holds the texts learns how far back they are kept.");
    CHECK(static_cast<std::size_t>(world.client.passage().oldest_kept) == core::Passage::kMostSizes - 9);
    CHECK(pass(world, 1));
    CHECK(world.client.oldest_kept() == Sequence{core::Passage::kMostSizes + 1 - 9});
  }
  SECTION("in bytes") {
    World world(config_with_history(10, core::kMiB));
    world.establish();
    CHECK_FALSE(pass(world, core::Passage::kMostBytes + 1));
    REQUIRE(pass(world, core::Passage::kMostBytes));
    CHECK_FALSE(pass(world, 1));
    world.receive(kChat);
    CHECK(pass(world, 1));
  }
  SECTION("and nothing that is larger than all of history") {
    World world(config_with_history(10, 100));
    world.establish();
    CHECK_FALSE(pass(world, 101));
    CHECK(pass(world, 100));
  }
}

TEST_CASE("what passed is cleared with what history kept before", "[client][passage][S4.120]") {
  World world(config_with_history(10, 1000));
  world.establish();
  REQUIRE(pass(world, 10));
  world.client.clear_history();
  CHECK(world.client.oldest_kept() == Sequence{2});
  REQUIRE(pass(world, 10));
  CHECK(world.client.oldest_kept() == Sequence{2});
}

TEST_CASE("where history keeps nothing, no size stops a text", "[client][passage]") {
  World world(config_without_history());
  world.establish();
  CHECK(world.client.passage().keeps == 0);
  CHECK(pass(world, core::kMiB));
}

TEST_CASE("F36 nothing passes that may be an answer", "[client][passage][F36]") {
  World world(config_without_history());
  world.establish();
  SECTION("known by its id") {
    world.request("ask", "7", 5s);
    CHECK_FALSE(is_open(world));
    world.receive(R"({"type":"told","id":"7"})");
    INFO("It may come again, and is counted as a double then.");
    CHECK_FALSE(is_open(world));
    world.advance(2min);
    world.receive(kChat);
    CHECK(is_open(world));
  }
  SECTION("known by the one who asks") {
    world.request("ask", "", 5s);
    CHECK_FALSE(is_open(world));
    world.matched(1);
    CHECK(is_open(world));
  }
}

TEST_CASE("nothing passes while messages wait: each frame is an occasion to send", "[client][passage]") {
  World world(config_without_history());
  world.establish();
  world.transport.set_buffered_amount(world.client.config().outbox.high_water_mark + 1);
  world.send("waits");
  REQUIRE(world.client.queued_count() == 1);
  CHECK_FALSE(is_open(world));
  world.transport.set_buffered_amount(0);
  world.receive(kChat);
  CHECK(world.client.queued_count() == 0);
  CHECK(is_open(world));
}

TEST_CASE("W53 what passes keeps a link alive", "[client][passage][W53]") {
  World world(config_with_heartbeat());
  world.establish();
  for (int deadline = 0; deadline < 20; ++deadline) {
    REQUIRE(world.step());
    REQUIRE(world.state() == State::connected);
    REQUIRE(is_open(world));
    world.client.passage().unwanted += 1;
  }
}

TEST_CASE("F13 what passed before a ping is no answer to it", "[client][passage][F13]") {
  World world(config_with_heartbeat());
  world.establish();
  world.client.passage().wanted += 100;
  world.advance(30s);
  REQUIRE(world.state() == State::connected);
  world.advance(5s);
  CHECK(world.state() == State::reconnecting);
}

TEST_CASE("F14 nothing passes while a ping waits for its id", "[client][passage][F14]") {
  core::Config config = config_with_heartbeat();
  config.heartbeat->ids = true;
  World world(config);
  world.establish();
  REQUIRE(is_open(world));
  world.advance(30s);
  CHECK_FALSE(is_open(world));
}

TEST_CASE("F14 where pings must be answered, what passes is no answer", "[client][passage][F14]") {
  core::Config config = config_with_heartbeat();
  config.heartbeat->strict = true;
  World world(config);
  world.establish();
  world.advance(31s);
  world.client.passage().wanted += 1;
  world.advance(4s);
  CHECK(world.state() == State::reconnecting);
}

TEST_CASE("W10 nothing passes that may prove the link", "[client][passage][W10]") {
  World world(config_without_history());
  world.connect();
  world.refuse_dials(3);
  world.step();
  world.open();
  INFO("A server that just talks proves nothing.");
  CHECK(is_open(world));
  world.send("asks");
  CHECK_FALSE(is_open(world));
  world.receive(kChat);
  INFO("This may be a greeting.");
  CHECK_FALSE(is_open(world));
  world.advance(1s);
  world.receive(kChat);
  CHECK(is_open(world));
  world.take();
  world.cut();
  CHECK(world.host.until_timer() == Duration{1s});
}

}  // namespace chatwire

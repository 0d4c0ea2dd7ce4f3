// What becomes of what the server sends.
#include <catch_amalgamated.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/world.h"

namespace chatwire::core {
namespace {

using fakes::frame_of;
using fakes::plain_config;
using fakes::World;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

TextFrame prefix(std::string_view bytes, std::size_t total_size) {
  return {.bytes = bytes, .extent = wire::Extent::prefix, .total_size = total_size};
}

std::uint64_t number(Sequence sequence) {
  return raw(sequence);
}

TEST_CASE("a message goes to the route of its type", "[client]") {
  World world;
  world.client.subscribe("chat", Route{3});
  world.establish();
  const auto chat = world.receive(frame_of("chat"));
  CHECK(chat.disposition == Disposition::delivered);
  CHECK(chat.route == Route{3});
  CHECK(number(chat.sequence) == 1);
  CHECK(chat.keep);
  const auto other = world.receive(frame_of("other"));
  CHECK(other.disposition == Disposition::unwanted);
  CHECK(other.route == Route::none);
  CHECK(number(other.sequence) == 2);
  world.client.want_all(true);
  CHECK(world.receive(frame_of("other")).route == Route::wildcard);
  world.client.unsubscribe("chat");
  CHECK(world.receive(frame_of("chat")).route == Route::wildcard);
  CHECK(world.client.counters().received == 4);
  CHECK(world.client.counters().unwanted == 1);
}

TEST_CASE("an object without a type is a message for those who want all", "[client][B24]") {
  World world;
  world.client.want_all(true);
  world.establish();
  const auto verdict = world.receive(R"({"a":1})");
  CHECK(verdict.disposition == Disposition::delivered);
  CHECK(verdict.route == Route::wildcard);
}

TEST_CASE("W35: what is no JSON object reaches nobody and is counted", "[client][W35][B09][B18][B19]") {
  const std::string text = GENERATE(as<std::string>{}, "", "null", "42", "[]", R"("hi")", "{", "NaN",
                                    "{'a':1}", "{}x", "\xEF\xBB\xBF{}");
  World world;
  world.client.want_all(true);
  world.establish();
  const auto verdict = world.receive(text);
  CHECK(verdict.disposition == Disposition::invalid);
  CHECK(verdict.route == Route::none);
  CHECK_FALSE(verdict.keep);
  CHECK(world.client.counters().invalid == 1);
  CHECK(world.client.counters().received == 0);
  CHECK(world.state() == State::connected);
}

TEST_CASE("a prefix without the type decides nothing and the whole text then does", "[client]") {
  World world;
  world.client.subscribe("chat", Route{1});
  world.establish();
  const std::string whole = R"({"text":"long","type":"chat"})";
  const auto first =
      world.client.on_text(world.socket(), prefix(std::string_view(whole).substr(0, 12), whole.size()));
  CHECK(first.disposition == Disposition::needs_whole);
  CHECK(world.client.counters().received == 0);
  const auto second = world.receive(whole);
  CHECK(second.disposition == Disposition::delivered);
  CHECK(number(second.sequence) == 1);
}

TEST_CASE("history counts the whole text even where only its beginning was seen", "[client]") {
  Config config = plain_config();
  config.history.max_bytes = 1'000;
  World world(config);
  world.establish();
  const auto verdict = world.client.on_text(world.socket(), prefix(R"({"type":"chat","text":")", 2'000));
  CHECK(verdict.disposition == Disposition::unwanted);
  CHECK_FALSE(verdict.keep);
}

TEST_CASE("history keeps what nobody subscribed to and can be cleared", "[client]") {
  World world;
  world.establish();
  for (const auto* type : {"a", "b", "a"}) world.receive(frame_of(type));
  CHECK(world.client.oldest_kept() == Sequence{1});
  world.client.clear_history();
  CHECK(world.client.oldest_kept() == Sequence{4});
  CHECK(number(world.receive(frame_of("a")).sequence) == 4);
}

TEST_CASE("a history that is off keeps nothing and messages count all the same", "[client]") {
  Config config = plain_config();
  config.history.max_count = 0;
  World world(config);
  world.establish();
  const auto verdict = world.receive(frame_of("a"));
  CHECK_FALSE(verdict.keep);
  CHECK(number(verdict.sequence) == 1);
  CHECK(number(world.receive(frame_of("a")).sequence) == 2);
}

TEST_CASE("C8: a server's ping is answered and nobody sees it", "[client][C8][W34]") {
  World world;
  world.client.want_all(true);
  world.establish();
  world.take();
  const auto verdict = world.receive(R"({"type":"ping"})");
  CHECK(verdict.disposition == Disposition::control);
  CHECK(world.wire() == Lines{R"({"type":"pong"})"});
  CHECK(world.take().empty());
  CHECK(world.client.counters().received == 0);
  CHECK_FALSE(verdict.keep);
}

TEST_CASE("C9: the pong has the profile's shape", "[client][C9]") {
  Config config = plain_config();
  config.format = {.type_key = "event", .payload_key = "data", .empty_payload = "{}"};
  config.answer_ping = PingAnswer{.ping_type = "are_you_there", .pong_type = "i_am"};
  World world(config);
  world.establish();
  world.receive(R"({"event":"are_you_there"})");
  CHECK(world.wire() == Lines{R"({"event":"i_am","data":{}})"});
}

TEST_CASE("C8: where pings are not to be answered they are messages", "[client][C8]") {
  Config config = plain_config();
  config.answer_ping.reset();
  World world(config);
  world.establish();
  CHECK(world.receive(frame_of("ping")).disposition == Disposition::unwanted);
  CHECK(world.wire().empty());
}

TEST_CASE("a pong overtakes what waits for a congested socket", "[client][W34][F25]") {
  World world;
  world.establish();
  world.transport.set_buffered_amount(2 * kMiB);
  world.send("a");
  world.receive(frame_of("ping"));
  CHECK(world.wire() == Lines{frame_of("pong")});
}

TEST_CASE("W10: a pong is no message of ours and proves nothing", "[client][W10]") {
  World world;
  world.connect();
  world.refuse_dials(1);
  world.step();
  world.open();
  world.receive(frame_of("ping"));
  world.receive(frame_of("welcome"));
  world.cut();
  CHECK(world.take().back() == "retry 2 in 2000 ms");
}

TEST_CASE("F31: a frame of an older socket is stale and answers no ping", "[client][F31]") {
  World world;
  world.establish();
  const Generation old = world.socket();
  world.cut();
  world.step();
  world.open();
  CHECK(world.receive(old, frame_of("ping")).disposition == Disposition::stale);
  CHECK(world.receive(old, "garbage").disposition == Disposition::stale);
  CHECK_FALSE(world.receive_binary(old));
  world.unreadable(old, ErrorCode::message_too_big);
  CHECK(world.wire().empty());
  CHECK(world.state() == State::connected);
  CHECK(world.client.counters().stale == 3);
  CHECK(world.client.counters().invalid == 0);
}

TEST_CASE("F40: nothing that arrives after our close is delivered", "[client][F40]") {
  World world;
  world.client.want_all(true);
  world.establish();
  world.disconnect();
  REQUIRE(world.state() == State::closing);
  CHECK(world.receive(frame_of("chat")).disposition == Disposition::stale);
  CHECK(world.receive(frame_of("ping")).disposition == Disposition::stale);
  CHECK_FALSE(world.receive_binary());
  CHECK(world.wire().empty());
}

TEST_CASE("B20: a binary frame counts on the socket that is in use", "[client][B20]") {
  World world;
  world.connect();
  CHECK_FALSE(world.receive_binary());
  world.open();
  CHECK(world.receive_binary());
  CHECK(world.client.counters().received == 1);
}

TEST_CASE("F45: a frame that is too big ends the socket with 4009 and it is dialled again",
          "[client][F45][F46][B05]") {
  const auto why = GENERATE(ErrorCode::message_too_big, ErrorCode::out_of_memory);
  World world;
  world.establish();
  world.take();
  world.unreadable(why);
  CHECK(world.transport.sockets()[0].close_code == 4009);
  CHECK(world.take().front() == "failure " + std::string(name_of(why)));
  CHECK(world.state() == State::reconnecting);
}

}  // namespace
}  // namespace chatwire::core

#include "core/client.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "fakes/world.h"

namespace chatwire::core {
namespace {

using fakes::auth_config;
using fakes::frame_of;
using fakes::plain_config;
using fakes::World;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using port::Delivery;
using port::FrameKind;

TextFrame prefix(std::string_view bytes, std::size_t total_size) {
  return {.bytes = bytes, .extent = wire::Extent::prefix, .total_size = total_size};
}

std::uint64_t number(Sequence sequence) {
  return raw(sequence);
}

TEST_CASE("a message sent on a usable link leaves at once and needs no event", "[client]") {
  World world;
  world.establish();
  world.take();
  const auto outcome = world.client.send_message(ReceiptId{9}, "chat", R"({"text":"hi"})");
  CHECK(outcome.delivery == Delivery::sent);
  CHECK(outcome.reason == ErrorCode::none);
  CHECK(world.wire() == Lines{R"({"type":"chat","payload":{"text":"hi"}})"});
  CHECK(world.take().empty());
}

TEST_CASE("C13: a message sent while there is no link waits and starts no dial", "[client][C13]") {
  World world;
  CHECK(world.send("a").delivery == Delivery::queued);
  CHECK(world.state() == State::idle);
  CHECK(world.transport.dials() == 0);
  CHECK(world.client.queued_count() == 1);
  CHECK(world.client.queued_bytes() == frame_of("a").size());
}

TEST_CASE("F37: what waited leaves first and in order once the link is usable", "[client][F37][W29][W30]") {
  World world;
  world.send("a");
  world.connect();
  world.send("b");
  world.take();
  world.open();
  CHECK(world.take() ==
        Lines{"state connecting -> connected", "opened #1", "receipt 1 sent", "receipt 2 sent", "drained"});
  CHECK(world.send("c").delivery == Delivery::sent);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b"), frame_of("c")});
  CHECK(world.client.queued_bytes() == 0);
}

TEST_CASE("bytes of any kind go out as they were given", "[client][B16][B19]") {
  World world;
  const std::string bytes("\0\xFF{", 3);
  world.send_frame(FrameKind::binary, bytes);
  world.establish();
  world.send_frame(FrameKind::binary, {});
  REQUIRE(world.transport.frames().size() == 2);
  CHECK(world.transport.frames()[0].kind == FrameKind::binary);
  CHECK(world.transport.frames()[0].bytes == bytes);
  CHECK(world.transport.frames()[1].bytes.empty());
}

TEST_CASE("a frame that the socket does not take stays first in the queue", "[client][W24][W31]") {
  World world;
  world.establish();
  int refused = 0;
  world.transport.refuse_send([&] { return ++refused <= 2; });
  CHECK(world.send("a").delivery == Delivery::queued);
  CHECK(refused == 2);  // once directly and once from the queue: no endless loop
  CHECK(world.send("b").delivery == Delivery::queued);
  CHECK(world.wire() == Lines{frame_of("a"), frame_of("b")});
}

TEST_CASE("W24: a socket that takes nothing is asked again later and not in a loop", "[client][W24]") {
  World world;
  world.establish();
  int asked = 0;
  world.transport.refuse_send([&] { return ++asked > 0; });
  world.send("a");
  world.advance(160ms);
  CHECK(asked <= 14);
  CHECK(world.client.queued_count() == 1);
  world.transport.take_everything();
  world.advance(16ms);
  CHECK(world.wire() == Lines{frame_of("a")});
  CHECK_FALSE(world.host.timer().has_value());
}

TEST_CASE("C14: the oldest gives way to the newest and its sender is told", "[client][C14][F25]") {
  Config config = plain_config();
  config.outbox.max_count = 2;
  World world(config);
  world.send("a");
  world.send("b");
  CHECK(world.send("c").delivery == Delivery::queued);
  CHECK(world.take() == Lines{"receipt 1 dropped: OUTBOX_OVERFLOW"});
  world.establish();
  CHECK(world.wire() == Lines{frame_of("b"), frame_of("c")});
  CHECK(world.client.counters().dropped == 1);
}

TEST_CASE("C14: where the newest is refused its sender is told by the outcome alone", "[client][C14]") {
  Config config = plain_config();
  config.outbox.max_count = 1;
  config.outbox.overflow = Overflow::reject;
  World world(config);
  world.send("a");
  const auto outcome = world.send("b");
  CHECK(outcome.delivery == Delivery::dropped);
  CHECK(outcome.reason == ErrorCode::outbox_overflow);
  CHECK(world.take().empty());
  CHECK(world.client.counters().dropped == 1);
}

TEST_CASE("W26: disconnect gives back what was queued", "[client][W26]") {
  World world;
  world.send("a");
  world.connect();
  world.take();
  world.disconnect();
  CHECK(world.take() == Lines{"closed 1000 before it was usable", "state connecting -> closed",
                              "receipt 1 dropped: DISCONNECTED"});
  world.establish();
  CHECK(world.wire().empty());
}

TEST_CASE("W26: what is queued survives disconnect only where that was asked for", "[client][W26]") {
  Config config = plain_config();
  config.outbox.keep_on_disconnect = true;
  World world(config);
  world.send("a");
  world.connect();
  world.disconnect();
  CHECK(world.client.queued_count() == 1);
  world.establish();
  CHECK(world.wire() == Lines{frame_of("a")});
}

TEST_CASE("W28: when the client gives up it hands back what was queued and says why", "[client][W28]") {
  Config config = plain_config();
  config.reconnect.max_attempts = 1;
  World world(config);
  world.send("a");
  world.send("b");
  world.connect();
  world.refuse_dials(1);
  world.take();
  world.refuse_dials(1);
  CHECK(world.take() == Lines{"state reconnecting -> connecting", "closed 1006 before it was usable",
                              "state connecting -> failed: ATTEMPTS_EXHAUSTED", "failure ATTEMPTS_EXHAUSTED",
                              "receipt 1 dropped: ATTEMPTS_EXHAUSTED",
                              "receipt 2 dropped: ATTEMPTS_EXHAUSTED"});
}

TEST_CASE("W28: a client that fails again within one call hands back what was queued meanwhile",
          "[client][W28][F05]") {
  World world;
  world.transport.refuse_open(true);
  world.connect();
  REQUIRE(world.state() == State::failed);
  world.send("a");
  world.take();
  world.connect();
  CHECK(world.take() == Lines{"state failed -> connecting", "state connecting -> failed: BAD_URL",
                              "failure BAD_URL", "receipt 1 dropped: BAD_URL"});
  CHECK(world.client.queued_count() == 0);
}

TEST_CASE("B28: a close code that cannot be sent is refused and changes nothing", "[client][B28]") {
  const int code = GENERATE(0, 999, 1001, 1005, 1006, 2999, 5000);
  World world;
  world.establish();
  world.take();
  world.disconnect(code);
  CHECK(world.take() == Lines{"failure INVALID_CLOSE_CODE (" + std::to_string(code) + ")"});
  CHECK(world.state() == State::connected);
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

TEST_CASE("history keeps what nobody subscribed to and can be asked and cleared", "[client]") {
  World world;
  world.establish();
  for (const auto* type : {"a", "b", "a"}) world.receive(frame_of(type));
  CHECK(world.client.history({.type = "a"}) == std::vector<Sequence>{Sequence{1}, Sequence{3}});
  CHECK(world.client.oldest_kept() == Sequence{1});
  world.client.clear_history();
  CHECK(world.client.history({}).empty());
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
  CHECK(world.client.history({}).empty());
}

TEST_CASE("history is asked by the date on the wall", "[client]") {
  World world;
  world.establish();
  world.host.set_wall_time(WallTime{1'000});
  world.receive(frame_of("a"));
  world.host.set_wall_time(WallTime{2'000});
  world.receive(frame_of("b"));
  CHECK(world.client.history({.since = WallTime{1'500}}) == std::vector<Sequence>{Sequence{2}});
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
  CHECK(world.client.history({}).empty());
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

TEST_CASE("credentials leave before anything that is queued", "[client][C25][W27]") {
  World world(auth_config());
  world.send("queued");
  world.establish();
  CHECK(world.wire().empty());
  world.authenticate();
  CHECK(world.send("later").delivery == Delivery::queued);
  CHECK(world.wire() == Lines{R"({"type":"auth","payload":{"token":"secret"}})"});
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::control);
  CHECK(world.wire().size() == 3);
  CHECK(world.wire()[1] == frame_of("queued"));
  CHECK(world.wire()[2] == frame_of("later"));
}

TEST_CASE("credentials that come too late go nowhere", "[client][C25][F31]") {
  World world(auth_config());
  world.establish();
  const Generation old = world.socket();
  world.cut();
  world.client.authenticate(old, "auth", "{}");
  world.step();
  world.client.authenticate(old, "auth", "{}");
  world.client.authenticate(world.socket(), "auth", "{}");
  world.open();
  world.client.authenticate(old, "auth", "{}");
  CHECK(world.wire().empty());
  world.authenticate();
  world.receive(frame_of("auth_ok"));
  world.authenticate();
  CHECK(world.wire().size() == 1);
}

TEST_CASE("once accepted the names of the authentication are messages like others", "[client]") {
  World world(auth_config());
  world.client.want_all(true);
  world.establish();
  world.receive(frame_of("auth_ok"));
  CHECK(world.receive(frame_of("auth_error")).disposition == Disposition::delivered);
  CHECK(world.receive(frame_of("auth_ok")).disposition == Disposition::delivered);
  CHECK(world.state() == State::connected);
}

TEST_CASE("the counters tell what happened since the client was made", "[client]") {
  World world;
  world.send("a");
  world.establish();
  world.send("b");
  world.receive(frame_of("x"));
  world.receive("[]");
  world.cut();
  world.step();
  world.open();
  const Counters& counters = world.client.counters();
  CHECK(counters.sent == 2);
  CHECK(counters.received == 1);
  CHECK(counters.unwanted == 1);
  CHECK(counters.invalid == 1);
  CHECK(counters.connects == 2);
  CHECK(counters.dropped == 0);
}

TEST_CASE("messages and sends on a healthy link never touch the timer", "[client]") {
  World world;
  world.establish();
  const int calls = world.host.timer_calls();
  for (int n = 0; n < 100; ++n) {
    world.send("a");
    world.receive(frame_of("b"));
    world.receive(frame_of("ping"));
  }
  CHECK(world.host.timer_calls() == calls);
}

TEST_CASE("a timer that fires early is set again and changes nothing", "[client][F19]") {
  World world;
  world.connect();
  const auto deadline = world.host.timer();
  world.take();
  world.advance(5s);
  // The platform's timer is gone once it fired, whenever it did.
  world.host.clear_timer();
  world.client.on_deadline();
  CHECK(world.host.timer() == deadline);
  CHECK(world.take().empty());
}

TEST_CASE("a timer that fires hours late does once what was due", "[client][F14]") {
  World world;
  world.establish();
  world.cut();
  world.take();
  world.host.oversleep(5h);
  CHECK(world.take() == Lines{"state reconnecting -> connecting"});
  CHECK(world.host.until_timer() == Duration{10s});
}

TEST_CASE("a client that is destroyed leaves its socket and its timer behind", "[client][F41]") {
  fakes::FakeHost host;
  fakes::ScriptedTransport transport;
  fakes::RecordingListener listener;
  {
    Client client(plain_config(), host, transport, listener);
    client.connect();
    client.send_message(ReceiptId{1}, "a", {});
    REQUIRE(host.timer().has_value());
  }
  CHECK_FALSE(host.timer().has_value());
  CHECK(transport.live() == 0);
  CHECK(listener.take() == Lines{"state idle -> connecting"});
}

}  // namespace
}  // namespace chatwire::core

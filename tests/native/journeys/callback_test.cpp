// A listener calls back into the client that calls it.

#include <functional>
#include <utility>

#include "journeys/journey.h"

namespace chatwire {
namespace {

struct Reaction {
  const char* name;
  std::function<void(World&)> act;
};

const std::vector<Reaction>& reactions() {
  static const std::vector<Reaction> kReactions = {
      {"connect", [](World& world) { world.connect(); }},
      {"disconnect", [](World& world) { world.disconnect(); }},
      {"disconnect and connect",
       [](World& world) {
         world.disconnect(4000, "again");
         world.connect();
       }},
      {"connect and disconnect",
       [](World& world) {
         world.connect();
         world.disconnect();
       }},
      {"send", [](World& world) { world.send("from inside"); }},
      {"ask", [](World& world) { world.request("from inside", "b"); }},
      {"cancel a request", [](World& world) { world.cancel_request(1); }},
      {"subscribe", [](World& world) { world.client.subscribe("chat", Route{5}); }},
      {"unsubscribe", [](World& world) { world.client.unsubscribe("chat"); }},
      {"authenticate",
       [](World& world) {
         if (world.has_socket()) world.authenticate();
       }},
      {"give an address", [](World& world) { world.give_address("wss://elsewhere.example/ws"); }},
      {"withhold", [](World& world) { world.withhold(false); }},
      {"withhold for good", [](World& world) { world.withhold(true); }},
      {"other credentials", [](World& world) { world.renew_credentials(); }},
      {"decline a retry", [](World& world) { world.decide_retry(false); }},
      {"freeze and wake",
       [](World& world) {
         world.hint(port::Hint::frozen);
         world.hint(port::Hint::awake);
       }},
      {"bad close code", [](World& world) { world.disconnect(1001); }},
      {"clear history", [](World& world) { world.client.clear_history(); }},
      {"fire the deadline early",
       [](World& world) {
         if (world.host.timer()) world.client.on_deadline();
       }},
  };
  return kReactions;
}

constexpr std::size_t kEventKinds = std::variant_size_v<port::Event>;

/// A tour past every kind of event. Where a reaction has led elsewhere, its steps are late events, which must
/// not hurt.
void tour(World& world) {
  const auto if_alive = [&world](void (*act)(World&)) {
    if (world.transport.live() > 0) act(world);
  };
  // Answers to questions that were not asked are dropped.
  const auto answer = [&world] {
    world.decide_retry(true);
    if (world.step()) world.give_address("wss://chat.example/ws");
  };
  world.request("asked", "a");
  world.send("first");  // displaces
  world.connect();
  world.give_address("wss://chat.example/ws");
  if_alive([](World& w) { w.open(); });
  if_alive([](World& w) { w.receive(frame_of("auth_ok")); });
  if_alive([](World& w) { w.receive(frame_of("chat")); });
  if_alive([](World& w) { w.receive(frame_of("ping")); });
  if_alive([](World& w) { w.socket_fails(); });
  if_alive([](World& w) { w.cut(); });
  world.send("second");
  world.send("third");  // displaces
  answer();
  if_alive([](World& w) { w.open(); });
  if_alive([](World& w) { w.receive(frame_of("auth_error")); });
  answer();
  if_alive([](World& w) { w.open(); });
  world.disconnect();
  if_alive([](World& w) { w.server_closes(1000); });
}

core::Config small_outbox() {
  core::Config config = auth_config();
  config.asks_address = true;
  config.asks_before_retry = true;
  config.outbox.max_count = 1;
  return config;
}

TEST_CASE("the tour passes every kind of event", "[journey][F39]") {
  World world(small_outbox());
  tour(world);
  std::vector<bool> seen(kEventKinds);
  for (const port::Event& event : world.listener.events()) seen[event.index()] = true;
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    CAPTURE(kind);
    CHECK(seen[kind]);
  }
}

TEST_CASE("F39: any call from inside any event leaves a client that works", "[journey][F39][S9]") {
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    for (const Reaction& reaction : reactions()) {
      // The first such event, then the second, then every one of the first five.
      for (const int turn : {1, 2, 0}) {
        INFO("event kind " << kind << ", " << reaction.name << ", turn " << turn);
        World world(small_outbox());
        int events = 0;
        int reacted = 0;
        world.react([&](const port::Event& event) {
          if (event.index() != kind) return;
          ++events;
          const bool its_turn = turn == 0 ? events <= 5 : events == turn;
          if (!its_turn) return;
          ++reacted;
          reaction.act(world);
        });
        tour(world);
        if (turn == 1) CHECK(reacted == 1);

        // Whatever came of it, it can be used.
        world.react([](const port::Event&) {});
        world.disconnect();
        if (world.transport.live() > 0) world.server_closes(1000);
        world.client.subscribe("chat", Route{9});
        world.establish();
        world.receive(frame_of("auth_ok"));
        CHECK(world.state() == State::connected);
        CHECK(world.send("afterwards").delivery == port::Delivery::sent);
        CHECK(world.receive(frame_of("chat")).route == Route{9});
      }
    }
  }
}

TEST_CASE("F39: what a callback causes is told after what was there before", "[journey][F39]") {
  World world;
  world.send("queued");
  world.react([&](const port::Event& event) {
    if (std::holds_alternative<port::Opened>(event)) world.disconnect();
  });
  world.establish();
  CHECK(world.take() == Lines{"state idle -> connecting", "state connecting -> connected", "opened #1",
                              "receipt 1 sent", "drained", "state connected -> closing"});
}

TEST_CASE("F39: a message sent on opening leaves behind what was queued", "[journey][F39][F37]") {
  World world;
  world.send("queued");
  world.react([&](const port::Event& event) {
    if (std::holds_alternative<port::Opened>(event)) world.send("hello");
  });
  world.establish();
  CHECK(world.wire() == Lines{frame_of("queued"), frame_of("hello")});
}

TEST_CASE("F39: a listener meets the state that the last call left", "[journey][F39]") {
  World world;
  std::vector<State> met;
  world.react([&](const port::Event& event) {
    if (!std::holds_alternative<port::StateChanged>(event)) return;
    met.push_back(world.state());
    if (world.state() == State::connecting) world.disconnect();
  });
  world.connect();
  CHECK(met == std::vector<State>{State::connecting, State::closed});
}

TEST_CASE("F39: of connect, disconnect and connect inside the listener the last one counts",
          "[journey][F39]") {
  World world;
  bool done = false;
  world.react([&](const port::Event& event) {
    if (!std::holds_alternative<port::StateChanged>(event) || std::exchange(done, true)) return;
    world.connect();
    world.disconnect(4000, "again");
    world.connect();
  });
  world.connect();
  CHECK(world.take() == Lines{"state idle -> connecting", "closed 4000 'again' before it was usable",
                              "state connecting -> closed", "state closed -> connecting"});
  CHECK(world.transport.live() == 1);
  world.open();
  CHECK(world.state() == State::connected);
}

TEST_CASE("F39: a listener that reconnects at every close dials once for each", "[journey][F39][F09]") {
  World world;
  int closes = 0;
  world.react([&](const port::Event& event) {
    if (std::holds_alternative<port::Closed>(event) && ++closes <= 10) world.connect();
  });
  world.establish();
  for (int n = 0; n < 10; ++n) {
    world.cut();
    CHECK(world.state() == State::connecting);
    world.open();
  }
  CHECK(world.transport.dials() == 11);
}

TEST_CASE("F39: a listener that fills a full outbox at every drop is told of each", "[journey][F39][C14]") {
  World world(small_outbox());
  world.react([&](const port::Event& event) {
    if (std::holds_alternative<port::ReceiptChanged>(event) && world.last_receipt() < 50) world.send("again");
  });
  world.send("first");
  world.send("second");
  CHECK(world.last_receipt() == 50);
  CHECK(world.listener.all<port::ReceiptChanged>().size() == 49);
  CHECK(world.client.queued_count() == 1);
}

}  // namespace
}  // namespace chatwire

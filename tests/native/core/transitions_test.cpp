#include "core/transitions.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "fakes/world.h"

namespace chatwire::core {
namespace {

using fakes::World;

using Move = std::pair<State, State>;
using Moves = std::set<Move>;
using Table = std::vector<std::vector<std::string>>;

std::vector<State> all_states() {
  std::vector<State> states;
  states.reserve(kStateCount);
  for (int state = 0; state < kStateCount; ++state) states.push_back(static_cast<State>(state));
  return states;
}

State state_of(std::string_view name) {
  for (const State state : all_states()) {
    if (name_of(state) == name) return state;
  }
  FAIL("docs/CONNECTION.md names a state that does not exist: " << name);
  return State::idle;
}

std::string to_text(const Moves& moves) {
  std::string text;
  for (const auto& [from, to] : moves)
    text += std::string(name_of(from)) + " -> " + std::string(name_of(to)) + "\n";
  return text;
}

/// The table under `heading` in docs/CONNECTION.md, with its header, without its rule, cells bare of quotes
/// and spaces.
Table table_under(const std::string& heading) {
  std::ifstream file(CHATWIRE_SOURCE_DIR "/docs/CONNECTION.md");
  std::string line;
  while (std::getline(file, line) && line != "## " + heading) {
  }
  Table table;
  while (std::getline(file, line) && !line.starts_with("## ")) {
    if (!line.starts_with("|") || line.starts_with("| ---")) continue;
    std::istringstream cells(line.substr(1));
    auto& row = table.emplace_back();
    for (std::string cell; std::getline(cells, cell, '|');) {
      std::erase(cell, '`');
      const auto begin = cell.find_first_not_of(' ');
      row.push_back(begin == std::string::npos ? ""
                                               : cell.substr(begin, cell.find_last_not_of(' ') + 1 - begin));
    }
  }
  REQUIRE(table.size() > 1);
  for (const auto& row : table) REQUIRE(row.size() == table[0].size());
  return table;
}

Moves legal_moves() {
  Moves moves;
  for (const State from : all_states()) {
    for (const State to : all_states()) {
      if (is_legal(from, to)) moves.emplace(from, to);
    }
  }
  return moves;
}

// The stimuli. Each may come in every state: a socket event where there is no socket is a late one.

Generation newest(const World& world) {
  return world.has_socket() ? world.socket() : Generation{1};
}

void close_with(World& world, int code) {
  if (world.has_socket()) return world.server_closes(code);
  world.client.on_close(newest(world), code, {}, true);
}

using Stimulus = std::function<void(World&)>;

const std::map<std::string, Stimulus>& stimuli() {
  static const std::map<std::string, Stimulus> kStimuli = {
      {"connect", [](World& world) { world.connect(); }},
      {"disconnect", [](World& world) { world.disconnect(); }},
      {"open", [](World& world) { world.has_socket() ? world.open() : world.client.on_open(newest(world)); }},
      {"error", [](World& world) { world.socket_fails(newest(world)); }},
      {"close 1000", [](World& world) { close_with(world, 1000); }},
      {"close 1006", [](World& world) { close_with(world, 1006); }},
      {"close 1012", [](World& world) { close_with(world, 1012); }},
      {"close 1013", [](World& world) { close_with(world, 1013); }},
      {"close 4400", [](World& world) { close_with(world, 4400); }},
      {"close 4401", [](World& world) { close_with(world, 4401); }},
      {"deadline", [](World& world) { world.step(); }},
      {"accepted", [](World& world) { world.receive(newest(world), R"({"type":"auth_ok"})"); }},
      {"rejected", [](World& world) { world.receive(newest(world), R"({"type":"auth_error"})"); }},
      {"unreadable", [](World& world) { world.unreadable(newest(world), ErrorCode::message_too_big); }},
      {"frozen", [](World& world) { world.hint(port::Hint::frozen); }},
      {"other credentials", [](World& world) { world.renew_credentials(); }},
      {"declined", [](World& world) { world.decide_retry(false); }},
      {"message", [](World& world) { world.receive(newest(world), R"({"type":"chat"})"); }},
      {"send", [](World& world) { world.send("chat"); }},
      {"bad url", [](World& world) { world.transport.refuse_open(true); }},
  };
  return kStimuli;
}

/// Drives a fresh client to `state`. False: this configuration does not allow it.
bool reach(World& world, State state) {
  switch (state) {
    case State::idle:
      break;
    case State::connecting:
      world.connect();
      break;
    case State::authenticating:
      world.establish();
      break;
    case State::connected:
      world.establish();
      world.receive(R"({"type":"auth_ok"})");
      break;
    case State::reconnecting:
      world.connect();
      world.cut();
      break;
    case State::closing:
      world.establish();
      world.disconnect();
      break;
    case State::closed:
      world.connect();
      world.disconnect();
      break;
    case State::failed:
      world.transport.refuse_open(true);
      world.connect();
      world.transport.refuse_open(false);
      break;
  }
  return world.state() == state;
}

std::vector<Config> configurations() {
  std::vector<Config> all;
  for (Config config : {fakes::plain_config(), fakes::auth_config()}) {
    all.push_back(config);
    config.asks_before_retry = true;
    all.push_back(config);
    config.asks_before_retry = false;
    config.reconnect.max_attempts = 0;
    all.push_back(config);
    config.reconnect.enabled = false;
    all.push_back(config);
  }
  return all;
}

TEST_CASE("the table of legal moves is the one in the documentation", "[transitions]") {
  const Table table = table_under("Which moves are legal (checked)");
  CHECK(table.size() == kStateCount + 1);
  Moves documented;
  for (std::size_t row = 1; row < table.size(); ++row) {
    for (std::size_t column = 1; column < table[row].size(); ++column) {
      if (!table[row][column].empty())
        documented.emplace(state_of(table[row][0]), state_of(table[0][column]));
    }
  }
  CHECK(to_text(documented) == to_text(legal_moves()));
}

TEST_CASE("each stimulus in each state leads where the documentation says", "[transitions]") {
  const Table table = table_under("What causes a move (checked)");
  CHECK(table.size() == kStateCount + 1);
  for (std::size_t row = 1; row < table.size(); ++row) {
    const State from = state_of(table[row][0]);
    for (std::size_t column = 1; column < table[row].size(); ++column) {
      const std::string& stimulus = table[0][column];
      const std::string& cell = table[row][column];
      const State to = cell.empty() ? from : state_of(cell);
      World world(fakes::auth_config());
      REQUIRE(reach(world, from));
      REQUIRE(stimuli().contains(stimulus));
      stimuli().at(stimulus)(world);
      INFO(name_of(from) << " on " << stimulus);
      CHECK(name_of(world.state()) == name_of(to));
    }
  }
}

TEST_CASE("no state is its own neighbour and each can be left and reached", "[transitions]") {
  for (const State state : all_states()) {
    CAPTURE(name_of(state));
    CHECK_FALSE(is_legal(state, state));
    const auto leads_out = [state](State other) { return is_legal(state, other); };
    const auto leads_in = [state](State other) { return is_legal(other, state); };
    const auto states = all_states();
    CHECK(std::any_of(states.begin(), states.end(), leads_out));
    CHECK(std::any_of(states.begin(), states.end(), leads_in) == (state != State::idle));
  }
}

TEST_CASE("every walk of two steps from every state keeps to the table and all of it is walked",
          "[transitions]") {
  Moves walked;
  int reached = 0;
  for (const Config& config : configurations()) {
    for (const State from : all_states()) {
      for (const auto& [first_name, first] : stimuli()) {
        for (const auto& [second_name, second] : stimuli()) {
          World world(config);
          if (!reach(world, from)) continue;
          ++reached;
          first(world);
          second(world);
          // The listener has held each move against the table and against the one before (RecordingListener).
          for (const auto& move : world.listener.all<port::StateChanged>())
            walked.emplace(move.from, move.to);
        }
      }
    }
  }
  CHECK(reached > 10'000);
  CHECK(to_text(walked) == to_text(legal_moves()));
}

}  // namespace
}  // namespace chatwire::core

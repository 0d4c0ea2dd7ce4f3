// The same seed is the same story.

#include <catch_amalgamated.hpp>
#include <set>
#include <string>

#include "fakes/random_driver.h"

namespace chatwire {
namespace {

using fakes::RandomDriver;
using fakes::World;

/// All that can be seen from outside: events, frames, dials, timers, counters.
std::string story(std::uint64_t seed) {
  core::Config config;
  config.url = "wss://chat.example/ws";
  config.auth = core::AuthPolicy{};
  config.outbox.max_count = 50;
  config.reconnect.max_attempts = 6;
  World world(config, seed);
  RandomDriver driver(world, seed, {.disconnects = 2});
  for (int step = 0; step < 200; ++step) driver.step();
  std::string text;
  for (const auto& line : world.listener.lines()) text += line + "\n";
  for (const auto& frame : world.transport.frames())
    text += std::to_string(raw(frame.socket)) + frame.bytes + "\n";
  const auto& counters = world.client.counters();
  for (const std::uint64_t count : {counters.received, counters.unwanted, counters.invalid, counters.stale,
                                    counters.sent, counters.dropped, counters.connects}) {
    text += std::to_string(count) + " ";
  }
  return text + std::to_string(world.host.timer_calls());
}

TEST_CASE("F50: the same seed twice is the same story byte for byte", "[journey][F50]") {
  std::set<std::string> stories;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string first = story(seed);
    if (first != story(seed)) FAIL("seed " << seed << " told two stories");
    stories.insert(first);
  }
  CHECK(stories.size() == 100);
}

}  // namespace
}  // namespace chatwire

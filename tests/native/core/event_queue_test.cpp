#include "core/event_queue.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "fakes/recording_listener.h"

namespace chatwire::core {
namespace {

using Lines = std::vector<std::string>;

port::Opened opened(std::uint32_t generation) {
  return {Generation{generation}};
}

TEST_CASE("events wait for the flush and come in the order in which they happened", "[event_queue]") {
  EventQueue queue;
  fakes::RecordingListener listener;
  queue.push(opened(1));
  queue.push(port::Drained{});
  CHECK(listener.lines().empty());
  queue.flush(listener);
  CHECK(listener.lines() == Lines{"opened #1", "drained"});
  queue.flush(listener);
  CHECK(listener.lines().size() == 2);
}

TEST_CASE("F39: what a callback adds is told after what was there before", "[event_queue][F39]") {
  EventQueue queue;
  fakes::RecordingListener listener;
  listener.react([&](const port::Event& event) {
    if (fakes::to_line(event) != "opened #1") return;
    queue.push(opened(3));
    // The inner flush leaves it to the outer one, or #3 would overtake #2.
    queue.flush(listener);
    CHECK(listener.lines().size() == 1);
  });
  queue.push(opened(1));
  queue.push(opened(2));
  queue.flush(listener);
  CHECK(listener.lines() == Lines{"opened #1", "opened #2", "opened #3"});
}

TEST_CASE("the event in a callback's hand stays whole while the queue grows", "[event_queue][F39]") {
  EventQueue queue;
  fakes::RecordingListener listener;
  const std::string long_reason(100, 'r');
  bool first = true;
  listener.react([&](const port::Event& event) {
    if (!std::exchange(first, false)) return;
    for (std::uint32_t n = 0; n < 1'000; ++n) queue.push(opened(n));
    CHECK(std::get<port::Closed>(event).reason == long_reason);
  });
  queue.push(port::Closed{.code = 1006, .reason = long_reason, .was_clean = false, .was_open = true});
  queue.flush(listener);
  CHECK(listener.lines().size() == 1'001);
}

}  // namespace
}  // namespace chatwire::core

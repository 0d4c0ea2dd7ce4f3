#include "core/history.h"

#include <catch_amalgamated.hpp>
#include <deque>
#include <string>
#include <vector>

#include "fakes/dice.h"

namespace chatwire::core {
namespace {

std::vector<int> found(const History& history, const History::Query& query = {}) {
  std::vector<int> numbers;
  for (const Sequence sequence : history.find(query)) numbers.push_back(static_cast<int>(raw(sequence)));
  return numbers;
}

/// Messages 1, 2, 3 ... of one second each, types by turns "a" and "b".
History filled(const HistoryLimits& limits, int count) {
  History history(limits);
  for (int n = 1; n <= count; ++n) {
    history.record(Sequence{static_cast<std::uint64_t>(n)}, n % 2 == 1 ? "a" : "b", 9, WallTime{n * 1'000});
  }
  return history;
}

using Numbers = std::vector<int>;

TEST_CASE("what was received is found again from the oldest on", "[history]") {
  const History history = filled({}, 4);
  CHECK(found(history) == Numbers{1, 2, 3, 4});
  CHECK(history.size() == 4);
}

TEST_CASE("a query chooses by type and time and number and count", "[history]") {
  const History history = filled({}, 6);
  CHECK(found(history, {.type = "a"}) == Numbers{1, 3, 5});
  CHECK(found(history, {.type = "c"}).empty());
  CHECK(found(history, {.since = WallTime{4'000}}) == Numbers{4, 5, 6});
  CHECK(found(history, {.since = WallTime{9'000}}).empty());
  CHECK(found(history, {.after = Sequence{4}}) == Numbers{5, 6});
  CHECK(found(history, {.after = Sequence{6}}).empty());
  CHECK(found(history, {.after = Sequence{}}) == Numbers{1, 2, 3, 4, 5, 6});
  CHECK(found(history, {.limit = 2}) == Numbers{5, 6});
  CHECK(found(history, {.limit = 0}).empty());
  CHECK(found(history, {.type = "b", .since = WallTime{2'000}, .after = Sequence{1}, .limit = 2}) ==
        Numbers{4, 6});
}

TEST_CASE("a wall clock that steps back hides nothing", "[history][F18]") {
  History history({});
  history.record(Sequence{1}, "a", 1, WallTime{5'000});
  history.record(Sequence{2}, "a", 1, WallTime{1'000});
  history.record(Sequence{3}, "a", 1, WallTime{6'000});
  CHECK(found(history, {.since = WallTime{4'000}}) == Numbers{1, 3});
}

TEST_CASE("a full ring drops its oldest by count", "[history][W42]") {
  const History history = filled({.max_count = 3}, 5);
  CHECK(found(history) == Numbers{3, 4, 5});
  CHECK(history.oldest() == Sequence{3});
  CHECK(history.bytes() == 30);
}

TEST_CASE("a full ring drops its oldest by bytes and counts the type too", "[history][W42]") {
  // Nine bytes of text and one of type each.
  const History history = filled({.max_bytes = 25}, 5);
  CHECK(found(history) == Numbers{4, 5});
  CHECK(history.bytes() == 20);
}

TEST_CASE("a message larger than the ring is not kept and pushes nobody out", "[history]") {
  History history({.max_bytes = 100});
  CHECK(history.record(Sequence{1}, "a", 50, WallTime{}));
  CHECK_FALSE(history.record(Sequence{2}, "a", 100, WallTime{}));
  CHECK_FALSE(history.record(Sequence{3}, std::string(101, 't'), 0, WallTime{}));
  CHECK(history.record(Sequence{4}, "a", 10, WallTime{}));
  CHECK(found(history) == Numbers{1, 4});
  CHECK(history.record(Sequence{5}, "a", 99, WallTime{}));
  CHECK(found(history) == Numbers{5});
}

TEST_CASE("a ring for nothing keeps nothing", "[history]") {
  History history({.max_count = 0});
  CHECK_FALSE(history.record(Sequence{1}, "a", 1, WallTime{}));
  CHECK(history.oldest() == Sequence{2});
}

TEST_CASE("the oldest number says which texts may go", "[history]") {
  History history({.max_count = 2});
  CHECK(history.oldest() == Sequence{1});
  history.record(Sequence{1}, "a", 1, WallTime{});
  history.record(Sequence{2}, "a", 1, WallTime{});
  CHECK(history.oldest() == Sequence{1});
  history.record(Sequence{3}, "a", 1, WallTime{});
  CHECK(history.oldest() == Sequence{2});
  history.clear();
  CHECK(history.oldest() == Sequence{4});
  CHECK(history.bytes() == 0);
  CHECK(found(history).empty());
}

TEST_CASE("the ring agrees with a plain list over thousands of messages", "[history][W42]") {
  struct Kept {
    int number;
    std::size_t bytes;
  };
  const HistoryLimits limits{.max_count = 50, .max_bytes = 2'000};
  History history(limits);
  std::deque<Kept> kept;
  std::size_t bytes = 0;
  fakes::Dice dice(9);
  for (int n = 1; n <= 5'000; ++n) {
    const std::size_t size = dice.below(dice.chance(2) ? 3'000 : 90);
    const bool fits = size + 1 <= limits.max_bytes;
    REQUIRE(history.record(Sequence{static_cast<std::uint64_t>(n)}, "t", size, WallTime{n}) == fits);
    if (fits) {
      kept.push_back({n, size + 1});
      bytes += size + 1;
    }
    while (kept.size() > limits.max_count || bytes > limits.max_bytes) {
      bytes -= kept.front().bytes;
      kept.pop_front();
    }
    REQUIRE(history.size() == kept.size());
    REQUIRE(history.bytes() == bytes);
    REQUIRE(raw(history.oldest()) == static_cast<std::uint64_t>(kept.empty() ? n + 1 : kept.front().number));
  }
}

}  // namespace
}  // namespace chatwire::core

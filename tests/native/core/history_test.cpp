#include "core/history.h"

#include <catch_amalgamated.hpp>
#include <cstdint>
#include <deque>

#include "fakes/dice.h"

namespace chatwire::core {
namespace {

/// Messages 1, 2, 3 ... of ten bytes each.
History filled(const HistoryLimits& limits, int count) {
  History history(limits);
  for (int n = 1; n <= count; ++n) history.record(Sequence{static_cast<std::uint64_t>(n)}, 10);
  return history;
}

TEST_CASE("what was received is kept from the first on", "[history]") {
  const History history = filled({}, 4);
  CHECK(history.oldest() == Sequence{1});
  CHECK(history.size() == 4);
  CHECK(history.bytes() == 40);
}

TEST_CASE("a full ring drops its oldest by count", "[history][W42]") {
  const History history = filled({.max_count = 3}, 5);
  CHECK(history.size() == 3);
  CHECK(history.oldest() == Sequence{3});
  CHECK(history.bytes() == 30);
}

TEST_CASE("a full ring drops its oldest by bytes", "[history][W42]") {
  const History history = filled({.max_bytes = 25}, 5);
  CHECK(history.size() == 2);
  CHECK(history.oldest() == Sequence{4});
  CHECK(history.bytes() == 20);
}

TEST_CASE("a message larger than the ring is not kept and pushes nobody out", "[history]") {
  History history({.max_bytes = 100});
  CHECK(history.record(Sequence{1}, 50));
  CHECK_FALSE(history.record(Sequence{2}, 101));
  CHECK(history.record(Sequence{3}, 10));
  CHECK(history.oldest() == Sequence{1});
  CHECK(history.size() == 2);
  CHECK(history.record(Sequence{4}, 100));
  CHECK(history.oldest() == Sequence{4});
}

TEST_CASE("a ring for nothing keeps nothing", "[history]") {
  History history({.max_count = 0});
  CHECK_FALSE(history.record(Sequence{1}, 1));
  CHECK(history.oldest() == Sequence{2});
}

TEST_CASE("the oldest number says which texts may go", "[history]") {
  History history({.max_count = 2});
  CHECK(history.oldest() == Sequence{1});
  history.record(Sequence{1}, 1);
  history.record(Sequence{2}, 1);
  CHECK(history.oldest() == Sequence{1});
  history.record(Sequence{3}, 1);
  CHECK(history.oldest() == Sequence{2});
  history.clear();
  CHECK(history.oldest() == Sequence{4});
  CHECK(history.bytes() == 0);
  CHECK(history.size() == 0);
}

TEST_CASE("a ring that grows keeps its order, wherever its oldest stands", "[history]") {
  History history({.max_count = 200, .max_bytes = 100});
  history.record(Sequence{1}, 99);
  // The first goes with the third; from then on a hundred have room.
  for (std::uint64_t n = 2; n <= 300; ++n) {
    history.record(Sequence{n}, 1);
    CHECK(history.oldest() == Sequence{n <= 2 ? 1 : n <= 101 ? 2 : n - 99});
  }
}

TEST_CASE("numbers beyond 32 bits are themselves", "[history]") {
  constexpr std::uint64_t kFirst = 0xFFFF'FFFE;
  History history({.max_count = 3});
  for (std::uint64_t n = 0; n < 3; ++n) history.record(Sequence{kFirst + n}, 1);
  CHECK(history.oldest() == Sequence{kFirst});
  for (std::uint64_t n = 3; n < 6; ++n) history.record(Sequence{kFirst + n}, 1);
  CHECK(history.oldest() == Sequence{kFirst + 3});
}

TEST_CASE("the ring agrees with a plain list over thousands of messages", "[history][W42]") {
  struct Kept {
    int number;
    std::size_t bytes;
  };
  const HistoryLimits limits{.max_count = 100, .max_bytes = 4'000};
  History history(limits);
  std::deque<Kept> kept;
  std::size_t bytes = 0;
  fakes::Dice dice(9);
  for (int n = 1; n <= 5'000; ++n) {
    const std::size_t size = dice.below(dice.chance(2) ? 3'000 : 90);
    const bool fits = size <= limits.max_bytes;
    REQUIRE(history.record(Sequence{static_cast<std::uint64_t>(n)}, size) == fits);
    if (fits) {
      kept.push_back({n, size});
      bytes += size;
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

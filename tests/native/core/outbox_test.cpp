#include "core/outbox.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

namespace chatwire::core {
namespace {

using enum Priority;
using Receipts = std::vector<ReceiptId>;

Outbox::Item item(std::uint32_t receipt, std::size_t size = 1) {
  return {.receipt = ReceiptId{receipt}, .bytes = size};
}

Outbox::Item item(std::uint32_t receipt, Priority priority, std::size_t size = 1) {
  Outbox::Item made = item(receipt, size);
  made.priority = priority;
  return made;
}

/// `expiry` in milliseconds.
Outbox::Item expiring(std::uint32_t receipt, double expiry, Priority priority = normal) {
  Outbox::Item made = item(receipt, priority);
  made.expiry = TimePoint{Duration{expiry}};
  return made;
}

Receipts numbers(std::initializer_list<std::uint32_t> raw) {
  Receipts receipts;
  for (const std::uint32_t number : raw) receipts.push_back(ReceiptId{number});
  return receipts;
}

TimePoint at(double milliseconds) {
  return TimePoint{Duration{milliseconds}};
}

Receipts expired_at(Outbox& outbox, double now) {
  return outbox.remove_expired(at(now));
}

Outbox filled(const OutboxLimits& limits, std::uint32_t count, std::size_t size = 1) {
  Outbox outbox(limits);
  for (std::uint32_t receipt = 1; receipt <= count; ++receipt) outbox.push(item(receipt, size));
  return outbox;
}

Receipts drained(Outbox& outbox) {
  Receipts receipts;
  while (!outbox.empty()) {
    receipts.push_back(outbox.front().receipt);
    outbox.pop();
  }
  return receipts;
}

TEST_CASE("W30: first in is first out", "[outbox][W30][F37]") {
  Outbox outbox = filled({}, 3);
  CHECK(outbox.size() == 3);
  CHECK(drained(outbox) == Receipts{ReceiptId{1}, ReceiptId{2}, ReceiptId{3}});
  CHECK(outbox.bytes() == 0);
}

TEST_CASE("W31: looking at the front takes nothing out", "[outbox][W31]") {
  Outbox outbox = filled({}, 2, 10);
  CHECK(outbox.front().receipt == ReceiptId{1});
  CHECK(outbox.front().receipt == ReceiptId{1});
  CHECK(outbox.bytes() == 20);
  outbox.pop();
  CHECK(outbox.front().receipt == ReceiptId{2});
  CHECK(outbox.bytes() == 10);
}

TEST_CASE("C14: a full box drops its oldest and says whose they were", "[outbox][C14][W25]") {
  SECTION("by count") {
    Outbox outbox = filled({.max_count = 3}, 3);
    const auto admission = outbox.push(item(4));
    CHECK(admission.accepted);
    CHECK(admission.displaced == Receipts{ReceiptId{1}});
    CHECK(drained(outbox) == Receipts{ReceiptId{2}, ReceiptId{3}, ReceiptId{4}});
  }
  SECTION("by bytes, as many as it takes") {
    Outbox outbox = filled({.max_bytes = 100}, 4, 25);
    const auto admission = outbox.push(item(5, 51));
    CHECK(admission.accepted);
    CHECK(admission.displaced == Receipts{ReceiptId{1}, ReceiptId{2}, ReceiptId{3}});
    CHECK(outbox.bytes() == 76);
    CHECK(drained(outbox) == Receipts{ReceiptId{4}, ReceiptId{5}});
  }
}

TEST_CASE("C14: a full box that rejects keeps what it has", "[outbox][C14]") {
  SECTION("by count") {
    Outbox outbox = filled({.max_count = 2, .overflow = Overflow::reject}, 2);
    const auto admission = outbox.push(item(3));
    CHECK_FALSE(admission.accepted);
    CHECK(admission.displaced.empty());
    CHECK(drained(outbox) == Receipts{ReceiptId{1}, ReceiptId{2}});
  }
  SECTION("by bytes") {
    Outbox outbox = filled({.max_bytes = 10, .overflow = Overflow::reject}, 1, 8);
    CHECK_FALSE(outbox.push(item(2, 3)).accepted);
    CHECK(outbox.push(item(3, 2)).accepted);
    CHECK(outbox.bytes() == 10);
  }
}

TEST_CASE("what can never fit is refused and displaces nobody", "[outbox]") {
  Outbox outbox = filled({.max_bytes = 100}, 2, 30);
  const auto admission = outbox.push(item(3, 101));
  CHECK_FALSE(admission.accepted);
  CHECK(admission.displaced.empty());
  CHECK(outbox.size() == 2);
  CHECK(outbox.push(item(4, 100)).displaced.size() == 2);
}

TEST_CASE("a box for nothing takes nothing", "[outbox][C13]") {
  Outbox outbox({.max_count = 0});
  const auto admission = outbox.push(item(1));
  CHECK_FALSE(admission.accepted);
  CHECK(admission.displaced.empty());
}

TEST_CASE("empty frames cost no bytes and still count", "[outbox][B19]") {
  Outbox outbox = filled({.max_count = 2, .max_bytes = 0}, 2, 0);
  CHECK(outbox.size() == 2);
  CHECK(outbox.push(item(3, 0)).displaced == Receipts{ReceiptId{1}});
}

TEST_CASE("emptying it hands back every receipt from the oldest on", "[outbox][W28]") {
  Outbox outbox = filled({}, 3, 5);
  CHECK(outbox.clear() == Receipts{ReceiptId{1}, ReceiptId{2}, ReceiptId{3}});
  CHECK(outbox.empty());
  CHECK(outbox.bytes() == 0);
  CHECK(outbox.clear().empty());
}

TEST_CASE("high leaves before normal before low, each in its order", "[outbox][F37]") {
  Outbox outbox({});
  for (const auto& each :
       {item(1, low), item(2, normal), item(3, high), item(4, low), item(5, high), item(6)})
    outbox.push(each);
  CHECK(outbox.size() == 6);
  CHECK(outbox.front().receipt == ReceiptId{3});
  CHECK(drained(outbox) == numbers({3, 5, 2, 6, 1, 4}));
}

TEST_CASE("C14: of several priorities the lowest gives way first", "[outbox][C14]") {
  Outbox outbox({.max_count = 4});
  for (const auto& each : {item(1, low), item(2, normal), item(3, low), item(4, high)}) outbox.push(each);
  SECTION("to one as low: the oldest of its own") {
    CHECK(outbox.push(item(5, low)).displaced == numbers({1}));
    CHECK(drained(outbox) == numbers({4, 2, 3, 5}));
  }
  SECTION("to one above, until none is left that is not above it") {
    CHECK(outbox.push(item(5, normal)).displaced == numbers({1}));
    CHECK(outbox.push(item(6, normal)).displaced == numbers({3}));
    CHECK(outbox.push(item(7, normal)).displaced == numbers({2}));
    CHECK(drained(outbox) == numbers({4, 5, 6, 7}));
  }
}

TEST_CASE("C14: who finds only higher priorities in a full box is refused", "[outbox][C14]") {
  Outbox outbox({.max_count = 2});
  outbox.push(item(1, high));
  outbox.push(item(2, normal));
  const auto admission = outbox.push(item(3, low));
  CHECK_FALSE(admission.accepted);
  CHECK(admission.displaced.empty());
  CHECK(drained(outbox) == numbers({1, 2}));
}

TEST_CASE("C14: nobody is displaced for a newcomer who does not fit all the same", "[outbox][C14]") {
  Outbox outbox({.max_bytes = 100});
  outbox.push(item(1, high, 60));
  outbox.push(item(2, low, 30));
  const auto admission = outbox.push(item(3, normal, 41));
  CHECK_FALSE(admission.accepted);
  CHECK(admission.displaced.empty());
  CHECK(outbox.push(item(4, normal, 40)).displaced == numbers({2}));
}

TEST_CASE("C14: drop-newest takes back what was queued last below the newcomer", "[outbox][C14]") {
  Outbox outbox({.max_count = 4, .overflow = Overflow::drop_newest});
  for (const auto& each : {item(1, low), item(2, low), item(3, normal), item(4, normal)}) outbox.push(each);
  SECTION("one of the lowest priority finds nobody below it") {
    const auto admission = outbox.push(item(5, low));
    CHECK_FALSE(admission.accepted);
    CHECK(admission.displaced.empty());
  }
  SECTION("the newest goes first, the lowest priority before the next") {
    CHECK(outbox.push(item(5, high)).displaced == numbers({2}));
    CHECK(outbox.push(item(6, high)).displaced == numbers({1}));
    CHECK(outbox.push(item(7, high)).displaced == numbers({4}));
    CHECK_FALSE(outbox.push(item(8, normal)).accepted);
    CHECK(drained(outbox) == numbers({5, 6, 7, 3}));
  }
}

TEST_CASE("C14: a box that rejects does so for a high priority too", "[outbox][C14]") {
  Outbox outbox({.max_count = 1, .overflow = Overflow::reject});
  outbox.push(item(1, low));
  CHECK_FALSE(outbox.push(item(2, high)).accepted);
  CHECK(drained(outbox) == numbers({1}));
}

TEST_CASE("what is taken back is gone, and the order of the others stays", "[outbox]") {
  Outbox outbox({});
  for (const auto& each : {item(1, low, 7), item(2, normal, 5), item(3, low, 3)}) outbox.push(each);
  CHECK(outbox.remove(ReceiptId{1}));
  CHECK_FALSE(outbox.remove(ReceiptId{1}));
  CHECK_FALSE(outbox.remove(ReceiptId{99}));
  CHECK(outbox.size() == 2);
  CHECK(outbox.bytes() == 8);
  CHECK(drained(outbox) == numbers({2, 3}));
}

TEST_CASE("W28: what has expired is taken out, whatever its priority", "[outbox][W28]") {
  Outbox outbox({});
  outbox.push(expiring(1, 300, low));
  outbox.push(item(2));
  outbox.push(expiring(3, 100, high));
  outbox.push(expiring(4, 200));
  CHECK(expired_at(outbox, 99).empty());
  CHECK(expired_at(outbox, 100) == numbers({3}));
  CHECK(expired_at(outbox, 1'000) == numbers({4, 1}));
  CHECK(outbox.size() == 1);
  CHECK(outbox.bytes() == 1);
  CHECK(drained(outbox) == numbers({2}));
}

TEST_CASE("the earliest expiry is never later than the next one, and gone with the last", "[outbox]") {
  Outbox outbox({});
  outbox.push(item(1));
  CHECK_FALSE(outbox.earliest_expiry());
  outbox.push(expiring(2, 200));
  outbox.push(expiring(3, 100));
  outbox.push(expiring(4, 300));
  CHECK(outbox.earliest_expiry() == at(100));
  SECTION("exact again after something expired") {
    expired_at(outbox, 100);
    CHECK(outbox.earliest_expiry() == at(200));
  }
  SECTION("a lower bound after something left otherwise, made good at that time") {
    outbox.remove(ReceiptId{3});
    CHECK(*outbox.earliest_expiry() <= at(200));
    CHECK(expired_at(outbox, 100).empty());
    CHECK(outbox.earliest_expiry() == at(200));
  }
  SECTION("gone once only such are left that wait for ever") {
    for (const std::uint32_t receipt : {2U, 3U, 4U}) outbox.remove(ReceiptId{receipt});
    CHECK(outbox.size() == 1);
    CHECK_FALSE(outbox.earliest_expiry());
  }
  SECTION("gone with all of them") {
    outbox.clear();
    CHECK_FALSE(outbox.earliest_expiry());
  }
}

TEST_CASE("F25: under any flood of any priority the box holds no more than it may", "[outbox][F25][W25]") {
  const auto overflow = GENERATE(Overflow::drop_oldest, Overflow::drop_newest, Overflow::reject);
  const OutboxLimits limits{.max_count = 1'000, .max_bytes = 4 * kMiB, .overflow = overflow};
  Outbox outbox(limits);
  std::size_t lost = 0;
  for (std::uint32_t receipt = 1; receipt <= 20'000; ++receipt) {
    const auto priority = static_cast<Priority>(receipt * 31U % kPriorityCount);
    const auto admission = outbox.push(item(receipt, priority, (receipt * 7919U) % 20'000U));
    lost += admission.displaced.size() + (admission.accepted ? 0 : 1);
    if (outbox.size() > limits.max_count || outbox.bytes() > limits.max_bytes)
      FAIL("over the limit at " << receipt);
  }
  CHECK(lost + outbox.size() == 20'000);
}

}  // namespace
}  // namespace chatwire::core

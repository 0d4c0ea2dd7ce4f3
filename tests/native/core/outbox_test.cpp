#include "core/outbox.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

namespace chatwire::core {
namespace {

using Receipts = std::vector<ReceiptId>;

Outbox::Item item(std::uint32_t receipt, std::size_t size = 1) {
  return {.receipt = ReceiptId{receipt}, .kind = port::FrameKind::text, .bytes = std::string(size, 'x')};
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

TEST_CASE("kind and bytes come out as they went in", "[outbox][B16]") {
  Outbox outbox({});
  const std::string bytes("a\0\xFF", 3);
  outbox.push({.receipt = ReceiptId{1}, .kind = port::FrameKind::binary, .bytes = bytes});
  CHECK(outbox.front().kind == port::FrameKind::binary);
  CHECK(outbox.front().bytes == bytes);
}

TEST_CASE("F25: under any flood the box holds no more than it may", "[outbox][F25][W25]") {
  const OutboxLimits limits{.max_count = 1'000, .max_bytes = 4 * kMiB};
  Outbox outbox(limits);
  std::size_t displaced = 0;
  for (std::uint32_t receipt = 1; receipt <= 20'000; ++receipt) {
    displaced += outbox.push(item(receipt, (receipt * 7919U) % 20'000U)).displaced.size();
    if (outbox.size() > limits.max_count || outbox.bytes() > limits.max_bytes)
      FAIL("over the limit at " << receipt);
  }
  CHECK(displaced + outbox.size() == 20'000);
}

}  // namespace
}  // namespace chatwire::core

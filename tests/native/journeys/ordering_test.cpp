// Nothing is lost in silence, nothing leaves twice, nothing overtakes.

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cstdint>
#include <vector>

#include "fakes/random_driver.h"

namespace chatwire {
namespace {

using fakes::auth_config;
using fakes::numbers_on_the_wire;
using fakes::RandomDriver;
using fakes::World;

constexpr std::uint32_t kMessages = 10'000;

void drive_all(World& world, std::uint64_t seed, const RandomDriver::Moods& moods) {
  RandomDriver driver(world, seed, moods);
  while (world.last_receipt() < kMessages) driver.step();
  driver.heal();
}

/// Sent is what was on the wire, in order and once; all else was reported as dropped. Gives back how many
/// were dropped.
std::size_t check_accounts(const World& world) {
  const auto numbers = numbers_on_the_wire(world);
  CHECK(std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) == numbers.end());
  std::vector<std::uint32_t> sent;
  std::size_t dropped = 0;
  for (const auto& [receipt, delivery] : world.receipts()) {
    CHECKED_IF(delivery == port::Delivery::queued) {
      FAIL_CHECK("receipt " << receipt << " was never settled");
    }
    if (delivery == port::Delivery::sent) sent.push_back(receipt);
    if (delivery == port::Delivery::dropped) ++dropped;
  }
  CHECK(sent == numbers);
  CHECK(world.client.counters().sent == sent.size());
  CHECK(world.client.counters().dropped == dropped);
  return dropped;
}

TEST_CASE("F27: ten thousand messages over random cuts leave once and in order",
          "[journey][F27][F37][W30][W31]") {
  const auto seed = GENERATE(1U, 2U, 3U);
  core::Config config = auth_config();
  config.outbox.max_count = kMessages + 100;
  config.close.always_retry = true;
  World world(config, seed);
  drive_all(world, seed, {.rejections = 0});
  CAPTURE(seed, world.transport.dials());
  CHECK(check_accounts(world) == 0);
  CHECK(world.transport.dials() > 100);
}

TEST_CASE("F25: with a small outbox what is not sent is reported as dropped", "[journey][F25][C14]") {
  const auto seed = GENERATE(4U, 5U);
  core::Config config = auth_config();
  config.outbox.max_count = 20;
  config.outbox.overflow = seed == 4U ? core::Overflow::drop_oldest : core::Overflow::reject;
  config.close.always_retry = true;
  World world(config, seed);
  drive_all(world, seed, {});
  CAPTURE(seed);
  const std::size_t dropped = check_accounts(world);
  CHECK(dropped > 100);
  CHECK(dropped < kMessages);
}

TEST_CASE("a user who disconnects and a server that gives up cost only what is reported",
          "[journey][W26][W28]") {
  const auto seed = GENERATE(6U, 7U, 8U);
  core::Config config = auth_config();
  config.reconnect.max_attempts = 4;
  World world(config, seed);
  drive_all(world, seed, {.disconnects = 3});
  CAPTURE(seed);
  CHECK(check_accounts(world) > 0);
}

}  // namespace
}  // namespace chatwire

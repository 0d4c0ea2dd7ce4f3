// A long queue leaves in slices: the page has its turn between them.
#include <algorithm>
#include <string>

#include "journeys/journey.h"

namespace chatwire {
namespace {

constexpr std::size_t kSlice = 1'024;

Config roomy() {
  Config config = plain_config();
  config.outbox.max_count = 20'000;
  config.outbox.max_bytes = 64 * core::kMiB;
  return config;
}

/// Messages 1 to `count` wait.
void fill(World& world, int count) {
  for (int n = 1; n <= count; ++n) world.send_frame(std::to_string(n));
}

/// 1 to `count`, each once, in their order.
bool is_in_order(const Lines& wire, std::size_t count) {
  if (wire.size() != count) return false;
  for (std::size_t n = 0; n < count; ++n) {
    if (wire[n] != std::to_string(n + 1)) return false;
  }
  return true;
}

TEST_CASE("F37: ten thousand messages leave in slices, in their order", "[journey][slices][F37][W30]") {
  World world(roomy());
  fill(world, 10'000);
  world.establish();
  CHECK(world.wire().size() == kSlice);
  CHECK(world.host.until_timer() == 1ms);
  int slices = 1;
  for (std::size_t before = kSlice; world.client.queued_count() > 0; ++slices) {
    world.step();
    CHECK(world.wire().size() - before <= kSlice);
    before = world.wire().size();
  }
  CHECK(slices == 10);
  CHECK(is_in_order(world.wire(), 10'000));
  const Lines events = world.take();
  CHECK(events.back() == "drained");
  CHECK(std::count(events.begin(), events.end(), "drained") == 1);
}

TEST_CASE("a slice ends when it has taken a quarter of a frame", "[journey][slices]") {
  World world(roomy());
  fill(world, 1'000);
  // Each message takes a tenth of a millisecond.
  world.transport.refuse_send([&] {
    world.host.let_pass(100us);
    return false;
  });
  world.establish();
  CHECK(world.wire().size() == 48);
  world.step();
  CHECK(world.wire().size() == 96);
}

TEST_CASE("what happens between two slices begins none", "[journey][slices]") {
  World world(roomy());
  fill(world, 3'000);
  world.establish();
  for (int n = 3'001; n <= 3'100; ++n) {
    CHECK(world.send_frame(std::to_string(n)).delivery == Delivery::queued);
    world.receive(frame_of("news"));
  }
  CHECK(world.wire().size() == kSlice);
  world.advance(1ms);
  CHECK(world.wire().size() == 2 * kSlice);
  world.advance(10ms);
  CHECK(is_in_order(world.wire(), 3'100));
}

TEST_CASE("F25: a socket that clogs between two slices is not given the next one", "[journey][slices][F25]") {
  World world(roomy());
  fill(world, 3'000);
  world.establish();
  world.transport.set_buffered_amount(2 * core::kMiB);
  world.advance(1ms);
  CHECK(world.wire().size() == kSlice);
  CHECK(world.host.until_timer() == 16ms);
  world.transport.set_buffered_amount(0);
  world.advance(20ms);
  CHECK(is_in_order(world.wire(), 3'000));
}

TEST_CASE("a link that ends between two slices loses nothing that had not left", "[journey][slices][W31]") {
  World world(roomy());
  fill(world, 2'000);
  world.establish();
  world.cut();
  CHECK(world.client.queued_count() == 2'000 - kSlice);
  world.advance(1s);
  world.open();
  CHECK(is_in_order(world.wire(), 2'000));
}

TEST_CASE("a page that nobody sees sends all at once: it has no frames, and slow timers",
          "[journey][slices]") {
  World world(roomy());
  fill(world, 10'000);
  world.hint(port::Hint::hidden);
  world.establish();
  CHECK(world.wire().size() == 10'000);
}

}  // namespace
}  // namespace chatwire

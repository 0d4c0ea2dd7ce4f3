// Calls, socket events, frames, deadlines and hints in any order, also from inside of the listener, until the
// client is destroyed (S9, F39). What the letters of an input mean stands in fuzz/support/life.h; its first
// two bytes choose the client.
#include <cstddef>
#include <cstdint>

#include "core/config.h"
#include "fakes/world.h"
#include "fuzz/support/bytes.h"
#include "fuzz/support/life.h"

namespace chatwire::fuzz {
namespace {

bool has(unsigned char flags, int bit) {
  return (flags >> bit & 1) != 0;
}

core::Config config_from(Bytes& input) {
  core::Config config = fakes::plain_config();
  const unsigned char flags = input.take();
  if (has(flags, 0)) config.auth = core::AuthPolicy{};
  if (has(flags, 1)) config.heartbeat = core::HeartbeatPolicy{.strict = has(flags, 2), .ids = has(flags, 5)};
  config.outbox.keep_on_disconnect = has(flags, 3);
  config.close.always_retry = has(flags, 4);
  const unsigned char more = input.take();
  if (has(more, 0)) config.outbox.max_count = 2;
  if (has(more, 1)) config.outbox.max_bytes = 100;
  if (has(more, 2)) config.outbox.overflow = core::Overflow::reject;
  if (has(more, 5)) config.outbox.overflow = core::Overflow::drop_newest;
  if (has(more, 3)) config.reconnect.max_attempts = 1;
  config.reconnect.enabled = !has(more, 4);
  const unsigned char rest = input.take();
  config.asks_address = has(rest, 0);
  config.asks_before_retry = has(rest, 1);
  if (config.auth && has(rest, 2)) config.auth->challenge_type = "challenge";
  if (config.auth && has(rest, 3)) config.auth->accepted_type.clear();
  config.reconnect.while_hidden = !has(rest, 4);
  config.outbox.high_water_mark = 300;
  config.outbox.low_water_mark = 100;
  config.history = {.max_count = 3, .max_bytes = 100};
  return config;
}

}  // namespace
}  // namespace chatwire::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chatwire::fuzz::Bytes input(data, size);
  const chatwire::core::Config config = chatwire::fuzz::config_from(input);
  chatwire::fuzz::Life(config, input).live();
  return 0;
}

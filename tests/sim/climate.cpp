#include "sim/climate.h"

#include <cmath>
#include <initializer_list>

namespace chatwire::sim {
namespace {

template <class Value>
Value one_of(fakes::Dice& dice, std::initializer_list<Value> values) {
  return *(values.begin() + dice.below(values.size()));
}

void draw_reconnect(fakes::Dice& dice, core::ReconnectPolicy& policy) {
  policy.enabled = !dice.chance(3);
  policy.initial_delay = Duration{one_of(dice, {4'000.0, 4'000.0, 1'000.0, 100.0})};
  policy.multiplier = one_of(dice, {2.0, 2.0, 1.0, 1.5, 3.0});
  policy.max_delay = Duration{one_of(dice, {20'000.0, 20'000.0, 5'000.0, 60'000.0, 3'600'000.0})};
  policy.jitter = one_of(dice, {1.0, 1.0, 0.0, 0.5});
  if (dice.chance(30)) policy.max_attempts = one_of(dice, {0, 1, 3, 10});
  policy.stable_after = Duration{one_of(dice, {5'000.0, 5'000.0, 0.0, 1'000.0, 60'000.0})};
}

void draw_limits(fakes::Dice& dice, core::Config& config) {
  config.outbox.max_count = one_of<std::size_t>(dice, {1'000, 1'000, 100, 5, 1, 0});
  config.outbox.max_bytes = one_of<std::size_t>(dice, {4 * core::kMiB, 64 * core::kKiB, 2 * core::kKiB});
  config.outbox.overflow =
      one_of(dice, {core::Overflow::drop_oldest, core::Overflow::drop_newest, core::Overflow::reject});
  config.outbox.keep_on_disconnect = dice.chance(30);
  if (dice.chance(15)) {
    config.rate_limit = {.count = one_of<std::size_t>(dice, {1, 5, 100}),
                         .per = Duration{one_of(dice, {1'000.0, 100.0, 60'000.0})}};
  }
  config.history.max_count = one_of<std::size_t>(dice, {1'000, 100, 10, 0});
  config.history.max_bytes = one_of<std::size_t>(dice, {4 * core::kMiB, 16 * core::kKiB, core::kKiB});
  config.outbox.high_water_mark = one_of<std::size_t>(dice, {core::kMiB, 16 * core::kKiB, core::kKiB});
  config.outbox.low_water_mark = config.outbox.high_water_mark / one_of<std::size_t>(dice, {1, 2, 1'000});
}

void draw_close(fakes::Dice& dice, core::ClosePolicy& policy) {
  policy.always_retry = dice.chance(30);
  if (dice.chance(20)) policy.overrides.insert_or_assign(1000, core::CloseAction::retry);
  if (dice.chance(10)) policy.overrides.insert_or_assign(1011, core::CloseAction::stop);
  if (dice.chance(10)) policy.overrides.insert_or_assign(4001, core::CloseAction::retry_restart);
  if (dice.chance(10)) policy.overrides.insert_or_assign(1012, core::CloseAction::retry_overload);
}

void draw_auth(fakes::Dice& dice, core::Config& config) {
  if (dice.chance(30)) {
    config.auth = core::AuthPolicy{};
    if (dice.chance(20)) config.auth->accepted_type.clear();
    if (dice.chance(30)) config.auth->challenge_type = "challenge";
  }
  config.asks_address = dice.chance(30);
  if (dice.chance(30)) config.address_timeout = Duration{2'000};
}

}  // namespace

Climate::Climate(std::uint64_t seed) {
  fakes::Dice dice(seed ^ 0x636c696d617465U);
  config.url = "wss://chat.example/ws";
  draw_reconnect(dice, config.reconnect);
  draw_limits(dice, config);
  draw_close(dice, config.close);
  draw_auth(dice, config);
  if (dice.chance(10)) config.answer_ping.reset();
  if (dice.chance(40))
    config.heartbeat = core::HeartbeatPolicy{.strict = dice.chance(50), .ids = dice.chance(50)};
  if (dice.chance(30)) config.connect_timeout = Duration{2'000};

  // From a second to an hour, each magnitude as likely as the others.
  session_ms = 1'000 * std::pow(3'600, dice.unit());
  frame_gap_ms = session_ms / (2 + dice.unit() * 6);
  action_gap_ms = session_ms / (2 + dice.unit() * 4);
  weather_gap_ms = session_ms * (20 + dice.unit() * 100);

  latency_ms = dice.chance(20) ? 400 : 40;
  naps = 15;
  if (dice.chance(15)) {
    // Lids that are shut and opened all day.
    weather_gap_ms = 240'000;
    naps = 80;
  }

  const bool is_calm = dice.chance(20);
  const auto percent = [&](double most) { return is_calm ? 0 : dice.unit() * most; };
  bad_urls = dice.chance(10) ? 1 : 0;
  refusals = percent(30);
  black_holes = percent(10);
  late_opens = percent(10);
  closes = percent(30);
  half_opens = percent(10);
  refused_frames = dice.chance(30) ? 5 : 0;
  breaks = percent(1);
  ghosts = 50;
  floods = dice.chance(30) ? 0.5 : 0;
  disturbance = percent(30);
  disconnects = percent(3);
  interference = dice.chance(50) ? percent(10) : 0;
  rejections = percent(20);
  withheld = percent(20);
  config.asks_before_retry = dice.chance(20);
  config.connect_on_send = dice.chance(10);
  leases = percent(60);
  renewals = config.auth || config.asks_address ? percent(2) : 0;
  hidings = percent(2);
  retry_times = percent(30);
  if (dice.chance(30)) config.protocols = {"chat.v2"};
  config.requires_protocol = dice.chance(50);
  speaks_protocol = config.protocols.empty() || config.requires_protocol || dice.chance(50);
  config.reconnect.while_hidden = !dice.chance(20);
}

double wait_of(fakes::Dice& dice, double mean) {
  return -mean * std::log(1 - dice.unit());
}

}  // namespace chatwire::sim

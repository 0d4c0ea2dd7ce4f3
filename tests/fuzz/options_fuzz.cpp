// Clients of every kind that TypeScript lets through (js-glue/client/resolveOptions.ts), at the borders of
// each option and between them (B32), each with a short life of its own. The input begins with the options;
// what is left is the life (fuzz/support/life.h).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "core/config.h"
#include "fuzz/support/bytes.h"
#include "fuzz/support/life.h"

namespace chatwire::fuzz {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kUnlimited = 0xFFFFFFFF;

/// Draws options from the input.
class Draw {
 public:
  explicit Draw(Bytes& input) : input_(input) {}

  bool flag() { return input_.below(2) == 1; }

  Duration time(double min = 0) {
    static constexpr double kTimes[] = {1'000, 0, 1, 16, 4'000, 60'000, kMaxDelay.count(), 0.5};
    const double between = input_.next_is('?') ? anything() * kMaxDelay.count() : input_.one_of(kTimes);
    return Duration{std::max(min, between)};
  }

  template <class Value, std::size_t Count>
  Value one_of(const Value (&choices)[Count]) {
    return input_.one_of(choices);
  }

  std::string name(std::string usual) {
    std::string name(input_.take_text(input_.below(48) == 47 ? 255 : input_.below(8)));
    if (name.empty()) return usual;
    // UTF-8, and no name that Life gives to its messages.
    for (char& c : name) c = static_cast<char>(c & 0x7F);
    if (name.front() == 'm') name.front() = 'n';
    return name;
  }

  /// In [0, 1].
  double anything() {
    double fraction = 0;
    for (int byte = 0; byte < 4; ++byte) fraction = (fraction + input_.take()) / 255;
    return std::min(fraction, 1.0);
  }

 private:
  Bytes& input_;
};

core::ReconnectPolicy reconnect_from(Draw& draw) {
  static constexpr double kMultipliers[] = {2, 1, 1.0000001, 1000};
  static constexpr double kJitters[] = {1, 0, 0.5, 1e-300};
  static constexpr double kLongest[] = {20'000, 0, kMaxDelay.count(), 4e9, 1e308, kInfinity};
  static constexpr int kAttempts[] = {-1, 0, 1, std::numeric_limits<int>::max()};
  core::ReconnectPolicy policy;
  policy.enabled = !draw.flag();
  policy.initial_delay = draw.time();
  policy.multiplier = draw.one_of(kMultipliers);
  policy.max_delay = Duration{draw.one_of(kLongest)};
  policy.jitter = draw.one_of(kJitters);
  if (const int most = draw.one_of(kAttempts); most >= 0) policy.max_attempts = most;
  policy.stable_after = draw.time();
  return policy;
}

core::ClosePolicy close_from(Draw& draw) {
  static constexpr int kCodes[] = {0, 1000, 1006, 1012, 1013, 4401, 4999, 1011};
  core::ClosePolicy policy;
  policy.always_retry = draw.flag();
  for (const auto action : {core::CloseAction::stop, core::CloseAction::retry}) {
    if (const int code = draw.one_of(kCodes); code != 0) policy.overrides.insert_or_assign(code, action);
  }
  return policy;
}

wire::EnvelopeFormat format_from(Draw& draw) {
  static constexpr const char* kEmpty[] = {"", "{}", "null", R"("})"};
  return {.type_key = draw.name("type"),
          .payload_key = draw.name("payload"),
          .empty_payload = draw.one_of(kEmpty)};
}

core::Config config_from(Bytes& input) {
  static constexpr std::size_t kCounts[] = {1'000, 0, 1, 2, 3, kUnlimited};
  static constexpr std::size_t kSizes[] = {4 * core::kMiB, 0, 1, 50, 400, kUnlimited};
  static constexpr core::Overflow kOverflows[] = {core::Overflow::drop_oldest, core::Overflow::reject,
                                                  core::Overflow::drop_newest};
  Draw draw(input);
  core::Config config;
  config.url = "wss://chat.example/ws";
  config.format = format_from(draw);
  config.reconnect = reconnect_from(draw);
  config.close = close_from(draw);
  config.outbox = {.max_count = draw.one_of(kCounts),
                   .max_bytes = draw.one_of(kSizes),
                   .overflow = draw.one_of(kOverflows),
                   .high_water_mark = draw.one_of(kSizes),
                   .low_water_mark = draw.one_of(kSizes),
                   .keep_on_disconnect = draw.flag()};
  config.history = {.max_count = draw.one_of(kCounts), .max_bytes = draw.one_of(kSizes)};
  config.answer_ping = {draw.name("ping"), draw.name("pong")};
  if (draw.flag()) config.answer_ping.reset();
  if (draw.flag()) {
    config.heartbeat = core::HeartbeatPolicy{.interval = draw.time(1),
                                             .timeout = draw.time(1),
                                             .ping_type = draw.name("ping"),
                                             .answer_type = draw.name("pong"),
                                             .strict = draw.flag()};
  }
  if (draw.flag()) {
    config.auth = core::AuthPolicy{.accepted_type = draw.name("auth_ok"),
                                   .rejected_type = draw.name("auth_error"),
                                   .timeout = draw.time()};
  }
  config.connect_timeout = draw.time();
  config.close_timeout = draw.time();
  config.asks_address = draw.flag();
  config.address_timeout = draw.time();
  config.asks_before_retry = draw.flag();
  config.requires_protocol = !draw.flag();
  config.reconnect.while_hidden = !draw.flag();
  if (config.auth && draw.flag()) config.auth->accepted_type.clear();
  if (config.auth && draw.flag()) config.auth->challenge_type = draw.name("challenge");
  if (config.heartbeat) config.heartbeat->ids = draw.flag();
  config.format.id_key = draw.name("id");
  config.connect_on_send = draw.flag();
  if (draw.flag()) {
    static constexpr std::size_t kRates[] = {1, 2, 100};
    config.rate_limit = {.count = draw.one_of(kRates), .per = draw.time(1)};
  }
  return config;
}

}  // namespace
}  // namespace chatwire::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::size_t end = static_cast<std::size_t>(std::find(data, data + size, '\n') - data);
  chatwire::fuzz::Bytes options(data, end);
  const chatwire::core::Config config = chatwire::fuzz::config_from(options);
  const std::size_t begin = std::min(end + 1, size);
  chatwire::fuzz::Bytes life(data + begin, size - begin);
  chatwire::fuzz::Life(config, life).live();
  return 0;
}

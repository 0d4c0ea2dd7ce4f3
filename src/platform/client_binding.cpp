#include "platform/client_binding.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/state.h"

namespace chatwire::platform {
namespace {

using emscripten::val;

// In C++ a number that does not fit has no meaning, so none is cast unseen: JavaScript has larger ones.

std::size_t count_of(double limit) {
  // Every number of JavaScript above this is no index of anything.
  constexpr double kUnlimited = 4294967295.0;
  if (limit < 0) return 0;
  return limit < kUnlimited ? static_cast<std::size_t>(limit) : static_cast<std::size_t>(kUnlimited);
}

std::vector<std::string> split(const std::string& joined) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin < joined.size()) {
    const std::size_t comma = std::min(joined.find(',', begin), joined.size());
    parts.push_back(joined.substr(begin, comma - begin));
    begin = comma + 1;
  }
  return parts;
}

void override_codes(core::ClosePolicy& policy, const std::string& codes, core::CloseAction action) {
  for (const std::string& digits : split(codes)) {
    int code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code);
    policy.overrides[code] = action;
  }
}

core::Config config_from(const CoreOptions& options) {
  core::Config config;
  config.url = options.url;
  config.protocols = split(options.protocols);
  config.requires_protocol = options.requires_protocol;
  config.asks_address = options.asks_address;
  config.address_timeout = Duration(options.auth_timeout);
  config.asks_before_retry = options.asks_before_retry;
  config.format = {.type_key = options.type_key,
                   .payload_key = options.payload_key,
                   .id_key = options.id_key,
                   .empty_payload = options.empty_payload};
  config.reconnect.enabled = options.reconnect;
  config.reconnect.initial_delay = Duration(options.initial_delay);
  config.reconnect.multiplier = options.multiplier;
  config.reconnect.max_delay = Duration(options.max_delay);
  config.reconnect.jitter = options.jitter;
  config.reconnect.stable_after = Duration(options.stable_after);
  config.reconnect.while_hidden = options.while_hidden;
  if (options.max_attempts < std::numeric_limits<int>::max())
    config.reconnect.max_attempts = static_cast<int>(options.max_attempts);
  config.close.always_retry = options.always_retry;
  override_codes(config.close, options.stop_codes, core::CloseAction::stop);
  override_codes(config.close, options.retry_codes, core::CloseAction::retry);
  override_codes(config.close, options.fixed_retry_codes, core::CloseAction::retry_fixed);
  config.outbox = {.max_count = count_of(options.outbox_max_count),
                   .max_bytes = count_of(options.outbox_max_bytes),
                   .overflow = static_cast<core::Overflow>(options.outbox_overflow),
                   .high_water_mark = count_of(options.high_water_mark),
                   .low_water_mark = count_of(options.low_water_mark),
                   .keep_on_disconnect = options.keep_on_disconnect};
  if (options.rate_count >= 1)
    config.rate_limit = {.count = count_of(options.rate_count), .per = Duration(options.rate_per)};
  config.connect_on_send = options.connect_on_send;
  config.history = {.max_count = count_of(options.history_max_count),
                    .max_bytes = count_of(options.history_max_bytes)};
  config.answer_ping.reset();
  if (!options.ping_type.empty()) config.answer_ping = {options.ping_type, options.pong_type};
  if (options.heartbeat_interval > 0) {
    config.heartbeat = core::HeartbeatPolicy{.interval = Duration(options.heartbeat_interval),
                                             .timeout = Duration(options.heartbeat_timeout),
                                             .ping_type = options.heartbeat_type,
                                             .answer_type = options.heartbeat_answer,
                                             .strict = options.heartbeat_strict,
                                             .ids = options.heartbeat_ids};
  }
  if (options.authenticates) {
    config.auth = core::AuthPolicy{.accepted_type = options.auth_accepted_type,
                                   .rejected_type = options.auth_rejected_type,
                                   .challenge_type = options.auth_challenge_type,
                                   .timeout = Duration(options.auth_timeout)};
  }
  config.connect_timeout = Duration(options.connect_timeout);
  config.close_timeout = Duration(options.close_timeout);
  config.max_message_bytes = count_of(options.max_message_bytes);
  return config;
}

core::SendOptions terms_of(int priority, double ttl) {
  return {.priority = priority == 0   ? core::Priority::high
                      : priority == 1 ? core::Priority::normal
                                      : core::Priority::low,
          .ttl = ttl <= kMaxDelay.count() ? std::optional(Duration(ttl)) : std::nullopt};
}

val text(std::string_view name) {
  return val(std::string(name));
}

/// Calls the sink's method for each kind of event.
struct Caller {
  const val& sink;

  void operator()(const port::StateChanged& event) const {
    sink.call<void>("onState", text(name_of(event.to)), text(name_of(event.reason)));
  }
  void operator()(const port::Opened&) const { sink.call<void>("onOpen"); }
  void operator()(const port::Closed& event) const {
    sink.call<void>("onClose", event.code, text(event.reason), event.was_clean, event.was_open);
  }
  void operator()(const port::RetryScheduled& event) const {
    sink.call<void>("onRetry", event.attempt, event.delay.count());
  }
  void operator()(const port::Failure& event) const {
    sink.call<void>("onFailure", text(name_of(event.code)), text(event.detail), text(remedy_of(event.code)));
  }
  void operator()(const port::AddressWanted& event) const {
    sink.call<void>("onAddressWanted", raw(event.generation));
  }
  void operator()(const port::CredentialsWanted& event) const {
    sink.call<void>("onCredentialsWanted", raw(event.generation), event.is_renewal);
  }
  void operator()(const port::RetryWanted& event) const {
    sink.call<void>("onRetryWanted", raw(event.generation));
  }
  void operator()(const port::ReceiptChanged& event) const {
    if (event.delivery == port::Delivery::sent) return chatwire_sent(sink.as_handle(), raw(event.receipt));
    sink.call<void>("onDropped", raw(event.receipt), text(name_of(event.reason)),
                    text(remedy_of(event.reason)));
  }
  void operator()(const port::RequestFailed& event) const {
    sink.call<void>("onRequestFailed", raw(event.request), text(name_of(event.reason)),
                    text(remedy_of(event.reason)));
  }
  void operator()(const port::Drained&) const { sink.call<void>("onDrain"); }
};

}  // namespace

ClientBinding::ClientBinding(const CoreOptions& options, CoreSink sink)
    : sink_(sink), host_(sink), transport_(sink), client_(config_from(options), host_, transport_, *this) {
  transport_.set_client(client_);
}

int ClientBinding::send(std::uint32_t receipt, int priority, double ttl) {
  return tell(receipt, client_.send(ReceiptId{receipt}, terms_of(priority, ttl)));
}

int ClientBinding::request(std::uint32_t request, int priority, double ttl, const std::string& answer_id,
                           double timeout) {
  return tell(request, client_.request({.request = RequestId{request},
                                        .receipt = ReceiptId{request},
                                        .answer_id = answer_id,
                                        .timeout = Duration(timeout)},
                                       terms_of(priority, ttl)));
}

/// A refusal has a reason, which does not fit into a number: it is told as an event.
int ClientBinding::tell(std::uint32_t receipt, core::SendOutcome outcome) {
  if (outcome.delivery == port::Delivery::dropped) {
    on_event(port::ReceiptChanged{
        .receipt = ReceiptId{receipt}, .delivery = outcome.delivery, .reason = outcome.reason});
  }
  return static_cast<int>(outcome.delivery);
}

void ClientBinding::dial(std::uint32_t generation, const std::string& url, const std::string& protocols) {
  client_.dial(Generation{generation}, url, split(protocols));
}

void ClientBinding::authenticate(std::uint32_t generation, const std::string& type,
                                 const std::string& payload_json, double lifetime) {
  client_.authenticate(Generation{generation}, type, payload_json,
                       std::isfinite(lifetime) ? std::optional(Duration(lifetime)) : std::nullopt);
}

void ClientBinding::withhold(std::uint32_t generation, bool is_final) {
  client_.withhold(Generation{generation}, is_final);
}

void ClientBinding::decide_retry(std::uint32_t generation, int again) {
  client_.decide_retry(Generation{generation}, again < 0 ? std::nullopt : std::optional(again > 0));
}

void ClientBinding::hint(const std::string& what) {
  client_.on_hint(what == "online"    ? port::Hint::online
                  : what == "offline" ? port::Hint::offline
                  : what == "hidden"  ? port::Hint::hidden
                  : what == "frozen"  ? port::Hint::frozen
                                      : port::Hint::awake);
}

void ClientBinding::subscribe(const std::string& type, int route) {
  client_.subscribe(type, Route{route});
}

CoreCounters ClientBinding::counters() const {
  const core::Counters& counters = client_.counters();
  const core::Requests::Counts& requests = client_.request_counts();
  const auto trip = client_.round_trip();
  return {.received = static_cast<double>(counters.received),
          .unwanted = static_cast<double>(counters.unwanted),
          .invalid = static_cast<double>(counters.invalid),
          .stale = static_cast<double>(counters.stale),
          .sent = static_cast<double>(counters.sent),
          .connects = static_cast<double>(counters.connects),
          .queued_count = static_cast<double>(client_.queued_count()),
          .queued_bytes = static_cast<double>(client_.queued_bytes()),
          .queued_for = client_.queued_for().count(),
          .rtt_p50 = trip ? trip->p50.count() : -1,
          .rtt_p95 = trip ? trip->p95.count() : -1,
          .requests_pending = static_cast<double>(client_.pending_requests()),
          .requests_answered = static_cast<double>(requests.answered),
          .requests_timed_out = static_cast<double>(requests.timed_out),
          .late_replies = static_cast<double>(requests.late_replies),
          .double_replies = static_cast<double>(requests.double_replies),
          .last_outage = counters.last_outage.count(),
          .longest_outage = counters.longest_outage.count()};
}

void ClientBinding::on_event(const port::Event& event) {
  std::visit(Caller{sink_}, event);
}

}  // namespace chatwire::platform

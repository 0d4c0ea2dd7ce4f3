#include "platform/client_binding.h"

#include <emscripten/wire.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/state.h"
#include "platform/sink.h"

namespace chatwire::platform {
namespace {

using emscripten::EM_VAL;

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

/// Reads the members of a CoreOptions.
class OptionsReader {
 public:
  explicit OptionsReader(const CoreOptions& options) : options_(options.as_handle()) {}

  double number(const char* name) const { return chatwire_number(options_, name); }
  bool flag(const char* name) const { return number(name) > 0; }
  Duration time(const char* name) const { return Duration(number(name)); }

  /// In C++ a number that does not fit has no meaning, so none is cast unseen: JavaScript has larger ones.
  std::size_t count(const char* name) const {
    const double limit = number(name);
    // Every number of JavaScript above this is no index of anything.
    constexpr double kUnlimited = 4294967295.0;
    if (limit < 0) return 0;
    return limit < kUnlimited ? static_cast<std::size_t>(limit) : static_cast<std::size_t>(kUnlimited);
  }

  std::string text(const char* name) const {
    using Text = emscripten::internal::BindingType<std::string>;
    const auto wire = static_cast<Text::WireType>(chatwire_text(options_, name));
    std::string text = Text::fromWireType(wire);
    std::free(wire);
    return text;
  }

  core::FlatMap<int, core::CloseAction> overrides() const {
    core::FlatMap<int, core::CloseAction> overrides;
    add_codes(overrides, "stopCodes", core::CloseAction::stop);
    add_codes(overrides, "retryCodes", core::CloseAction::retry);
    add_codes(overrides, "fixedRetryCodes", core::CloseAction::retry_fixed);
    return overrides;
  }

 private:
  /// Decimal numbers, separated by commas.
  void add_codes(core::FlatMap<int, core::CloseAction>& overrides, const char* name,
                 core::CloseAction action) const {
    int code = 0;
    for (const char c : text(name) + ',') {
      if (c != ',') {
        code = code * 10 + (c - '0');
      } else if (code > 0) {
        overrides.insert_or_assign(std::exchange(code, 0), action);
      }
    }
  }

  EM_VAL options_;
};

std::optional<int> attempts_from(double limit) {
  if (limit < std::numeric_limits<int>::max()) return static_cast<int>(limit);
  return std::nullopt;
}

std::optional<core::RateLimit> rate_limit_from(const OptionsReader& options) {
  if (options.number("rateCount") < 1) return std::nullopt;
  return core::RateLimit{.count = options.count("rateCount"), .per = options.time("ratePer")};
}

std::optional<core::PingAnswer> ping_answer_from(const OptionsReader& options) {
  core::PingAnswer answer{.ping_type = options.text("pingType"), .pong_type = options.text("pongType")};
  if (answer.ping_type.empty()) return std::nullopt;
  return answer;
}

std::optional<core::HeartbeatPolicy> heartbeat_from(const OptionsReader& options) {
  if (options.number("heartbeatInterval") <= 0) return std::nullopt;
  return core::HeartbeatPolicy{.interval = options.time("heartbeatInterval"),
                               .timeout = options.time("heartbeatTimeout"),
                               .ping_type = options.text("heartbeatType"),
                               .answer_type = options.text("heartbeatAnswer"),
                               .strict = options.flag("heartbeatStrict"),
                               .ids = options.flag("heartbeatIds")};
}

std::optional<core::AuthPolicy> auth_from(const OptionsReader& options) {
  if (!options.flag("authenticates")) return std::nullopt;
  return core::AuthPolicy{.accepted_type = options.text("authAcceptedType"),
                          .rejected_type = options.text("authRejectedType"),
                          .challenge_type = options.text("authChallengeType"),
                          .timeout = options.time("authTimeout")};
}

/// Made in one piece: to fill in the defaults first, only to replace them, would be half as much code again.
core::Config config_from(const CoreOptions& given) {
  const OptionsReader options(given);
  return {
      .url = options.text("url"),
      .protocols = split(options.text("protocols")),
      .requires_protocol = options.flag("requiresProtocol"),
      .asks_address = options.flag("asksAddress"),
      .address_timeout = options.time("authTimeout"),
      .asks_before_retry = options.flag("asksBeforeRetry"),
      .format = {.type_key = options.text("typeKey"),
                 .payload_key = options.text("payloadKey"),
                 .id_key = options.text("idKey"),
                 .empty_payload = options.text("emptyPayload")},
      .reconnect = {.enabled = options.flag("reconnect"),
                    .initial_delay = options.time("initialDelay"),
                    .multiplier = options.number("multiplier"),
                    .max_delay = options.time("maxDelay"),
                    .jitter = options.number("jitter"),
                    .max_attempts = attempts_from(options.number("maxAttempts")),
                    .stable_after = options.time("stableAfter"),
                    .while_hidden = options.flag("whileHidden")},
      .close = {.always_retry = options.flag("alwaysRetry"), .overrides = options.overrides()},
      .outbox = {.max_count = options.count("outboxMaxCount"),
                 .max_bytes = options.count("outboxMaxBytes"),
                 .overflow = static_cast<core::Overflow>(options.count("outboxOverflow")),
                 .high_water_mark = options.count("highWaterMark"),
                 .low_water_mark = options.count("lowWaterMark"),
                 .keep_on_disconnect = options.flag("keepOnDisconnect")},
      .connect_on_send = options.flag("connectOnSend"),
      .rate_limit = rate_limit_from(options),
      .history = {.max_count = options.count("historyMaxCount"),
                  .max_bytes = options.count("historyMaxBytes")},
      .answer_ping = ping_answer_from(options),
      .heartbeat = heartbeat_from(options),
      .auth = auth_from(options),
      .connect_timeout = options.time("connectTimeout"),
      .close_timeout = options.time("closeTimeout"),
      .max_message_bytes = options.count("maxMessageBytes"),
  };
}

core::SendOptions terms_of(int priority, double ttl) {
  return {.priority = priority == 0   ? core::Priority::high
                      : priority == 1 ? core::Priority::normal
                                      : core::Priority::low,
          .ttl = ttl <= kMaxDelay.count() ? std::optional(Duration(ttl)) : std::nullopt};
}

/// Tells the sink of each kind of event.
struct Caller {
  EM_VAL sink;

  void operator()(const port::StateChanged& event) const {
    const std::string_view state = name_of(event.to);
    const std::string_view reason = name_of(event.reason);
    chatwire_on_state(sink, state.data(), state.size(), reason.data(), reason.size());
  }
  void operator()(const port::Opened&) const { chatwire_on_open(sink); }
  void operator()(const port::Closed& event) const {
    chatwire_on_close(sink, event.code, event.reason.data(), event.reason.size(), event.was_clean,
                      event.was_open);
  }
  void operator()(const port::RetryScheduled& event) const {
    chatwire_on_retry(sink, event.attempt, event.delay.count());
  }
  void operator()(const port::Failure& event) const {
    const std::string_view code = name_of(event.code);
    const std::string_view remedy = remedy_of(event.code);
    chatwire_on_failure(sink, code.data(), code.size(), event.detail.data(), event.detail.size(),
                        remedy.data(), remedy.size());
  }
  void operator()(const port::AddressWanted& event) const {
    chatwire_on_address_wanted(sink, raw(event.generation));
  }
  void operator()(const port::CredentialsWanted& event) const {
    chatwire_on_credentials_wanted(sink, raw(event.generation), event.is_renewal);
  }
  void operator()(const port::RetryWanted& event) const {
    chatwire_on_retry_wanted(sink, raw(event.generation));
  }
  void operator()(const port::ReceiptChanged& event) const {
    if (event.delivery == port::Delivery::sent) return chatwire_on_sent(sink, raw(event.receipt));
    const std::string_view reason = name_of(event.reason);
    const std::string_view remedy = remedy_of(event.reason);
    chatwire_on_dropped(sink, raw(event.receipt), reason.data(), reason.size(), remedy.data(), remedy.size());
  }
  void operator()(const port::RequestFailed& event) const {
    const std::string_view reason = name_of(event.reason);
    const std::string_view remedy = remedy_of(event.reason);
    chatwire_on_request_failed(sink, raw(event.request), reason.data(), reason.size(), remedy.data(),
                               remedy.size());
  }
  void operator()(const port::Drained&) const { chatwire_on_drain(sink); }
};

}  // namespace

ClientBinding::ClientBinding(CoreOptions options, CoreSink sink)
    : sink_(std::move(sink)),
      host_(sink_.as_handle()),
      transport_(sink_.as_handle()),
      client_(config_from(options), host_, transport_, *this) {
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

void ClientBinding::subscribe(const std::string& type, int route) {
  client_.subscribe(type, Route{route});
}

void ClientBinding::counters(CoreCounters into) const {
  const core::Counters& counters = client_.counters();
  const core::Requests::Counts& requests = client_.request_counts();
  const auto trip = client_.round_trip();
  const auto put = [&into](const char* name, auto number) {
    chatwire_put(into.as_handle(), name, static_cast<double>(number));
  };
  put("received", counters.received);
  put("unwanted", counters.unwanted);
  put("invalid", counters.invalid);
  put("stale", counters.stale);
  put("sent", counters.sent);
  put("connects", counters.connects);
  put("queuedCount", client_.queued_count());
  put("queuedBytes", client_.queued_bytes());
  put("queuedFor", client_.queued_for().count());
  put("rttP50", trip ? trip->p50.count() : -1);
  put("rttP95", trip ? trip->p95.count() : -1);
  put("requestsPending", client_.pending_requests());
  put("requestsAnswered", requests.answered);
  put("requestsTimedOut", requests.timed_out);
  put("lateReplies", requests.late_replies);
  put("doubleReplies", requests.double_replies);
  put("lastOutage", counters.last_outage.count());
  put("longestOutage", counters.longest_outage.count());
}

void ClientBinding::on_event(const port::Event& event) {
  std::visit(Caller{sink_.as_handle()}, event);
}

}  // namespace chatwire::platform

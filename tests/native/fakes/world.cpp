#include "fakes/world.h"

#include <catch_amalgamated.hpp>
#include <utility>

#include "wire/codec.h"

namespace chatwire::fakes {

core::Config plain_config() {
  core::Config config;
  config.url = "wss://chat.example/ws";
  config.reconnect.jitter = 0;
  config.reconnect.initial_delay = 1s;
  return config;
}

core::Config auth_config() {
  core::Config config = plain_config();
  config.auth = core::AuthPolicy{};
  return config;
}

World::World(core::Config config, std::uint64_t seed)
    : host(seed), client(std::move(config), host, transport, listener) {
  host.wake([this] { client.on_deadline(); });
}

void World::connect() {
  client.connect();
  check();
}

void World::disconnect(int code, std::string_view reason) {
  client.disconnect(code, reason);
  check();
}

core::SendOutcome World::send(std::string_view type, const core::SendOptions& options) {
  return send_frame(frame_of(type), options);
}

core::SendOutcome World::send_frame(std::string bytes, const core::SendOptions& options) {
  const ReceiptId receipt{next_receipt_++};
  transport.begin_message(receipt, std::move(bytes));
  return book(receipt, client.send(receipt, options), options.ttl.has_value());
}

bool World::cancel(std::uint32_t receipt) {
  const bool was_there = client.cancel(ReceiptId{receipt});
  check();
  return was_there;
}

core::SendOutcome World::request(std::string_view type, std::string_view id, Duration timeout,
                                 const core::SendOptions& options) {
  const std::uint32_t number = next_receipt_++;
  requests_.emplace(number, "");
  ++pending_;
  transport.begin_message(ReceiptId{number}, wire::encode_message(client.config().format, type, {}, id));
  const auto outcome = client.request({.request = RequestId{number},
                                       .receipt = ReceiptId{number},
                                       .answer_id = std::string(id),
                                       .timeout = timeout},
                                      options);
  return book(ReceiptId{number}, outcome, options.ttl.has_value());
}

void World::cancel_request(std::uint32_t request) {
  client.cancel_request(RequestId{request});
  check();
}

void World::matched(std::uint32_t request) {
  if (requests_.at(request).empty()) end_request(RequestId{request}, "answered");
  client.matched(RequestId{request});
  check();
}

void World::authenticate(std::optional<Duration> lifetime) {
  has_lifetime_ = lifetime.has_value();
  client.authenticate(socket(), "auth", R"({"token":"secret"})", lifetime);
  check();
}

void World::give_address(const std::string& url, const std::vector<std::string>& protocols) {
  client.dial(asked_, url, protocols);
  check();
}

void World::withhold(bool is_final) {
  client.withhold(asked_, is_final);
  check();
}

void World::renew_credentials() {
  client.renew_credentials();
  check();
}

void World::decide_retry(std::optional<bool> again) {
  client.decide_retry(asked_, again);
  check();
}

void World::open(Generation generation) {
  transport.has_opened(generation);
  client.on_open(generation);
  check();
}

core::Verdict World::receive(Generation generation, std::string_view text) {
  const core::Verdict verdict =
      client.on_text(generation, {.bytes = text, .extent = wire::Extent::whole, .total_size = text.size()});
  if (verdict.answered != RequestId::none) end_request(verdict.answered, "answered");
  check();
  return verdict;
}

bool World::receive_binary(Generation generation) {
  const bool counts = client.on_binary(generation);
  check();
  return counts;
}

void World::server_closes(Generation generation, int code, std::string_view reason) {
  transport.has_closed(generation);
  client.on_close(generation, code, reason, true);
  check();
}

void World::cut(Generation generation) {
  transport.has_closed(generation);
  client.on_close(generation, 1006, {}, false);
  check();
}

void World::socket_fails(Generation generation) {
  client.on_error(generation);
  check();
}

void World::unreadable(Generation generation, ErrorCode why) {
  client.on_unreadable(generation, why);
  check();
}

void World::hint(port::Hint hint) {
  if (hint == port::Hint::frozen) is_planned_ = false;
  if (hint == port::Hint::hidden) is_hidden_ = true;
  if (hint == port::Hint::awake) is_hidden_ = false;
  client.on_hint(hint);
  check();
}

void World::advance(Duration span) {
  const TimePoint end = host.now() + span;
  while (host.timer() && *host.timer() <= end) step();
  host.advance(end - host.now());
}

bool World::step() {
  const bool fired = host.step();
  check();
  return fired;
}

void World::establish() {
  connect();
  if (client.config().asks_address) give_address(client.config().url);
  open();
}

void World::refuse_dials(int count) {
  for (int refused = 0; refused < count; ++refused) {
    if (state() == State::reconnecting) step();
    cut();
  }
}

Generation World::socket() const {
  return transport.sockets().empty() ? Generation{} : transport.sockets().back().generation;
}

void World::react(std::function<void(const port::Event&)> reaction) {
  listener.react([this, reaction = std::move(reaction)](const port::Event& event) {
    reacting_ = true;
    reaction(event);
    reacting_ = false;
  });
}

void World::check() {
  if (reacting_) return;
  const auto& events = listener.events();
  for (; events_seen_ < events.size(); ++events_seen_) {
    const port::Event& event = events[events_seen_];
    follow(event);
  }

  if (transport.live() != (holds_socket() ? 1U : 0U)) {
    FAIL_CHECK(name_of(state()) << " with " << transport.live() << " live sockets");
  }
  if (host.timer().has_value() != has_deadline()) {
    FAIL_CHECK(name_of(state()) << (has_deadline() ? " without" : " with") << " a timer");
  }
  if (transport.gone() != closed_seen_) {
    FAIL_CHECK(transport.gone() << " sockets ended, " << closed_seen_ << " were reported");
  }
  if (queued_ != client.queued_count()) {
    FAIL_CHECK(client.queued_count() << " are queued, " << queued_ << " receipts say so");
  }
  if (pending_ != client.pending_requests()) {
    FAIL_CHECK(client.pending_requests() << " requests are pending, not " << pending_);
  }
}

void World::follow(const port::Event& event) {
  if (const auto* change = std::get_if<port::ReceiptChanged>(&event)) settle(*change);
  if (const auto* failed = std::get_if<port::RequestFailed>(&event)) {
    end_request(failed->request, name_of(failed->reason));
  }
  if (std::holds_alternative<port::Closed>(event)) ++closed_seen_;
  if (const auto* wanted = std::get_if<port::AddressWanted>(&event)) asked_ = wanted->generation;
  if (const auto* wanted = std::get_if<port::CredentialsWanted>(&event)) {
    asked_ = wanted->generation;
    if (wanted->is_renewal) has_lifetime_ = false;
  }
  if (const auto* wanted = std::get_if<port::RetryWanted>(&event)) asked_ = wanted->generation;
  if (std::holds_alternative<port::StateChanged>(event)) is_planned_ = false;
  if (std::holds_alternative<port::RetryScheduled>(event)) is_planned_ = true;
}

bool World::holds_socket() const {
  switch (state()) {
    case State::connecting:
      // Not yet dialled: the address was asked for, and no socket has come of it.
      return !client.config().asks_address || socket() == asked_;
    case State::authenticating:
    case State::connected:
    case State::closing:
      return true;
    default:
      return false;
  }
}

bool World::has_deadline() const {
  if (!expiring_.empty() || pending_ > 0) return true;
  switch (state()) {
    case State::connected:
      return client.queued_count() > 0 || client.config().heartbeat.has_value() || has_lifetime_;
    case State::reconnecting:
      // A plan that falls due while nobody looks is given up.
      if (is_hidden_ && !client.config().reconnect.while_hidden) return host.timer().has_value();
      return is_planned_;
    case State::connecting:
    case State::authenticating:
    case State::closing:
      return true;
    default:
      return false;
  }
}

void World::settle(const port::ReceiptChanged& change) {
  const auto found = receipts_.find(raw(change.receipt));
  if (found == receipts_.end() || found->second != port::Delivery::queued) {
    FAIL_CHECK("not to be settled: " << to_line(change));
    return;
  }
  found->second = change.delivery;
  transport.forget_message(change.receipt);
  --queued_;
  expiring_.erase(raw(change.receipt));
}

void World::end_request(RequestId request, std::string_view how) {
  std::string& end = requests_.at(raw(request));
  if (!end.empty()) FAIL_CHECK("request " << raw(request) << " had ended: " << end << ", now " << how);
  end = how;
  --pending_;
}

core::SendOutcome World::book(ReceiptId receipt, core::SendOutcome outcome, bool can_expire) {
  receipts_.emplace(raw(receipt), outcome.delivery);
  if (outcome.delivery == port::Delivery::queued) {
    if (!transport.is_held(receipt)) FAIL_CHECK("receipt " << raw(receipt) << " waits, and is not held");
    ++queued_;
    if (can_expire) expiring_.insert(raw(receipt));
  } else {
    transport.forget_message(receipt);
  }
  check();
  return outcome;
}

std::string frame_of(std::string_view type) {
  return R"({"type":")" + std::string(type) + R"("})";
}

}  // namespace chatwire::fakes

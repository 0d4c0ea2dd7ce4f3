#include "fakes/world.h"

#include <catch_amalgamated.hpp>

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
  const ReceiptId receipt{next_receipt_++};
  return book(receipt, client.send_message(receipt, type, {}, options), options.ttl.has_value());
}

core::SendOutcome World::send_frame(port::FrameKind kind, std::string_view bytes) {
  const ReceiptId receipt{next_receipt_++};
  return book(receipt, client.send_frame(receipt, kind, bytes), false);
}

bool World::cancel(std::uint32_t receipt) {
  const bool was_there = client.cancel(ReceiptId{receipt});
  check();
  return was_there;
}

void World::authenticate() {
  client.authenticate(socket(), "auth", R"({"token":"secret"})");
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
    if (const auto* change = std::get_if<port::ReceiptChanged>(&event)) settle(*change);
    if (std::holds_alternative<port::Closed>(event)) ++closed_seen_;
  }

  const State now = state();
  const bool holds_socket = now == State::connecting || now == State::authenticating ||
                            now == State::connected || now == State::closing;
  const bool state_has_deadline = now == State::connected
                                      ? client.queued_count() > 0 || client.config().heartbeat.has_value()
                                      : holds_socket || now == State::reconnecting;
  const bool has_deadline = state_has_deadline || !expiring_.empty();
  if (transport.live() != (holds_socket ? 1U : 0U)) {
    FAIL_CHECK(name_of(now) << " with " << transport.live() << " live sockets");
  }
  if (host.timer().has_value() != has_deadline) {
    FAIL_CHECK(name_of(now) << (has_deadline ? " without" : " with") << " a timer");
  }
  if (transport.gone() != closed_seen_) {
    FAIL_CHECK(transport.gone() << " sockets ended, " << closed_seen_ << " were reported");
  }
  if (queued_ != client.queued_count()) {
    FAIL_CHECK(client.queued_count() << " are queued, " << queued_ << " receipts say so");
  }
}

void World::settle(const port::ReceiptChanged& change) {
  const auto found = receipts_.find(raw(change.receipt));
  if (found == receipts_.end() || found->second != port::Delivery::queued) {
    FAIL_CHECK("not to be settled: " << to_line(change));
    return;
  }
  found->second = change.delivery;
  --queued_;
  expiring_.erase(raw(change.receipt));
}

core::SendOutcome World::book(ReceiptId receipt, core::SendOutcome outcome, bool can_expire) {
  receipts_.emplace(raw(receipt), outcome.delivery);
  if (outcome.delivery == port::Delivery::queued) {
    ++queued_;
    if (can_expire) expiring_.insert(raw(receipt));
  }
  check();
  return outcome;
}

std::string frame_of(std::string_view type) {
  return R"({"type":")" + std::string(type) + R"("})";
}

}  // namespace chatwire::fakes

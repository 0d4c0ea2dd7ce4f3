#include "fuzz/support/witness.h"

#include <algorithm>

#include "core/close_policy.h"
#include "fuzz/support/require.h"

namespace chatwire::fuzz {
namespace {

constexpr Duration kCongestionPoll{16};

}  // namespace

Witness::Witness(const core::Config& config, fakes::FakeHost& host, const fakes::ScriptedTransport& transport)
    : config_(config),
      host_(host),
      transport_(transport),
      mail_(judge_, config),
      shadow_(config, intent_, judge_) {}

void Witness::connects(const core::Client& client) {
  check_dials();
  const State state = client.state();
  const bool has_link =
      state == State::connecting || state == State::authenticating || state == State::connected;
  if (!has_link) intent_.dials.push_back(sim::DialCause::connect);
  intent_.may_dial = true;
}

void Witness::disconnects(const core::Client& client, const sim::Farewell& farewell) {
  if (!core::is_sendable_close_code(farewell.code)) return;
  check_dials();
  intent_.may_dial = false;
  last_dial_ = transport_.dials();
  if (!config_.outbox.keep_on_disconnect) mail_.dismiss();
  if (client.state() == State::connecting && transport_.live() > 0) intent_.given_up.push_back(farewell);
}

void Witness::authenticates(std::optional<Duration> lifetime) {
  carry();
  intent_.lifetime = lifetime;
}

void Witness::renews(const core::Client& client) {
  carry();
  if (client.state() == State::authenticating) intent_.dials.push_back(sim::DialCause::renewal);
  if (client.state() == State::connected && config_.auth)
    shadow_.renewed(transport_.sockets().back().generation);
}

void Witness::withholds(const core::Client& client, Generation generation, bool is_final) {
  carry();
  const auto& sockets = transport_.sockets();
  const bool is_alive = transport_.live() > 0;
  const bool is_wanted = client.state() == State::authenticating
                             ? sockets.back().generation == generation
                             : client.state() == State::connecting && !is_alive;
  if (is_wanted) shadow_.withheld(generation, is_final);
}

void Witness::decides(Generation generation) {
  intent_.decided = std::max(intent_.decided, raw(generation));
}

void Witness::hints(port::Hint hint) {
  if (hint == port::Hint::frozen) shadow_.suspended();
  if (hint == port::Hint::hidden) intent_.is_hidden = true;
  if (hint == port::Hint::awake) intent_.is_hidden = false;
}

ReceiptId Witness::begins(const core::Client& client, std::size_t bytes, const core::SendOptions& options) {
  const State state = client.state();
  const bool is_at_rest =
      state == State::idle || state == State::closing || state == State::closed || state == State::failed;
  if (config_.connect_on_send && is_at_rest) connects(client);
  const auto expiry = options.ttl ? std::optional(host_.now() + *options.ttl) : std::nullopt;
  return mail_.begin(bytes, options.priority, expiry);
}

void Witness::sent(ReceiptId receipt, const core::SendOutcome& outcome) {
  carry();
  mail_.end(host_.now(), receipt, outcome);
}

void Witness::hears(const port::Event& event) {
  carry();
  shadow_.hear(host_.now(), event);
  if (const auto* change = std::get_if<port::ReceiptChanged>(&event)) mail_.settle(host_.now(), *change);
  const auto* move = std::get_if<port::StateChanged>(&event);
  if (move != nullptr && move->to == State::failed) mail_.give_up(move->reason, sent_before_);
}

void Witness::check(const core::Client& client) {
  carry();
  mail_.check();
  shadow_.rest(host_.now(), host_.timer());
  require(judge_.is_content(), judge_.objection());
  require(client.state() == shadow_.state(), "the state is not the one that was told");
  require(transport_.live() == (shadow_.socket() ? 1U : 0U), "the socket is not the one that was told of");
  check_dials();
  check_timer(client);
  check_outbox(client);
}

void Witness::carry() {
  const auto& sockets = transport_.sockets();
  // The others are dialled at once, and the log tells of it.
  if (config_.asks_address && sockets.size() > sockets_seen_)
    shadow_.dialled(host_.now(), sockets.back().generation);
  sockets_seen_ = sockets.size();
  const auto& frames = transport_.frames();
  for (; frames_seen_ < frames.size(); ++frames_seen_) {
    const auto& [socket, bytes, receipt] = frames[frames_seen_];
    if (bytes.find(kSecret) != std::string::npos)
      intent_.lease = sim::Lease{.socket = socket, .begin = host_.now(), .lifetime = intent_.lifetime};
    if (!receipt) continue;
    mail_.hand_over(host_.now(), raw(*receipt));
    last_sent_on_ = socket;
  }
}

void Witness::check_dials() const {
  require(intent_.may_dial || transport_.dials() == last_dial_,
          "dialled, although the application had disconnected");
}

void Witness::check_timer(const core::Client& client) const {
  const auto& timer = host_.timer();
  const auto expiry = mail_.earliest_expiry();
  require(!expiry || (timer && *timer <= *expiry), "nobody looks after what expires");
  if (client.state() != State::connected) {
    // What has left since may have set it: then it is early.
    if (expiry && timer) return require(*timer <= shadow_.deadline().value_or(*expiry), "the timer is late");
    return require(timer == shadow_.deadline(), "the timer is not set to the deadline of the state");
  }
  const bool waits = client.queued_count() > 0;
  const auto renewal = shadow_.renewal();
  require(timer.has_value() == (waits || config_.heartbeat || renewal),
          "connected, with a timer for nothing or without one");
  if (renewal) require(timer && *timer <= *renewal, "nobody looks after credentials that end");
  const TimePoint opening = mail_.opens_at().value_or(host_.now());
  if (waits && timer)
    require(*timer <= std::max(opening, host_.now() + kCongestionPoll), "nobody looks after what waits");
  if (config_.heartbeat && timer)
    require(*timer <= host_.now() + config_.heartbeat->interval, "the heart stands still");
}

void Witness::check_outbox(const core::Client& client) const {
  require(client.queued_count() == mail_.queued(), "queued messages are not those whose receipts are open");
  require(client.queued_bytes() == mail_.queued_bytes(), "the outbox miscounts its bytes");
  require(client.queued_count() <= config_.outbox.max_count, "the outbox holds too many messages");
  require(client.queued_bytes() <= config_.outbox.max_bytes, "the outbox holds too many bytes");
  require(mail_.sent() == mail_.handed_over(), "a socket took what is not reported as sent");
  require(client.counters().sent == mail_.sent(), "the counter of sent messages is wrong");
  require(client.counters().dropped == mail_.dropped(), "the counter of dropped messages is wrong");
  require(client.counters().connects == shadow_.links(), "the counter of links is wrong");
}

}  // namespace chatwire::fuzz

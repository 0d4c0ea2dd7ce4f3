#include "core/connection.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/transitions.h"

namespace chatwire::core {
namespace {

/// What comes so soon after opening may be a greeting.
constexpr Duration kGreetingTime{1'000};

/// Credentials are renewed so long before they end (F35); short-lived ones after half of their life.
constexpr Duration kRenewalLead{60'000};

}  // namespace

Connection::Connection(const Config& config, Context context)
    : config_(config), context_(context), backoff_(config.reconnect) {}

void Connection::connect() {
  switch (state()) {
    case State::connecting:
    case State::authenticating:
    case State::connected:
      return;
    case State::closing:
      abandon_socket(kNormalClosure, ErrorCode::none);
      break;
    case State::idle:
    case State::reconnecting:
    case State::closed:
    case State::failed:
      break;
  }
  start_afresh();
  begin_dial();
}

void Connection::disconnect(int code, std::string_view reason) {
  const std::string fitted = fit_close_reason(reason);
  switch (state()) {
    case State::idle:
    case State::closing:
    case State::closed:
      return;
    case State::connecting:
      if (socket()) {
        context_.transport.abandon(*socket(), code, fitted);
        report_closed(code, fitted, false);
      }
      set_state(Closed{});
      return;
    case State::authenticating:
    case State::connected: {
      const Generation closing = *socket();
      const bool was_usable = state() == State::connected;
      credit_uptime();
      context_.transport.close(closing, code, fitted);
      set_state(Closing{.socket = closing,
                        .give_up = context_.host.now() + config_.close_timeout,
                        .was_usable = was_usable});
      return;
    }
    case State::reconnecting:
    case State::failed:
      set_state(Closed{});
      return;
  }
}

void Connection::destroy() {
  if (const auto open = socket()) context_.transport.abandon(*open, kNormalClosure, {});
  state_ = Closed{};
}

void Connection::dial(Generation generation, const std::string& url,
                      const std::vector<std::string>& protocols) {
  auto* connecting = std::get_if<Connecting>(&state_);
  if (connecting == nullptr || connecting->is_dialled || connecting->socket != generation) return;
  connecting->is_dialled = true;
  connecting->give_up = context_.host.now() + config_.connect_timeout;
  open_socket(url, protocols);
}

void Connection::withhold(Generation generation, bool is_final) {
  const auto* connecting = std::get_if<Connecting>(&state_);
  const bool withholds_address =
      connecting != nullptr && !connecting->is_dialled && connecting->socket == generation;
  const bool withholds_credentials = state() == State::authenticating && socket() == generation;
  if (!withholds_address && !withholds_credentials) return;
  abandon_socket(kNormalClosure, ErrorCode::none);
  if (is_final) {
    fail(ErrorCode::auth_rejected);
  } else {
    schedule_retry(CloseAction::retry);
  }
}

void Connection::renew_credentials() {
  switch (state()) {
    case State::connecting:
      if (!config_.asks_address) return;
      abandon_socket(kNormalClosure, ErrorCode::none);
      return begin_dial();
    case State::authenticating:
      abandon_socket(kNormalClosure, ErrorCode::none);
      return begin_dial();
    case State::connected:
      if (config_.auth) ask_for_renewal();
      return;
    default:
      return;
  }
}

void Connection::decide_retry(Generation generation, std::optional<bool> again) {
  auto* reconnecting = std::get_if<Reconnecting>(&state_);
  if (reconnecting == nullptr || !reconnecting->undecided || generation != last_generation_) return;
  const Loss loss = *std::exchange(reconnecting->undecided, std::nullopt);
  if (!again) return follow_policy(loss);
  if (!*again) {
    if (loss.code == kNormalClosure) return set_state(Closed{});
    return fail(ErrorCode::retry_declined);
  }
  const bool gives_up = loss.action == CloseAction::stop || loss.action == CloseAction::authenticate;
  schedule_retry(gives_up ? CloseAction::retry : loss.action, loss.at_least);
}

void Connection::suspend() {
  switch (state()) {
    case State::connecting:
    case State::authenticating:
    case State::connected:
      credit_uptime();
      abandon_socket(kNormalClosure, ErrorCode::none);
      if (!config_.reconnect.enabled) return set_state(Closed{}, ErrorCode::suspended);
      return set_state(Reconnecting{}, ErrorCode::suspended);
    case State::closing:
      abandon_socket(kNormalClosure, ErrorCode::none);
      return set_state(Closed{});
    case State::reconnecting:
      std::get<Reconnecting>(state_).next_dial.reset();
      return;
    case State::idle:
    case State::closed:
    case State::failed:
      return;
  }
}

void Connection::on_open(Generation generation) {
  if (state() != State::connecting || socket() != generation) return;
  if (!config_.auth) return become_connected(generation, std::nullopt);
  set_state(Authenticating{
      .socket = generation, .give_up = context_.host.now() + config_.auth->timeout, .lifetime = {}});
  if (config_.auth->challenge_type.empty()) on_challenge();
}

void Connection::on_error(Generation generation) {
  if (socket() != generation) return;
  context_.events.push(port::Failure{ErrorCode::connection_lost, "the socket reported an error"});
  // A close normally follows at once. One platform sends none (F08), so it is waited for no longer than a
  // handshake.
  if (auto* connecting = std::get_if<Connecting>(&state_)) {
    connecting->give_up = std::min(connecting->give_up, context_.host.now() + config_.close_timeout);
  }
}

void Connection::on_close(Generation generation, int code, std::string_view reason, bool was_clean) {
  if (socket() != generation) return;
  credit_uptime();
  report_closed(code, reason, was_clean);
  if (state() == State::closing) return set_state(Closed{});
  // A server that does not know the sub-protocols, or that there are any, shows in no other way (F06).
  if (state() == State::connecting && !config_.requires_protocol) offers_protocols_ = !offers_protocols_;
  const auto hint = retry_hint(reason);
  after_loss(
      {.code = code, .action = close_action(config_.close, code), .at_least = hint.value_or(Duration{0})});
}

bool Connection::on_challenge() {
  if (state() != State::authenticating) return false;
  context_.events.push(port::CredentialsWanted{.generation = *socket(), .is_renewal = false});
  return true;
}

void Connection::on_credentials_sent(std::optional<Duration> lifetime) {
  if (auto* authenticating = std::get_if<Authenticating>(&state_)) {
    authenticating->lifetime = lifetime;
    if (config_.auth->accepted_type.empty()) become_connected(authenticating->socket, lifetime);
  } else if (auto* connected = std::get_if<Connected>(&state_)) {
    connected->renew_at = renewal_of(lifetime);
    if (config_.auth->accepted_type.empty()) connected->is_renewing = false;
  }
}

void Connection::on_credentials_accepted() {
  if (!awaits_verdict()) return;
  refused_before_ = false;
  if (const auto* authenticating = std::get_if<Authenticating>(&state_)) {
    become_connected(authenticating->socket, authenticating->lifetime);
  } else if (auto* connected = std::get_if<Connected>(&state_)) {
    connected->is_renewing = false;
  }
}

void Connection::on_credentials_rejected() {
  if (!awaits_verdict()) return;
  credit_uptime();
  const bool is_final = std::exchange(refused_before_, true) || !config_.reconnect.enabled;
  abandon_socket(kNormalClosure, is_final ? ErrorCode::none : ErrorCode::auth_rejected);
  if (is_final) {
    fail(ErrorCode::auth_rejected);
  } else {
    schedule_retry(CloseAction::retry);
  }
}

void Connection::on_message_sent() {
  if (auto* connected = std::get_if<Connected>(&state_)) connected->has_sent = true;
}

void Connection::on_message_received() {
  if (!learns_from_messages()) return;
  // A message that answers one of ours shows that the link works both ways. A greeting does not, also not one
  // that crosses what we send on opening: a server that greets and then drops its clients would be dialled
  // for ever at the first delay.
  const TimePoint since = std::get<Connected>(state_).since;
  if (context_.host.now() - since >= kGreetingTime) start_afresh();
}

void Connection::hasten(Duration delay) {
  auto* reconnecting = std::get_if<Reconnecting>(&state_);
  if (reconnecting == nullptr || reconnecting->undecided) return;
  const TimePoint sooner = context_.host.now() + delay;
  if (reconnecting->next_dial && sooner >= *reconnecting->next_dial) return;
  reconnecting->next_dial = sooner;
  context_.events.push(port::RetryScheduled{.attempt = std::max(backoff_.failures(), 1), .delay = delay});
}

void Connection::drop_link(int code, ErrorCode why) {
  credit_uptime();
  abandon_socket(code, why);
  after_loss({.code = kAbnormalClosure, .action = CloseAction::retry});
}

void Connection::on_deadline() {
  const auto due = deadline();
  if (!due || context_.host.now() < *due) return;
  switch (state()) {
    case State::connecting:
      if (socket()) return drop_link(kNormalClosure, ErrorCode::connect_timeout);
      context_.events.push(port::Failure{ErrorCode::auth_provider_timeout, {}});
      return schedule_retry(CloseAction::retry);
    case State::authenticating:
      return drop_link(kNormalClosure, ErrorCode::auth_timeout);
    case State::reconnecting:
      if (hidden_ && !config_.reconnect.while_hidden) {
        return std::get<Reconnecting>(state_).next_dial.reset();
      }
      return begin_dial();
    case State::connected:
      return ask_for_renewal();
    case State::closing:
      abandon_socket(kNormalClosure, ErrorCode::none);
      set_state(Closed{});
      return;
    case State::idle:
    case State::closed:
    case State::failed:
      return;
  }
}

ErrorCode Connection::failure() const {
  const auto* failed = std::get_if<Failed>(&state_);
  return failed != nullptr ? failed->why : ErrorCode::none;
}

std::optional<Generation> Connection::usable() const {
  const auto* connected = std::get_if<Connected>(&state_);
  return connected != nullptr ? std::optional(connected->socket) : std::nullopt;
}

bool Connection::wants_credentials(Generation generation) const {
  const auto* connected = std::get_if<Connected>(&state_);
  return socket() == generation &&
         (state() == State::authenticating || (connected != nullptr && connected->is_renewing));
}

bool Connection::awaits_verdict() const {
  const auto* connected = std::get_if<Connected>(&state_);
  return state() == State::authenticating || (connected != nullptr && connected->is_renewing);
}

bool Connection::listens() const {
  return state() == State::connected || state() == State::authenticating;
}

bool Connection::learns_from_messages() const {
  if (backoff_.failures() == 0) return false;
  const auto* connected = std::get_if<Connected>(&state_);
  return connected != nullptr && connected->has_sent;
}

bool Connection::listens_to(Generation generation) const {
  return listens() && socket() == generation;
}

std::optional<TimePoint> Connection::deadline() const {
  if (const auto* connecting = std::get_if<Connecting>(&state_)) return connecting->give_up;
  if (const auto* authenticating = std::get_if<Authenticating>(&state_)) return authenticating->give_up;
  if (const auto* connected = std::get_if<Connected>(&state_)) return connected->renew_at;
  if (const auto* reconnecting = std::get_if<Reconnecting>(&state_)) return reconnecting->next_dial;
  if (const auto* closing = std::get_if<Closing>(&state_)) return closing->give_up;
  return std::nullopt;
}

bool Connection::is_consistent() const {
  const auto held = socket();
  return !held || *held == last_generation_;
}

void Connection::set_state(Situation next, ErrorCode reason) {
  const State from = state();
  const auto to = static_cast<State>(next.index());
  assert(is_legal(from, to));
  state_ = next;
  context_.events.push(port::StateChanged{.from = from, .to = to, .reason = reason});
}

void Connection::begin_dial() {
  last_generation_ = Generation{raw(last_generation_) + 1};
  const Duration patience = config_.asks_address ? config_.address_timeout : config_.connect_timeout;
  const Connecting next{.socket = last_generation_,
                        .give_up = context_.host.now() + patience,
                        .is_dialled = !config_.asks_address};
  if (state() == State::connecting) {
    state_ = next;
  } else {
    set_state(next);
  }
  if (config_.asks_address) {
    context_.events.push(port::AddressWanted{last_generation_});
  } else {
    open_socket(config_.url, config_.protocols);
  }
}

void Connection::open_socket(const std::string& url, const std::vector<std::string>& protocols) {
  const std::vector<std::string> none;
  if (!context_.transport.open(last_generation_, url, offers_protocols_ ? protocols : none)) {
    fail(ErrorCode::bad_url);
  }
}

void Connection::become_connected(Generation socket, std::optional<Duration> lifetime) {
  set_state(Connected{.socket = socket,
                      .since = context_.host.now(),
                      .has_sent = false,
                      .renew_at = renewal_of(lifetime),
                      .is_renewing = false});
  context_.events.push(port::Opened{socket});
}

void Connection::ask_for_renewal() {
  auto& connected = std::get<Connected>(state_);
  connected.renew_at.reset();
  connected.is_renewing = true;
  context_.events.push(port::CredentialsWanted{.generation = connected.socket, .is_renewal = true});
}

std::optional<TimePoint> Connection::renewal_of(std::optional<Duration> lifetime) const {
  if (!lifetime) return std::nullopt;
  return context_.host.now() + std::max(*lifetime - kRenewalLead, *lifetime / 2);
}

void Connection::abandon_socket(int code, ErrorCode why) {
  if (why != ErrorCode::none) context_.events.push(port::Failure{why, {}});
  // While the address is still being asked for there is none.
  if (!socket()) return;
  context_.transport.abandon(*socket(), code, {});
  report_closed(kAbnormalClosure, why == ErrorCode::none ? std::string_view{} : name_of(why), false);
}

void Connection::report_closed(int code, std::string_view reason, bool was_clean) {
  const auto* closing = std::get_if<Closing>(&state_);
  const bool was_open = state() == State::connected || (closing != nullptr && closing->was_usable);
  context_.events.push(port::Closed{
      .code = code, .reason = std::string(reason), .was_clean = was_clean, .was_open = was_open});
}

void Connection::after_loss(const Loss& loss) {
  if (!config_.asks_before_retry || !config_.reconnect.enabled) return follow_policy(loss);
  set_state(Reconnecting{.next_dial = {}, .undecided = loss}, ErrorCode::connection_lost);
  context_.events.push(port::RetryWanted{last_generation_});
}

void Connection::follow_policy(const Loss& loss) {
  if (loss.action == CloseAction::stop) {
    if (loss.code == kNormalClosure) return set_state(Closed{});
    return fail(ErrorCode::closed_by_server);
  }
  if (loss.action == CloseAction::authenticate) {
    const bool can_renew = config_.auth || config_.asks_address;
    if (!can_renew || std::exchange(refused_before_, true)) return fail(ErrorCode::auth_rejected);
  }
  schedule_retry(loss.action, loss.at_least);
}

void Connection::schedule_retry(CloseAction action, Duration at_least) {
  if (!config_.reconnect.enabled) return set_state(Closed{}, ErrorCode::connection_lost);
  // A server that names a time knows better than the table, but not that others heard the same: they come
  // back spread over the window behind it.
  const CloseAction lane = at_least > Duration{0} ? CloseAction::retry : action;
  const auto window = backoff_.next(context_.host.random(), lane);
  if (!window) return fail(ErrorCode::attempts_exhausted);
  const Duration delay = std::min(*window + at_least, kMaxDelay);
  const Reconnecting next{.next_dial = context_.host.now() + delay, .undecided = {}};
  if (auto* waiting = std::get_if<Reconnecting>(&state_)) {
    *waiting = next;
  } else {
    set_state(next, ErrorCode::connection_lost);
  }
  context_.events.push(port::RetryScheduled{.attempt = backoff_.failures(), .delay = delay});
}

void Connection::fail(ErrorCode why) {
  set_state(Failed{why}, why);
  context_.events.push(port::Failure{why, {}});
}

void Connection::start_afresh() {
  backoff_.reset();
  // Also where the server says no yes: who has let us work has let us in. A token that ends every day may end
  // every day.
  refused_before_ = false;
}

void Connection::credit_uptime() {
  const auto* connected = std::get_if<Connected>(&state_);
  if (connected == nullptr) return;
  if (context_.host.now() - connected->since >= config_.reconnect.stable_after) start_afresh();
}

std::optional<Generation> Connection::socket() const {
  if (const auto* connecting = std::get_if<Connecting>(&state_)) {
    return connecting->is_dialled ? std::optional(connecting->socket) : std::nullopt;
  }
  if (const auto* authenticating = std::get_if<Authenticating>(&state_)) return authenticating->socket;
  if (const auto* connected = std::get_if<Connected>(&state_)) return connected->socket;
  if (const auto* closing = std::get_if<Closing>(&state_)) return closing->socket;
  return std::nullopt;
}

}  // namespace chatwire::core

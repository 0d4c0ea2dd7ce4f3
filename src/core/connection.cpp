#include "core/connection.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/transitions.h"

namespace chatwire::core {
namespace {

/// What comes so soon after opening may be a greeting.
constexpr Duration kGreetingTime{1'000};

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
  backoff_.reset();
  refused_before_ = false;
  dial();
}

void Connection::disconnect(int code, std::string_view reason) {
  const std::string fitted = fit_close_reason(reason);
  switch (state()) {
    case State::idle:
    case State::closing:
    case State::closed:
      return;
    case State::connecting:
      context_.transport.abandon(*socket(), code, fitted);
      report_closed(code, fitted, false);
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

void Connection::on_open(Generation generation) {
  if (state() != State::connecting || socket() != generation) return;
  if (config_.auth) {
    set_state(Authenticating{.socket = generation, .give_up = context_.host.now() + config_.auth->timeout});
    context_.events.push(port::CredentialsWanted{generation});
    return;
  }
  become_connected(generation);
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
  if (state() == State::closing) {
    set_state(Closed{});
  } else {
    after_loss(code);
  }
}

void Connection::on_credentials_accepted() {
  if (const auto* authenticating = std::get_if<Authenticating>(&state_)) {
    refused_before_ = false;
    become_connected(authenticating->socket);
  }
}

void Connection::on_credentials_rejected() {
  if (state() != State::authenticating) return;
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
  if (backoff_.failures() == 0) return;
  // A message that answers one of ours shows that the link works both ways. A greeting does not, also not one
  // that crosses what we send on opening: a server that greets and then drops its clients would be dialled
  // for ever at the first delay.
  const auto* connected = std::get_if<Connected>(&state_);
  const bool answers = connected != nullptr && connected->has_sent;
  if (answers && context_.host.now() - connected->since >= kGreetingTime) backoff_.reset();
}

void Connection::hasten(Duration delay) {
  auto* reconnecting = std::get_if<Reconnecting>(&state_);
  if (reconnecting == nullptr) return;
  const TimePoint sooner = context_.host.now() + delay;
  if (sooner >= reconnecting->next_dial) return;
  reconnecting->next_dial = sooner;
  context_.events.push(port::RetryScheduled{.attempt = backoff_.failures(), .delay = delay});
}

void Connection::drop_link(int code, ErrorCode why) {
  credit_uptime();
  abandon_socket(code, why);
  schedule_retry(CloseAction::retry);
}

void Connection::on_deadline() {
  const auto due = deadline();
  if (!due || context_.host.now() < *due) return;
  switch (state()) {
    case State::connecting:
      abandon_socket(kNormalClosure, ErrorCode::connect_timeout);
      schedule_retry(CloseAction::retry);
      return;
    case State::authenticating:
      abandon_socket(kNormalClosure, ErrorCode::auth_timeout);
      schedule_retry(CloseAction::retry);
      return;
    case State::reconnecting:
      dial();
      return;
    case State::closing:
      abandon_socket(kNormalClosure, ErrorCode::none);
      set_state(Closed{});
      return;
    case State::idle:
    case State::connected:
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

bool Connection::listens_to(Generation generation) const {
  return (state() == State::connected || state() == State::authenticating) && socket() == generation;
}

std::optional<TimePoint> Connection::deadline() const {
  if (const auto* connecting = std::get_if<Connecting>(&state_)) return connecting->give_up;
  if (const auto* authenticating = std::get_if<Authenticating>(&state_)) return authenticating->give_up;
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

void Connection::dial() {
  last_generation_ = Generation{raw(last_generation_) + 1};
  set_state(Connecting{.socket = last_generation_, .give_up = context_.host.now() + config_.connect_timeout});
  if (!context_.transport.open(last_generation_, config_.url, config_.protocols)) fail(ErrorCode::bad_url);
}

void Connection::become_connected(Generation socket) {
  set_state(Connected{.socket = socket, .since = context_.host.now(), .has_sent = false});
  context_.events.push(port::Opened{socket});
}

void Connection::abandon_socket(int code, ErrorCode why) {
  context_.transport.abandon(*socket(), code, {});
  if (why != ErrorCode::none) context_.events.push(port::Failure{why, {}});
  report_closed(kAbnormalClosure, why == ErrorCode::none ? std::string_view{} : name_of(why), false);
}

void Connection::report_closed(int code, std::string_view reason, bool was_clean) {
  const auto* closing = std::get_if<Closing>(&state_);
  const bool was_open = state() == State::connected || (closing != nullptr && closing->was_usable);
  context_.events.push(port::Closed{
      .code = code, .reason = std::string(reason), .was_clean = was_clean, .was_open = was_open});
}

void Connection::after_loss(int code) {
  const CloseAction action = close_action(config_.close, code);
  if (action == CloseAction::stop) {
    if (code == kNormalClosure) {
      set_state(Closed{});
    } else {
      fail(ErrorCode::closed_by_server);
    }
    return;
  }
  if (action == CloseAction::authenticate) {
    const bool again = config_.auth && !std::exchange(refused_before_, true);
    if (!again) return fail(ErrorCode::auth_rejected);
  }
  schedule_retry(action);
}

void Connection::schedule_retry(CloseAction action) {
  if (!config_.reconnect.enabled) return set_state(Closed{}, ErrorCode::connection_lost);
  const auto delay = backoff_.next(context_.host.random(), action);
  if (!delay) return fail(ErrorCode::attempts_exhausted);
  set_state(Reconnecting{.next_dial = context_.host.now() + *delay}, ErrorCode::connection_lost);
  context_.events.push(port::RetryScheduled{.attempt = backoff_.failures(), .delay = *delay});
}

void Connection::fail(ErrorCode why) {
  set_state(Failed{why}, why);
  context_.events.push(port::Failure{why, {}});
}

void Connection::credit_uptime() {
  const auto* connected = std::get_if<Connected>(&state_);
  if (connected == nullptr) return;
  if (context_.host.now() - connected->since >= config_.reconnect.stable_after) backoff_.reset();
}

std::optional<Generation> Connection::socket() const {
  if (const auto* connecting = std::get_if<Connecting>(&state_)) return connecting->socket;
  if (const auto* authenticating = std::get_if<Authenticating>(&state_)) return authenticating->socket;
  if (const auto* connected = std::get_if<Connected>(&state_)) return connected->socket;
  if (const auto* closing = std::get_if<Closing>(&state_)) return closing->socket;
  return std::nullopt;
}

}  // namespace chatwire::core

#include "sim/shadow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/transitions.h"

namespace chatwire::sim {
namespace {

/// Of the back-off's own arithmetic.
constexpr double kRounding = 1e-6;

}  // namespace

void Shadow::hear(TimePoint now, const port::Event& event) {
  if (const auto* move = std::get_if<port::StateChanged>(&event)) moved(now, *move);
  if (const auto* end = std::get_if<port::Closed>(&event)) closed(now, *end);
  if (const auto* retry = std::get_if<port::RetryScheduled>(&event)) scheduled(now, *retry);
  if (const auto* opened = std::get_if<port::Opened>(&event)) {
    expect(state_ == State::connected && opened->generation == generation_, "opened, but not this socket");
    expect(!was_usable_, "a socket opened twice");
    was_usable_ = true;
    ++links_;
  }
  if (const auto* wanted = std::get_if<port::CredentialsWanted>(&event)) {
    expect(state_ == State::authenticating && wanted->generation == generation_,
           "credentials wanted for another socket");
  }
  if (const auto* wanted = std::get_if<port::RetryWanted>(&event)) {
    expect(config_.asks_before_retry, "asks about a retry without being told to");
    expect(state_ == State::reconnecting && !is_scheduled_ && wanted->generation == generation_,
           "asks about a retry of another link");
    is_undecided_ = true;
  }
  if (const auto* failure = std::get_if<port::Failure>(&event)) {
    // An error while dialling: the close has to follow soon.
    if (state_ == State::connecting && failure->code == ErrorCode::connection_lost)
      deadline_ = std::min(*deadline_, now + config_.close_timeout);
  }
}

void Shadow::hear_answer(TimePoint now) {
  if (state_ == State::connected && now - since_ >= Duration{1'000}) failures_ = 0;
}

std::optional<Generation> Shadow::socket() const {
  return has_socket_ ? std::optional(generation_) : std::nullopt;
}

void Shadow::moved(TimePoint now, const port::StateChanged& move) {
  expect(move.from == state_, "a move that does not begin where the last one ended");
  expect(core::is_legal(move.from, move.to), "a move that is not in the table");
  state_ = move.to;
  deadline_.reset();
  since_ = now;
  const bool was_undecided = std::exchange(is_undecided_, false);
  switch (state_) {
    case State::connecting:
      expect(!has_socket_, "dialled before the last socket was reported closed");
      generation_ = Generation{raw(generation_) + 1};
      has_socket_ = true;
      was_usable_ = false;
      deadline_ = now + config_.connect_timeout;
      if (intent_.fresh_dials.erase(raw(generation_)) > 0) {
        failures_ = 0;
      } else {
        expect(move.from == State::reconnecting, "dialled without being told to");
      }
      return;
    case State::authenticating:
      expect(config_.auth.has_value(), "authenticates without being told to");
      if (config_.auth) deadline_ = now + config_.auth->timeout;
      return;
    case State::connected:
      expect(has_socket_, "connected without a socket");
      return;
    case State::closing:
      deadline_ = now + config_.close_timeout;
      return;
    case State::failed:
      if (move.reason == ErrorCode::bad_url) has_socket_ = false;
      if (move.reason == ErrorCode::attempts_exhausted) {
        expect(config_.reconnect.max_attempts && failures_ >= *config_.reconnect.max_attempts,
               "gave up too early");
      }
      if (was_undecided || move.reason == ErrorCode::retry_declined)
        expect(was_undecided && is_decided(), "gave up, although the application has not decided");
      break;
    case State::reconnecting: {
      expect(config_.reconnect.enabled, "reconnects, although that is off");
      is_scheduled_ = false;
      break;
    }
    case State::idle:
    case State::closed:
      break;
  }
  expect(!has_socket_, "left a socket that was never reported closed");
}

void Shadow::closed(TimePoint now, const port::Closed& end) {
  expect(has_socket_, "a socket was reported closed twice");
  expect(end.was_open == was_usable_, "whether the socket had been usable is told wrongly");
  has_socket_ = false;
  close_code_ = end.code;
  if (state_ == State::connected && now - since_ >= config_.reconnect.stable_after) failures_ = 0;
}

void Shadow::scheduled(TimePoint now, const port::RetryScheduled& retry) {
  expect(state_ == State::reconnecting, "a retry that nobody waits for");
  const TimePoint date = now + retry.delay;
  if (is_scheduled_) {
    // Brought forward by a hint.
    expect(retry.attempt == failures_, "a hint counts as an attempt");
    expect(retry.delay >= Duration{0} && deadline_ && date <= *deadline_, "a hint puts the retry off");
  } else {
    ++failures_;
    const auto& most = config_.reconnect.max_attempts;
    expect(!most || failures_ <= *most, "gave up too late");
    expect(!is_undecided_ || is_decided(), "retries, although the application has not decided");
    is_undecided_ = false;
    expect(retry.attempt == failures_, "attempts are miscounted, or the budget was reset without proof");
    expect(is_within_policy(retry), "a retry outside of its window");
  }
  is_scheduled_ = true;
  deadline_ = date;
}

bool Shadow::is_within_policy(const port::RetryScheduled& retry) const {
  const core::ReconnectPolicy& policy = config_.reconnect;
  const auto found = config_.close.overrides.find(close_code_);
  const auto by_code = close_code_ == 1012   ? core::CloseAction::retry_restart
                       : close_code_ == 1013 ? core::CloseAction::retry_overload
                                             : core::CloseAction::retry;
  const core::CloseAction action = found != config_.close.overrides.end() ? found->second : by_code;
  const double longest = std::min(policy.max_delay, kMaxDelay).count();
  // Finite, lest nothing times it be anything.
  const double growth =
      std::min(std::pow(policy.multiplier, retry.attempt - 1), std::numeric_limits<double>::max());
  double most = std::min(longest, policy.initial_delay.count() * growth);
  double least = most * (1 - policy.jitter);
  if (action == core::CloseAction::retry_restart) {
    least = 5'000;
    most = 30'000;
  } else if (action == core::CloseAction::retry_overload) {
    most = std::min(longest, 60'000.0);
    least = most * (1 - policy.jitter / 2);
  }
  const double delay = retry.delay.count();
  return delay >= least * (1 - kRounding) && delay <= most * (1 + kRounding);
}

}  // namespace chatwire::sim

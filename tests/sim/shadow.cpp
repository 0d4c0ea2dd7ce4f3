#include "sim/shadow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/close_policy.h"
#include "core/transitions.h"

namespace chatwire::sim {
namespace {

/// Of the back-off's own arithmetic.
constexpr double kRounding = 1e-6;

using core::kAbnormalClosure;

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
  if (const auto* wanted = std::get_if<port::CredentialsWanted>(&event)) asked(now, *wanted);
  if (const auto* wanted = std::get_if<port::AddressWanted>(&event)) asked(now, *wanted);
  if (const auto* wanted = std::get_if<port::RetryWanted>(&event)) {
    expect(config_.asks_before_retry, "asks about a retry without being told to");
    expect(state_ == State::reconnecting && !is_scheduled_ && wanted->generation == generation_,
           "asks about a retry of another link");
    is_undecided_ = true;
  }
  left_for_ = ErrorCode::none;
  if (const auto* failure = std::get_if<port::Failure>(&event)) failed(now, failure->code);
}

void Shadow::hear_close(Generation generation, Farewell farewell) {
  if (socket() == generation) farewell_ = std::move(farewell);
}

void Shadow::prove() {
  failures_ = 0;
  was_refused_ = false;
}

void Shadow::credit_uptime(TimePoint now) {
  if (state_ == State::connected && now - since_ >= config_.reconnect.stable_after) prove();
}

void Shadow::asked(TimePoint now, const port::AddressWanted& wanted) {
  expect(config_.asks_address && state_ == State::connecting, "an address that nobody waits for");
  expect(!has_socket_, "asks for an address while a socket is alive");
  expect(wanted.generation > generation_, "asks for the address of an old socket");
  generation_ = wanted.generation;
  deadline_ = now + config_.address_timeout;
  close_code_ = 0;
  stay_away_ = Duration{0};
}

void Shadow::asked(TimePoint now, const port::CredentialsWanted& wanted) {
  expect(config_.auth.has_value(), "asks for credentials without being told to");
  expect(wanted.generation == generation_, "credentials wanted for another socket");
  expect(state_ == (wanted.is_renewal ? State::connected : State::authenticating),
         "credentials wanted for a link in another state");
  if (!wanted.is_renewal) return;
  const auto date = renewal();
  if (date && now >= *date) {
    intent_.lease.reset();
    intent_.renewing = generation_;
    return;
  }
  expect(renewals_ > 0, "credentials are renewed before their time");
  if (renewals_ > 0) --renewals_;
}

void Shadow::failed(TimePoint now, ErrorCode why) {
  const bool is_timeout = why == ErrorCode::connect_timeout || why == ErrorCode::auth_timeout ||
                          why == ErrorCode::auth_provider_timeout;
  if (is_timeout) expect(deadline_ && now >= *deadline_, "gave up before the time");
  if (is_timeout || why == ErrorCode::link_dead || why == ErrorCode::message_too_big ||
      why == ErrorCode::out_of_memory || why == ErrorCode::auth_rejected)
    left_for_ = why;
  if (why == ErrorCode::auth_rejected && state_ != State::failed) {
    credit_uptime(now);
    expect(!was_refused_ && config_.reconnect.enabled, "goes on after a second refusal");
    was_refused_ = true;
  }
  // An error while dialling: the close has to follow soon.
  if (state_ == State::connecting && why == ErrorCode::connection_lost)
    deadline_ = std::min(*deadline_, now + config_.close_timeout);
}

void Shadow::dialled(TimePoint now, Generation generation) {
  expect(state_ == State::connecting && generation == generation_, "dialled what nobody gave an address for");
  has_socket_ = true;
  was_usable_ = false;
  deadline_ = now + config_.connect_timeout;
}

void Shadow::renewed(Generation generation) {
  intent_.lease.reset();
  intent_.renewing = generation;
  ++renewals_;
}

void Shadow::withheld(Generation generation, bool is_final) {
  withheld_ = Refusal{.generation = generation, .is_final = is_final};
}

void Shadow::hastened(TimePoint now) {
  if (state_ == State::reconnecting && !is_undecided_)
    haste_ = Haste{.lost = generation_, .by = now + Duration{250}};
}

void Shadow::rest(TimePoint now, const std::optional<TimePoint>& timer) {
  if (haste_ && state_ == State::reconnecting && haste_->lost == generation_)
    expect(deadline_ && *deadline_ <= haste_->by, "waits on, although there is reason to dial");
  haste_.reset();
  // A plan that falls due while nobody looks is given up; the timer tells whether it fell due.
  const bool is_dropped = deadline_ && *deadline_ <= now && (!timer || *timer > *deadline_);
  if (is_dropped && intent_.is_hidden && !config_.reconnect.while_hidden) suspended();
  if (!withheld_) return;
  const bool waits = state_ == State::connecting || state_ == State::authenticating;
  expect(!waits || withheld_->generation != generation_, "waits on for what the application has not");
  withheld_.reset();
}

std::optional<TimePoint> Shadow::renewal() const {
  const auto& lease = intent_.lease;
  if (state_ != State::connected || !lease || lease->socket != generation_ || !lease->lifetime)
    return std::nullopt;
  // A minute before they end, short-lived ones after half of their life; it begins when the link does.
  const Duration lifetime = *lease->lifetime;
  return std::max(lease->begin, since_) + std::max(lifetime - Duration{60'000}, lifetime / 2);
}

void Shadow::suspended() {
  if (state_ != State::reconnecting || is_undecided_) return;
  is_suspended_ = true;
  deadline_.reset();
}

void Shadow::hear_answer(TimePoint now) {
  if (state_ == State::connected && now - since_ >= Duration{1'000}) prove();
}

std::optional<Generation> Shadow::socket() const {
  return has_socket_ ? std::optional(generation_) : std::nullopt;
}

void Shadow::moved(TimePoint now, const port::StateChanged& move) {
  expect(move.from == state_, "a move that does not begin where the last one ended");
  expect(core::is_legal(move.from, move.to), "a move that is not in the table");
  const bool was_withheld = check_withheld(move);
  state_ = move.to;
  const auto planned = std::exchange(deadline_, std::nullopt);
  since_ = now;
  const bool was_undecided = std::exchange(is_undecided_, false);
  switch (state_) {
    case State::connecting:
      return begun(now, move.from, planned);
    case State::authenticating:
      expect(config_.auth.has_value(), "authenticates without being told to");
      if (config_.auth) deadline_ = now + config_.auth->timeout;
      return;
    case State::connected:
      expect(has_socket_, "connected without a socket");
      if (config_.auth && !config_.auth->accepted_type.empty()) was_refused_ = false;
      return;
    case State::closing:
      deadline_ = now + config_.close_timeout;
      return;
    case State::failed:
      if (move.reason == ErrorCode::bad_url) has_socket_ = false;
      if (move.reason == ErrorCode::auth_rejected && !was_withheld) check_refusal();
      if (move.reason == ErrorCode::attempts_exhausted) {
        expect(config_.reconnect.max_attempts && failures_ >= *config_.reconnect.max_attempts,
               "gave up too early");
      }
      if (was_undecided || move.reason == ErrorCode::retry_declined)
        expect(was_undecided && is_decided(), "gave up, although the application has not decided");
      break;
    case State::reconnecting: {
      expect(config_.reconnect.enabled, "reconnects, although that is off");
      is_suspended_ = move.reason == ErrorCode::suspended;
      is_scheduled_ = false;
      break;
    }
    case State::idle:
    case State::closed:
      break;
  }
  expect(!has_socket_, "left a socket that was never reported closed");
}

bool Shadow::check_withheld(const port::StateChanged& move) {
  if (!withheld_ || withheld_->generation != generation_) return false;
  // Withheld from inside a handler: what led to the question was still to be told.
  if (move.to == State::connecting || move.to == State::authenticating) return false;
  if (withheld_->is_final) {
    expect(move.to == State::failed && move.reason == ErrorCode::auth_rejected,
           "goes on, although there will be no credentials");
  } else {
    expect(move.reason == ErrorCode::connection_lost || move.reason == ErrorCode::attempts_exhausted,
           "credentials that come later are no reason to give up");
  }
  withheld_.reset();
  return true;
}

void Shadow::check_refusal() const {
  if (config_.asks_before_retry) return;
  const bool may_try_again =
      was_closed_for_credentials() ? config_.auth || config_.asks_address : config_.reconnect.enabled;
  if (may_try_again && !was_refused_) judge_.object("gave up after the first refusal");
}

bool Shadow::was_closed_for_credentials() const {
  return core::close_action(config_.close, close_code_) == core::CloseAction::authenticate;
}

void Shadow::begun(TimePoint now, State from, std::optional<TimePoint> planned) {
  expect(!has_socket_, "dialled before the last socket was reported closed");
  if (intent_.dials.empty()) {
    expect(from == State::reconnecting && planned && now >= *planned, "dialled without being told to");
    expect(!intent_.is_hidden || config_.reconnect.while_hidden, "dialled, although nobody looks");
  } else {
    if (intent_.dials.front() == DialCause::connect) prove();
    intent_.dials.pop_front();
  }
  if (config_.asks_address) return;  // that comes next
  generation_ = Generation{raw(generation_) + 1};
  dialled(now, generation_);
}

void Shadow::closed(TimePoint now, const port::Closed& end) {
  expect(has_socket_, "a socket was reported closed twice");
  expect(end.was_open == was_usable_, "whether the socket had been usable is told wrongly");
  const bool is_clean = farewell_ && farewell_->code != kAbnormalClosure;
  const Farewell expected = expected_farewell();
  expect(end.code == expected.code && end.reason == expected.reason && end.was_clean == is_clean,
         "a socket ended otherwise than it is told");
  has_socket_ = false;
  close_code_ = end.code;
  stay_away_ = core::retry_hint(end.reason).value_or(Duration{0});
  if (left_for_ != ErrorCode::auth_rejected) credit_uptime(now);
}

Farewell Shadow::expected_farewell() {
  if (farewell_) return *std::exchange(farewell_, std::nullopt);
  if (state_ == State::connecting && left_for_ == ErrorCode::none && !intent_.given_up.empty()) {
    Farewell own = intent_.given_up.front();
    intent_.given_up.pop_front();
    return own;
  }
  const auto reason = left_for_ == ErrorCode::none ? std::string_view{} : name_of(left_for_);
  return {.code = kAbnormalClosure, .reason = std::string(reason)};
}

void Shadow::scheduled(TimePoint now, const port::RetryScheduled& retry) {
  expect(state_ == State::reconnecting, "a retry that nobody waits for");
  const TimePoint date = now + retry.delay;
  if (is_scheduled_ || is_suspended_) {
    // Brought forward by a hint.
    expect(retry.attempt == std::max(failures_, 1), "a hint counts as an attempt");
    expect(retry.delay >= Duration{0}, "a hint for the past");
    // One that fell due in this very entry while nobody looked was given up.
    const bool is_dropped = is_suspended_ || (*deadline_ <= now && !config_.reconnect.while_hidden);
    expect(is_dropped || date <= *deadline_, "a hint puts the retry off");
  } else {
    ++failures_;
    const auto& most = config_.reconnect.max_attempts;
    expect(!most || failures_ <= *most, "gave up too late");
    expect(!is_undecided_ || is_decided(), "retries, although the application has not decided");
    is_undecided_ = false;
    if (was_closed_for_credentials() && !config_.asks_before_retry) {
      expect(!was_refused_, "goes on after a second refusal");
      was_refused_ = true;
    }
    expect(retry.attempt == failures_, "attempts are miscounted, or the budget was reset without proof");
    expect(is_within_policy(retry), "a retry outside of its window");
  }
  is_scheduled_ = true;
  is_suspended_ = false;
  is_undecided_ = false;
  deadline_ = date;
}

bool Shadow::is_within_policy(const port::RetryScheduled& retry) const {
  const core::ReconnectPolicy& policy = config_.reconnect;
  const auto* found = config_.close.overrides.find(close_code_);
  const auto by_code = close_code_ == 1012   ? core::CloseAction::retry_restart
                       : close_code_ == 1013 ? core::CloseAction::retry_overload
                                             : core::CloseAction::retry;
  const core::CloseAction action = found != nullptr ? *found : by_code;
  const double longest = std::min(policy.max_delay, kMaxDelay).count();
  // Finite, lest nothing times it be anything.
  const double growth =
      std::min(std::pow(policy.multiplier, retry.attempt - 1), std::numeric_limits<double>::max());
  double most = std::min(longest, policy.initial_delay.count() * growth);
  double least = most * (1 - policy.jitter);
  if (stay_away_ > Duration{0}) {
    least += stay_away_.count();
    most += stay_away_.count();
  } else if (action == core::CloseAction::retry_restart) {
    least = 5'000;
    most = 30'000;
  } else if (action == core::CloseAction::retry_overload) {
    most = std::min(longest, 60'000.0);
    least = most * (1 - policy.jitter / 2);
  }
  const double delay = retry.delay.count();
  const double limit = kMaxDelay.count();
  return delay >= std::min(least, limit) * (1 - kRounding) &&
         delay <= std::min(most, limit) * (1 + kRounding);
}

}  // namespace chatwire::sim

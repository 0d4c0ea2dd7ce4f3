#include "core/heartbeat.h"

#include <algorithm>

#include "wire/json_text.h"

namespace chatwire::core {
namespace {

/// A timer that is later than this has slept.
constexpr Duration kLate{2'000};
constexpr Duration kProbePatience{5'000};

}  // namespace

void Heartbeat::start(TimePoint now) {
  if (!policy_) return;
  next_ping_ = now + policy_->interval;
  wait_.reset();
}

void Heartbeat::stop() {
  next_ping_.reset();
  wait_.reset();
}

void Heartbeat::on_frame() {
  if (policy_ && !policy_->strict) has_heard_ = true;
}

void Heartbeat::on_answer(TimePoint now, std::string_view id) {
  if (policy_ && policy_->ids && id != ping_id()) return;
  has_heard_ = true;
  if (!wait_) return;
  samples_[sample_count_++ % samples_.size()] = now - wait_->asked;
  wait_.reset();
}

Heartbeat::Action Heartbeat::on_deadline(TimePoint now) {
  if (wait_ && now >= wait_->give_up) {
    if (!has_heard_) {
      const bool was_asleep = now - wait_->give_up > kLate;
      if (!was_asleep || wait_->is_second_chance) return Action::dead;
      return ask(now, std::min(policy_->timeout, kProbePatience), true);
    }
    wait_.reset();
  }
  if (!next_ping_ || now < *next_ping_) return Action::none;
  if (!wait_) return ask(now, policy_->timeout, false);
  next_ping_ = now + policy_->interval;
  return Action::none;
}

Heartbeat::Action Heartbeat::probe(TimePoint now) {
  if (!next_ping_) return Action::none;
  // Nobody waits longer for a doubtful link than for a fresh doubt; and a wait that slept over its end starts
  // anew.
  const Duration patience = std::min(policy_->timeout, kProbePatience);
  if (wait_ && now < wait_->give_up) {
    wait_->give_up = std::min(wait_->give_up, now + patience);
    return Action::none;
  }
  return ask(now, patience, false);
}

std::string Heartbeat::ping_id() const {
  return policy_ && policy_->ids ? wire::decimal(ping_count_) : std::string();
}

std::optional<TimePoint> Heartbeat::deadline() const {
  if (wait_ && next_ping_) return std::min(wait_->give_up, *next_ping_);
  return next_ping_;
}

std::optional<Heartbeat::RoundTrip> Heartbeat::round_trip() const {
  const std::size_t count = std::min(sample_count_, samples_.size());
  if (count == 0) return std::nullopt;
  std::array<Duration, 64> sorted{};
  // By insertion: std::sort would be a tenth of the whole module, and this runs when somebody asks for
  // statistics.
  for (std::size_t n = 0; n < count; ++n) {
    std::size_t at = n;
    for (; at > 0 && sorted[at - 1] > samples_[n]; --at) sorted[at] = sorted[at - 1];
    sorted[at] = samples_[n];
  }
  return RoundTrip{.p50 = sorted[count / 2], .p95 = sorted[count * 95 / 100]};
}

Heartbeat::Action Heartbeat::ask(TimePoint now, Duration patience, bool is_second_chance) {
  has_heard_ = false;
  ++ping_count_;
  next_ping_ = now + policy_->interval;
  wait_ = Wait{.asked = now, .give_up = now + patience, .is_second_chance = is_second_chance};
  return Action::ping;
}

}  // namespace chatwire::core

#include "sim/liveness.h"

#include <algorithm>

namespace chatwire::sim {
namespace {

/// Timers are up to 20 ms late, one after the other.
constexpr Duration kSlack{100};
/// Longer than a throttled timer and a question.
constexpr Duration kCalm{120'000};
/// Later timers show that the computer slept.
constexpr Duration kNoSleep{2'000};

}  // namespace

void Liveness::check() const {
  const auto& heartbeat = context_.climate.config.heartbeat;
  const auto socket = shadow_.socket();
  if (!heartbeat || shadow_.state() != State::connected || !socket) return;
  if (context_.clock.is_throttled()) return;
  auto dead_since = wire_.silent_since(*socket);
  const auto unheard = wire_.unheard_since(*socket);
  if (heartbeat->strict && unheard && (!dead_since || *unheard < *dead_since)) dead_since = unheard;
  if (!dead_since) return;
  const TimePoint since = std::max({*dead_since, shadow_.since(), context_.clock.undisturbed_since()});
  if (context_.clock.now() - since > heartbeat->interval + heartbeat->timeout + kSlack)
    context_.judge.object("a dead link is not found");
}

void Liveness::hear(const port::Event& event) const {
  const auto* failure = std::get_if<port::Failure>(&event);
  if (failure == nullptr || failure->code != ErrorCode::link_dead) return;
  context_.tally.count(Fault::dead_link_found);
  // A ping that the socket did not take is a reason, too.
  if (context_.climate.refused_frames > 0) return;
  // Who falls asleep again while it asks once more may be wrong.
  const Clock& clock = context_.clock;
  if (clock.calm_before() < kCalm && clock.now() - clock.undisturbed_since() < kCalm) return;
  // So may who sleeps hardly longer than an answer may take: it looks like a slow timer.
  if (clock.lateness() > kSlack && clock.lateness() <= kNoSleep) return;
  const auto socket = shadow_.socket();
  if (socket && !wire_.silent_since(*socket) && !wire_.unheard_since(*socket))
    context_.judge.object("a living link is called dead");
}

}  // namespace chatwire::sim

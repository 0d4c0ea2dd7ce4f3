#include "sim/invariants.h"

#include <algorithm>

namespace chatwire::sim {
namespace {

/// A congested socket is asked for room every 16 ms, and each of these wakes may have come too early once.
constexpr int kMostWakesInASecond = 2 * 63 + 10;
constexpr Duration kCongestionPoll{16};

}  // namespace

void Invariants::check() {
  expect(client_.state() == shadow_.state(), "the state is not the one that was told");
  expect(wire_.live() == shadow_.socket(), "the socket is not the one that was told of");
  check_timer();
  check_outbox();
  check_counters();
  check_requests();
}

void Invariants::wake() {
  const TimePoint now = context_.clock.now();
  if (wakes_ == 0 || now - wakes_since_ > Duration{1'000}) {
    wakes_ = 0;
    wakes_since_ = now;
  }
  if (++wakes_ > kMostWakesInASecond) context_.judge.object("the timer fires again and again for nothing");
}

void Invariants::check_timer() const {
  const auto& timer = context_.clock.timer();
  const auto expiry = context_.mail.earliest_expiry();
  if (expiry) expect(timer && *timer <= *expiry, "nobody looks after what expires");
  const auto answer = context_.enquiries.deadline();
  if (answer) expect(timer && *timer <= *answer, "nobody looks after a request that is due");
  if (client_.state() != State::connected) {
    auto first = shadow_.deadline();
    if (answer) first = std::min(first.value_or(*answer), *answer);
    if (expiry && timer) return expect(*timer <= first.value_or(*expiry), "the timer is late");
    return expect(timer == first, "the timer is not set to the first of all deadlines");
  }
  const TimePoint now = context_.clock.now();
  const auto& heartbeat = context_.climate.config.heartbeat;
  const bool waits = client_.queued_count() > 0;
  const auto renewal = shadow_.renewal();
  expect(timer.has_value() == (waits || answer || heartbeat || renewal),
         "connected, with a timer for nothing or without one");
  if (renewal) expect(timer && *timer <= *renewal, "nobody looks after credentials that end");
  if (waits && timer) {
    const TimePoint opening = context_.mail.opens_at().value_or(now);
    expect(*timer <= std::max(opening, now + kCongestionPoll), "nobody looks after what waits");
  }
  if (heartbeat && timer) expect(*timer <= now + heartbeat->interval, "the heart stands still");
}

void Invariants::check_outbox() const {
  const core::OutboxLimits& limits = context_.climate.config.outbox;
  const Mail& mail = context_.mail;
  expect(client_.queued_count() == mail.queued(), "queued messages are not those whose receipts are open");
  expect(client_.queued_bytes() == mail.queued_bytes(), "the outbox miscounts its bytes");
  expect(client_.queued_count() <= limits.max_count, "the outbox holds too many messages");
  expect(client_.queued_bytes() <= limits.max_bytes, "the outbox holds too many bytes");
  expect(mail.sent() == mail.handed_over(), "a socket took what is not reported as sent");
}

void Invariants::check_counters() const {
  const core::Counters& counters = client_.counters();
  expect(counters.sent == context_.mail.sent(), "the counter of sent messages is wrong");
  expect(counters.dropped == context_.mail.dropped(), "the counter of dropped messages is wrong");
  expect(counters.received == delivery_.received(), "the counter of received messages is wrong");
  expect(counters.stale == delivery_.stale(), "the counter of stale frames is wrong");
  expect(counters.connects == shadow_.links(), "the counter of links is wrong");
}

void Invariants::check_requests() const {
  const core::Requests::Counts& counts = client_.request_counts();
  const core::Requests::Counts& expected = context_.enquiries.counts();
  expect(client_.pending_requests() == context_.enquiries.open(), "open requests are not those that wait");
  expect(client_.pending_requests() <= kMostRequests, "too many requests are open");
  expect(counts.answered == expected.answered, "the counter of answered requests is wrong");
  expect(counts.timed_out == expected.timed_out, "the counter of requests that timed out is wrong");
  expect(counts.late_replies == expected.late_replies, "the counter of late replies is wrong");
  expect(counts.double_replies == expected.double_replies, "the counter of double replies is wrong");
  context_.enquiries.check(client_.state(), wire_.live());
}

}  // namespace chatwire::sim

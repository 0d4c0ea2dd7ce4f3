#include "core/sender.h"

namespace chatwire::core {
namespace {

/// How often a congested socket is asked for room: a frame of a 60 Hz display, so that a drained socket idles
/// no longer than that.
constexpr Duration kCongestionPoll{16};

/// What waits leaves in slices, lest thousands of messages hold up the page's next frame: so many at a time,
/// and no longer than a quarter of a frame takes.
constexpr std::size_t kSliceCount = 1'024;
constexpr Duration kSliceTime{4};
/// Between two looks at the clock.
constexpr std::size_t kLookEvery = 16;
/// The next slice is a task of its own. Not zero: what the application does meanwhile, each call an entry,
/// would begin one slice after the other in the same task.
constexpr Duration kRest{1};

}  // namespace

Sender::Sender(const Config& config, Context context)
    : limits_(config.outbox), context_(context), outbox_(config.outbox) {
  if (config.rate_limit) rate_limiter_.emplace(*config.rate_limit);
}

SendOutcome Sender::send(ReceiptId receipt, const SendOptions& options) {
  if (outbox_.empty() && hand_over(receipt))
    return {.delivery = port::Delivery::sent, .reason = ErrorCode::none};
  return enqueue(receipt, options);
}

SendOutcome Sender::refuse(ErrorCode why) {
  ++context_.counters.dropped;
  return {.delivery = port::Delivery::dropped, .reason = why};
}

bool Sender::withdraw(ReceiptId receipt, ErrorCode why) {
  if (!outbox_.remove(receipt)) return false;
  report_dropped(receipt, why);
  return true;
}

void Sender::withdraw_all(ErrorCode why) {
  for (const ReceiptId receipt : outbox_.clear()) report_dropped(receipt, why);
}

void Sender::pump() {
  drop_expired();
  if (!context_.connection.usable() || outbox_.empty()) {
    is_resting_ = false;
    return look_again_.reset();
  }
  const TimePoint begin = context_.host.now();
  if (is_resting_ && begin < *look_again_) return;
  is_resting_ = false;
  for (std::size_t count = 0; !outbox_.empty(); ++count) {
    if (is_slice_over(count, begin)) return rest();
    const ReceiptId next = outbox_.front().receipt;
    if (!hand_over(next)) return plan_next_look();
    context_.events.push(
        port::ReceiptChanged{.receipt = next, .delivery = port::Delivery::sent, .reason = ErrorCode::none});
    context_.requests.on_sent(next);
    outbox_.pop();
  }
  look_again_.reset();
  context_.events.push(port::Drained{});
}

std::optional<TimePoint> Sender::deadline() const {
  const auto expiry = outbox_.earliest_expiry();
  return look_again_ && (!expiry || *look_again_ < *expiry) ? look_again_ : expiry;
}

Duration Sender::queued_for() const {
  const auto since = outbox_.oldest();
  return since ? context_.host.now() - *since : Duration{0};
}

bool Sender::is_consistent() const {
  // What could leave waits for a reason.
  return outbox_.empty() || !context_.connection.usable() || look_again_;
}

/// Gives a message to the socket. False: there is none, it has no room, or the rate limit is reached.
bool Sender::hand_over(ReceiptId receipt) {
  const auto socket = context_.connection.usable();
  if (!socket || (rate_limiter_ && !rate_limiter_->is_open(context_.host.now()))) return false;
  const std::size_t most_buffered = congested_ ? limits_.low_water_mark : limits_.high_water_mark;
  const port::Handover handover = context_.transport.offer(*socket, receipt, most_buffered);
  congested_ = handover == port::Handover::full;
  if (handover != port::Handover::taken) return false;
  if (rate_limiter_) rate_limiter_->on_sent(context_.host.now());
  ++context_.counters.sent;
  context_.connection.on_message_sent();
  return true;
}

SendOutcome Sender::enqueue(ReceiptId receipt, const SendOptions& options) {
  // What has expired must not cost anybody else the place.
  drop_expired();
  if (options.ttl && *options.ttl <= Duration{0}) return refuse(ErrorCode::expired);
  const TimePoint now = context_.host.now();
  const auto expiry = options.ttl ? std::optional(now + *options.ttl) : std::nullopt;
  const auto admission = outbox_.push({.receipt = receipt,
                                       .bytes = context_.transport.hold(receipt),
                                       .priority = options.priority,
                                       .since = now,
                                       .expiry = expiry});
  for (const ReceiptId displaced : admission.displaced) report_dropped(displaced, ErrorCode::outbox_overflow);
  if (!admission.accepted) return refuse(ErrorCode::outbox_overflow);
  return {.delivery = port::Delivery::queued, .reason = ErrorCode::none};
}

void Sender::drop_expired() {
  if (context_.requests.deadline()) {
    for (const ReceiptId receipt : context_.requests.expire(context_.host.now()))
      withdraw(receipt, ErrorCode::request_timeout);
  }
  if (!outbox_.earliest_expiry()) return;
  for (const ReceiptId receipt : outbox_.remove_expired(context_.host.now()))
    report_dropped(receipt, ErrorCode::expired);
}

void Sender::report_dropped(ReceiptId receipt, ErrorCode why) {
  ++context_.counters.dropped;
  context_.events.push(
      port::ReceiptChanged{.receipt = receipt, .delivery = port::Delivery::dropped, .reason = why});
  context_.requests.on_dropped(receipt, why);
}

/// Where nobody looks there are no frames to hold up, and timers are slow.
bool Sender::is_slice_over(std::size_t count, TimePoint begin) {
  if (count == 0 || context_.connection.is_hidden()) return false;
  return count == kSliceCount || (count % kLookEvery == 0 && context_.host.now() - begin >= kSliceTime);
}

void Sender::rest() {
  is_resting_ = true;
  look_again_ = context_.host.now() + kRest;
}

void Sender::plan_next_look() {
  const TimePoint now = context_.host.now();
  if (rate_limiter_ && !rate_limiter_->is_open(now)) {
    look_again_ = rate_limiter_->opens_at();
  } else if (!look_again_ || *look_again_ <= now) {
    look_again_ = now + kCongestionPoll;
  }
}

}  // namespace chatwire::core

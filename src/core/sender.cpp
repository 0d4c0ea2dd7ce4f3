#include "core/sender.h"

#include <string>
#include <utility>

namespace chatwire::core {
namespace {

/// How often a congested socket is asked for room: a frame of a 60 Hz display, so that a drained socket idles
/// no longer than that.
constexpr Duration kCongestionPoll{16};

}  // namespace

Sender::Sender(const Config& config, Context context)
    : limits_(config.outbox), context_(context), outbox_(config.outbox) {
  if (config.rate_limit) rate_limiter_.emplace(*config.rate_limit);
}

SendOutcome Sender::send(ReceiptId receipt, port::FrameKind kind, std::string_view bytes,
                         const SendOptions& options) {
  if (outbox_.empty() && hand_over(kind, bytes))
    return {.delivery = port::Delivery::sent, .reason = ErrorCode::none};
  return enqueue({.receipt = receipt, .kind = kind, .bytes = std::string(bytes)}, options);
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
  if (!context_.connection.usable() || outbox_.empty()) return look_again_.reset();
  while (!outbox_.empty()) {
    const Outbox::Item& next = outbox_.front();
    if (!hand_over(next.kind, next.bytes)) return plan_next_look();
    context_.events.push(port::ReceiptChanged{
        .receipt = next.receipt, .delivery = port::Delivery::sent, .reason = ErrorCode::none});
    context_.requests.on_sent(next.receipt);
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
bool Sender::hand_over(port::FrameKind kind, std::string_view bytes) {
  const auto socket = context_.connection.usable();
  if (!socket || (rate_limiter_ && !rate_limiter_->is_open(context_.host.now()))) return false;
  if (is_congested(*socket) || !context_.transport.send(*socket, kind, bytes)) return false;
  if (rate_limiter_) rate_limiter_->on_sent(context_.host.now());
  ++context_.counters.sent;
  context_.connection.on_message_sent();
  return true;
}

bool Sender::is_congested(Generation socket) {
  congested_ = context_.transport.buffered_amount(socket) >
               (congested_ ? limits_.low_water_mark : limits_.high_water_mark);
  return congested_;
}

SendOutcome Sender::enqueue(Outbox::Item item, const SendOptions& options) {
  // What has expired must not cost anybody else the place.
  drop_expired();
  if (options.ttl && *options.ttl <= Duration{0}) return refuse(ErrorCode::expired);
  item.since = context_.host.now();
  if (options.ttl) item.expiry = item.since + *options.ttl;
  item.priority = options.priority;
  const auto admission = outbox_.push(std::move(item));
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

void Sender::plan_next_look() {
  const TimePoint now = context_.host.now();
  if (rate_limiter_ && !rate_limiter_->is_open(now)) {
    look_again_ = rate_limiter_->opens_at();
  } else if (!look_again_ || *look_again_ <= now) {
    look_again_ = now + kCongestionPoll;
  }
}

}  // namespace chatwire::core

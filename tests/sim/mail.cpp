#include "sim/mail.h"

#include <string>
#include <utility>

namespace chatwire::sim {

using Fate = port::Delivery;

ReceiptId Mail::begin(std::size_t bytes, core::Priority priority, std::optional<TimePoint> expiry) {
  const core::OutboxLimits& limits = config_.outbox;
  ++calling_;
  calling_bytes_ += bytes;
  const bool has_room =
      queued_ + calling_ <= limits.max_count && queued_bytes_ + calling_bytes_ <= limits.max_bytes;
  letters_.push_back({.fate = Letter::Fate::calling,
                      .ended_early = false,
                      .handed_over = false,
                      .is_taken_back = false,
                      .had_room = has_room,
                      .bytes = bytes,
                      .priority = priority,
                      .expiry = expiry});
  if (!has_room) last_without_room_[static_cast<std::size_t>(priority)] = last();
  return ReceiptId{last()};
}

void Mail::end(TimePoint now, ReceiptId receipt, const core::SendOutcome& outcome) {
  Letter& ended = letter(receipt);
  if (!ended.ended_early) {
    --calling_;
    calling_bytes_ -= ended.bytes;
  }
  if (outcome.delivery == Fate::queued) {
    if (ended.ended_early) return;
    ended.fate = Letter::Fate::queued;
    ++queued_;
    queued_bytes_ += ended.bytes;
    if (ended.expiry) expiries_.insert(*ended.expiry);
    return;
  }
  if (ended.ended_early) {
    return judge_.object("receipt " + std::to_string(raw(receipt)) + " ended by event and by return value");
  }
  if (outcome.delivery == Fate::dropped) drop(now, receipt, outcome.reason);
  finish(receipt, outcome.delivery);
}

void Mail::settle(TimePoint now, const port::ReceiptChanged& change) {
  const std::uint32_t number = raw(change.receipt);
  if (number == 0 || number > last()) return judge_.object("a receipt that nobody opened");
  Letter& settled = letter(change.receipt);
  if (change.delivery == Fate::queued) return judge_.object("told as an event that a message is queued");
  if (settled.fate == Letter::Fate::calling) {
    settled.ended_early = true;
    --calling_;
    calling_bytes_ -= settled.bytes;
  } else if (settled.fate == Letter::Fate::queued) {
    --queued_;
    queued_bytes_ -= settled.bytes;
    if (settled.expiry) expiries_.erase(expiries_.find(*settled.expiry));
  } else {
    return judge_.object("receipt " + std::to_string(number) + " ended twice");
  }
  if (change.delivery == Fate::dropped) drop(now, change.receipt, change.reason);
  finish(change.receipt, change.delivery);
}

void Mail::await(ReceiptId receipt, TimePoint until, bool is_one_too_many) {
  letter(receipt).awaited_until = until;
  letter(receipt).is_one_too_many = is_one_too_many;
}

bool Mail::was_dropped(ReceiptId receipt) const {
  return letters_[raw(receipt) - 1].fate == Letter::Fate::dropped;
}

bool Mail::was_dropped_for(ReceiptId receipt, ErrorCode reason) const {
  return was_dropped(receipt) && letters_[raw(receipt) - 1].dropped_for == reason;
}

bool Mail::is_open(ReceiptId receipt) const {
  const Letter::Fate fate = letters_[raw(receipt) - 1].fate;
  return fate == Letter::Fate::calling || fate == Letter::Fate::queued;
}

void Mail::dismiss() {
  dismissed_ = last();
  condemned_ = std::max(condemned_, last());
}

void Mail::give_up(ErrorCode why, std::uint32_t last) {
  gave_up_ = why;
  condemned_ = std::max(condemned_, last);
}

void Mail::drop(TimePoint now, ReceiptId receipt, ErrorCode reason) {
  letter(receipt).dropped_for = reason;
  if (is_reason(now, receipt, reason)) return;
  judge_.object("message " + std::to_string(raw(receipt)) +
                " is dropped without reason: " + std::string(name_of(reason)));
}

bool Mail::is_reason(TimePoint now, ReceiptId receipt, ErrorCode reason) const {
  const Letter& dropped = letters_[raw(receipt) - 1];
  switch (reason) {
    case ErrorCode::expired:
      return dropped.expiry && *dropped.expiry <= now;
    case ErrorCode::cancelled:
      return dropped.is_taken_back;
    case ErrorCode::request_timeout:
      return dropped.awaited_until && *dropped.awaited_until <= now;
    case ErrorCode::too_many_requests:
      return dropped.is_one_too_many;
    case ErrorCode::disconnected:
      return raw(receipt) <= dismissed_;
    case ErrorCode::outbox_overflow:
      return !dropped.had_room || may_be_displaced(receipt);
    default:
      return reason == gave_up_ && reason != ErrorCode::none;
  }
}

bool Mail::may_be_displaced(ReceiptId receipt) const {
  const core::Overflow overflow = config_.outbox.overflow;
  if (overflow == core::Overflow::reject) return false;
  // Who comes with the same priority displaces the oldest, and never the newest.
  const auto own = static_cast<std::size_t>(letters_[raw(receipt) - 1].priority);
  const std::size_t displacing = overflow == core::Overflow::drop_oldest ? own + 1 : own;
  const auto* const end = last_without_room_.begin() + displacing;
  return std::any_of(last_without_room_.begin(), end,
                     [receipt](std::uint32_t number) { return number > raw(receipt); });
}

void Mail::check() {
  while (ended_ < condemned_ && letters_[ended_].fate != Letter::Fate::queued) ++ended_;
  if (ended_ >= condemned_) return;
  judge_.object("message " + std::to_string(ended_ + 1) + " waits for nobody: it should be handed back");
}

std::optional<TimePoint> Mail::earliest_expiry() const {
  return expiries_.empty() ? std::nullopt : std::optional(*expiries_.begin());
}

std::optional<TimePoint> Mail::opens_at() const {
  if (!config_.rate_limit || handed_over_.size() < config_.rate_limit->count) return std::nullopt;
  return handed_over_[handed_over_.size() - config_.rate_limit->count] + config_.rate_limit->per;
}

void Mail::finish(ReceiptId receipt, port::Delivery delivery) {
  Letter& done = letter(receipt);
  const bool is_sent = delivery == Fate::sent;
  done.fate = is_sent ? Letter::Fate::sent : Letter::Fate::dropped;
  ++(is_sent ? sent_ : dropped_);
  if (is_sent == done.handed_over) return;
  judge_.object("receipt " + std::to_string(raw(receipt)) +
                (is_sent ? " is sent, yet no socket took it" : " is dropped, yet a socket took it"));
}

void Mail::hand_over(TimePoint now, std::uint32_t number) {
  if (number > last()) return judge_.object("a frame that nobody sent");
  Letter& taken = letters_[number - 1];
  if (taken.handed_over) return judge_.object("message " + std::to_string(number) + " is sent twice");
  if (taken.fate == Letter::Fate::queued && taken.expiry && *taken.expiry <= now)
    judge_.object("message " + std::to_string(number) + " is sent although it has expired");
  if (opens_at().value_or(now) > now) judge_.object("more messages leave than the rate limit lets through");
  taken.handed_over = true;
  handed_over_.push_back(now);
  const std::uint32_t before = replace(last_handed_over_, number);
  if (number < before) {
    judge_.object("message " + std::to_string(number) + " leaves after message " + std::to_string(before));
  }
}

void Mail::arrive(std::uint32_t number) {
  ++arrived_;
  if (number <= replace(last_arrived_, number))
    judge_.object("message " + std::to_string(number) + " arrives late or twice");
}

std::uint32_t Mail::replace(Last& last, std::uint32_t number) {
  const auto priority = static_cast<std::size_t>(letters_[number - 1].priority);
  return std::exchange(last[priority], number);
}

}  // namespace chatwire::sim

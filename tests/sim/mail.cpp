#include "sim/mail.h"

#include <string>

namespace chatwire::sim {

using Fate = port::Delivery;

ReceiptId Mail::begin(std::size_t bytes) {
  letters_.push_back(
      {.fate = Letter::Fate::calling, .ended_early = false, .handed_over = false, .bytes = bytes});
  return ReceiptId{last()};
}

void Mail::end(ReceiptId receipt, const core::SendOutcome& outcome) {
  Letter& ended = letter(receipt);
  if (outcome.delivery == Fate::queued) {
    if (ended.ended_early) return;
    ended.fate = Letter::Fate::queued;
    ++queued_;
    queued_bytes_ += ended.bytes;
    return;
  }
  if (ended.ended_early) {
    return judge_.object("receipt " + std::to_string(raw(receipt)) + " ended by event and by return value");
  }
  finish(receipt, outcome.delivery);
}

void Mail::settle(const port::ReceiptChanged& change) {
  const std::uint32_t number = raw(change.receipt);
  if (number == 0 || number > last()) return judge_.object("a receipt that nobody opened");
  Letter& settled = letter(change.receipt);
  if (change.delivery == Fate::queued) return judge_.object("told as an event that a message is queued");
  if (settled.fate == Letter::Fate::calling) {
    settled.ended_early = true;
  } else if (settled.fate == Letter::Fate::queued) {
    --queued_;
    queued_bytes_ -= settled.bytes;
  } else {
    return judge_.object("receipt " + std::to_string(number) + " ended twice");
  }
  finish(change.receipt, change.delivery);
}

void Mail::check() {
  while (ended_ < condemned_ && letters_[ended_].fate != Letter::Fate::queued) ++ended_;
  if (ended_ >= condemned_) return;
  judge_.object("message " + std::to_string(ended_ + 1) + " waits for nobody: it should be handed back");
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

std::uint32_t Mail::number_in(std::string_view frame) {
  constexpr std::string_view kText = R"({"type":"m)";
  if (frame.starts_with(kText)) {
    frame.remove_prefix(kText.size());
  } else if (frame.starts_with('m')) {
    frame.remove_prefix(1);
  } else {
    return 0;
  }
  std::uint32_t number = 0;
  for (const char digit : frame) {
    if (digit < '0' || digit > '9') break;
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return number;
}

void Mail::hand_over(std::uint32_t number) {
  if (number > last()) return judge_.object("a frame that nobody sent");
  Letter& taken = letters_[number - 1];
  if (taken.handed_over) return judge_.object("message " + std::to_string(number) + " is sent twice");
  taken.handed_over = true;
  ++handed_over_;
  if (number < last_handed_over_) {
    judge_.object("message " + std::to_string(number) + " leaves after message " +
                  std::to_string(last_handed_over_));
  }
  last_handed_over_ = number;
}

void Mail::arrive(std::uint32_t number) {
  ++arrived_;
  if (number <= last_arrived_) judge_.object("message " + std::to_string(number) + " arrives late or twice");
  last_arrived_ = number;
}

}  // namespace chatwire::sim

#include "sim/enquiries.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace chatwire::sim {
namespace {

constexpr std::size_t kMostRemembered = 256;
constexpr Duration kRememberedFor{60'000};

std::string naming(std::uint32_t number) {
  return "request " + std::to_string(number);
}

}  // namespace

void Enquiries::begin(std::uint32_t number, std::uint32_t id, TimePoint deadline) {
  open_.emplace(number, Enquiry{.id = id, .deadline = deadline});
  if (id == 0) ++matching_;
}

void Enquiries::end(std::uint32_t number, const core::SendOutcome& outcome) {
  if (const auto place = open_.find(number); place != open_.end()) place->second.is_calling = false;
  const auto refusal = refused_.extract(number);
  if (!refusal.empty() && refusal.mapped() != outcome.reason)
    judge_.object(naming(number) + " is refused for another reason than it fails");
}

void Enquiries::fail(TimePoint now, std::optional<Generation> live, const port::RequestFailed& failure) {
  const std::uint32_t number = raw(failure.request);
  const auto place = open_.find(number);
  if (place == open_.end()) return judge_.object(naming(number) + " ended twice, or nobody made it");
  if (!is_reason(now, live, place, failure.reason)) {
    if (!place->second.is_calling || place->second.sent_on)
      judge_.object(naming(number) + " fails without reason: " + std::string(name_of(failure.reason)));
    refused_.emplace(number, failure.reason);
  }
  if (failure.reason == ErrorCode::request_timeout) ++counts_.timed_out;
  if (!place->second.sent_on) unsent_.push_back(number);
  settle(place, false, now);
}

bool Enquiries::take_back(std::uint32_t number) {
  const auto place = open_.find(number);
  if (place != open_.end()) place->second.is_taken_back = true;
  return place != open_.end();
}

void Enquiries::dismiss(Generation live) {
  for (auto& [number, enquiry] : open_) enquiry.is_dismissed |= enquiry.sent_on == live;
}

std::optional<std::uint32_t> Enquiries::hand_over(std::uint32_t number, Generation socket) {
  const auto place = open_.find(number);
  if (place == open_.end()) return std::nullopt;
  place->second.sent_on = socket;
  return place->second.id;
}

Enquiries::Meaning Enquiries::meaning_of(TimePoint now, std::string_view id) const {
  std::uint32_t wanted = 0;
  std::from_chars(id.data(), id.data() + id.size(), wanted);
  if (wanted == 0) return {};
  // Of several with the same id, the one that is due first.
  const Enquiry* first = nullptr;
  Meaning meaning;
  for (const auto& [number, enquiry] : open_) {
    if (enquiry.id != wanted || !enquiry.sent_on || (first && first->deadline <= enquiry.deadline)) continue;
    first = &enquiry;
    meaning = {.kind = Meaning::Kind::answer, .answered = number};
  }
  if (first != nullptr) return meaning;
  const auto last = std::find_if(settled_.rbegin(), settled_.rend(),
                                 [wanted](const Settled& each) { return each.id == wanted; });
  if (last == settled_.rend() || last->forgotten <= now) return {};
  return {.kind = last->was_answered ? Meaning::Kind::double_ : Meaning::Kind::late};
}

void Enquiries::heed(TimePoint now, const Meaning& meaning) {
  switch (meaning.kind) {
    case Meaning::Kind::nothing:
      return;
    case Meaning::Kind::answer:
      return settle(open_.find(meaning.answered), true, now);
    case Meaning::Kind::late:
      ++counts_.late_replies;
      return;
    case Meaning::Kind::double_:
      ++counts_.double_replies;
      return;
  }
}

std::uint32_t Enquiries::match(TimePoint now, std::string_view type) {
  for (auto place = open_.begin(); place != open_.end(); ++place) {
    const auto& [number, enquiry] = *place;
    if (enquiry.id != 0 || !enquiry.sent_on || type != answer_type(number)) continue;
    const std::uint32_t matched = number;
    settle(place, true, now);
    return matched;
  }
  return 0;
}

void Enquiries::check(State state, std::optional<Generation> live) {
  for (const std::uint32_t number : std::exchange(unsent_, {})) {
    if (!mail_.was_dropped(ReceiptId{number}))
      return judge_.object(naming(number) + " has failed, and its message is not dropped");
  }
  for (const auto& [number, enquiry] : open_) {
    if (enquiry.is_taken_back) return judge_.object(naming(number) + " was taken back, and is still open");
    const bool may_be_answered = enquiry.sent_on ? state == State::connected && enquiry.sent_on == live
                                                 : mail_.is_open(ReceiptId{number});
    if (!may_be_answered) return judge_.object(naming(number) + " waits for what cannot come");
  }
}

std::optional<TimePoint> Enquiries::deadline() const {
  std::optional<TimePoint> first;
  for (const auto& [number, enquiry] : open_)
    first = std::min(first.value_or(enquiry.deadline), enquiry.deadline);
  return first;
}

bool Enquiries::is_reason(TimePoint now, std::optional<Generation> live, Place place,
                          ErrorCode reason) const {
  const auto& [number, enquiry] = *place;
  if (reason == ErrorCode::request_timeout) return enquiry.deadline <= now;
  if (reason == ErrorCode::cancelled && enquiry.is_taken_back) return true;
  if (!enquiry.sent_on) return mail_.was_dropped_for(ReceiptId{number}, reason);
  if (reason == ErrorCode::disconnected) return enquiry.is_dismissed;
  return reason == ErrorCode::connection_lost && !enquiry.is_dismissed && enquiry.sent_on != live;
}

void Enquiries::settle(Place place, bool is_answered, TimePoint now) {
  const Enquiry& settled = place->second;
  if (is_answered) ++counts_.answered;
  if (settled.id == 0) {
    --matching_;
  } else if (settled.sent_on) {
    if (settled_.size() == kMostRemembered) settled_.pop_front();
    settled_.push_back({.id = settled.id, .forgotten = now + kRememberedFor, .was_answered = is_answered});
  }
  open_.erase(place);
}

}  // namespace chatwire::sim

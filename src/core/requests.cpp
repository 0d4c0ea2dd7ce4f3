#include "core/requests.h"

#include <algorithm>
#include <utility>

namespace chatwire::core {
namespace {

constexpr std::size_t kMostOpen = 1'000;
constexpr std::size_t kMostRemembered = 256;
constexpr Duration kRememberedFor{60'000};

}  // namespace

bool Requests::is_full() const {
  return open_.size() >= kMostOpen;
}

void Requests::open(Request request) {
  if (request.answer_id.empty()) ++matching_;
  auto place = open_.end();
  // Most have the same time limit, so the last one is most often due last.
  while (place != open_.begin() && std::prev(place)->deadline > request.deadline) --place;
  open_.insert(place, std::move(request));
}

void Requests::on_sent(ReceiptId receipt) {
  if (const auto place = find(receipt); place != open_.end()) place->is_sent = true;
}

void Requests::on_dropped(ReceiptId receipt, ErrorCode why) {
  // It never left, so nothing of it is remembered, and the time does not matter.
  if (const auto place = find(receipt); place != open_.end()) fail(place, why, {});
}

void Requests::on_link_lost(ErrorCode why, TimePoint now) {
  for (auto place = open_.begin(); place != open_.end();) {
    place = place->is_sent ? fail(place, why, now) : std::next(place);
  }
}

std::optional<ReceiptId> Requests::cancel(RequestId id, TimePoint now) {
  const auto place = find(id);
  if (place == open_.end()) return std::nullopt;
  const auto waiting = place->is_sent ? std::nullopt : std::optional(place->receipt);
  fail(place, ErrorCode::cancelled, now);
  return waiting;
}

void Requests::matched(RequestId id, TimePoint now) {
  if (const auto place = find(id); place != open_.end()) settle(place, true, now);
}

RequestId Requests::answer(std::string_view answer_id, TimePoint now) {
  if (answer_id.empty()) return RequestId::none;
  const auto place = std::find_if(open_.begin(), open_.end(), [answer_id](const Request& open) {
    return open.is_sent && open.answer_id == answer_id;
  });
  if (place != open_.end()) {
    const RequestId id = place->id;
    settle(place, true, now);
    return id;
  }
  // The newest first: an id may be used again.
  const auto settled = std::find_if(settled_.rbegin(), settled_.rend(),
                                    [answer_id](const Settled& each) { return each.answer_id == answer_id; });
  if (settled != settled_.rend()) ++(settled->was_answered ? counts_.double_replies : counts_.late_replies);
  return RequestId::none;
}

std::vector<ReceiptId> Requests::expire(TimePoint now) {
  std::vector<ReceiptId> waiting;
  while (!open_.empty() && open_.front().deadline <= now) {
    if (!open_.front().is_sent) waiting.push_back(open_.front().receipt);
    ++counts_.timed_out;
    fail(open_.begin(), ErrorCode::request_timeout, now);
  }
  return waiting;
}

std::optional<TimePoint> Requests::deadline() const {
  return open_.empty() ? std::nullopt : std::optional(open_.front().deadline);
}

bool Requests::wants_ids(TimePoint now) {
  while (!settled_.empty() && settled_.front().forgotten <= now) settled_.pop_front();
  return open_.size() > matching_ || !settled_.empty();
}

Requests::Place Requests::find(RequestId id) {
  return std::find_if(open_.begin(), open_.end(), [id](const Request& open) { return open.id == id; });
}

Requests::Place Requests::find(ReceiptId receipt) {
  return std::find_if(open_.begin(), open_.end(),
                      [receipt](const Request& open) { return open.receipt == receipt; });
}

/// Gives back the place behind it.
Requests::Place Requests::settle(Place place, bool is_answered, TimePoint now) {
  if (is_answered) ++counts_.answered;
  if (place->answer_id.empty()) {
    --matching_;
  } else if (place->is_sent) {
    if (settled_.size() == kMostRemembered) settled_.pop_front();
    settled_.push_back({.answer_id = std::move(place->answer_id),
                        .forgotten = now + kRememberedFor,
                        .was_answered = is_answered});
  }
  return open_.erase(place);
}

Requests::Place Requests::fail(Place place, ErrorCode why, TimePoint now) {
  events_.push(port::RequestFailed{.request = place->id, .reason = why});
  return settle(place, false, now);
}

}  // namespace chatwire::core

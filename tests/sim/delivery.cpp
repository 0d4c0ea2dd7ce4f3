#include "sim/delivery.h"

#include <vector>

#include "fakes/pass_text.h"

namespace chatwire::sim {

using core::Disposition;
using Kind = Utterance::Kind;

void Delivery::hand(const Heard& heard) {
  context_.trace.note(context_.clock.now(), "heard", static_cast<double>(heard.what), raw(heard.socket));
  switch (heard.what) {
    case Heard::What::nothing:
      return;
    case Heard::What::opened:
      return client_.on_open(heard.socket);
    case Heard::What::failed:
      return client_.on_error(heard.socket);
    case Heard::What::closed:
      shadow_.hear_close(heard.socket, {.code = heard.code, .reason = heard.reason});
      return client_.on_close(heard.socket, heard.code, heard.reason, heard.code != 1006);
    case Heard::What::said:
      return say(heard.socket, *heard.said);
  }
}

void Delivery::subscribed(const std::string& type, Route route) {
  routes_.insert_or_assign(type, route);
  forget_settled();
}

void Delivery::unsubscribed(const std::string& type) {
  routes_.erase(type);
  forget_settled();
}

void Delivery::wants_all(bool wanted) {
  wants_all_ = wanted;
  forget_settled();
}

void Delivery::forget_settled() {
  settled_.clear();
  ++changes_;
}

void Delivery::cleared_history() {
  archive_.clear();
  ++clearings_;
}

void Delivery::say(Generation socket, const Utterance& said) {
  context_.trace.note(context_.clock.now(), "frame", static_cast<double>(said.kind),
                      static_cast<double>(said.text.size()));
  switch (said.kind) {
    case Kind::unreadable:
      return client_.on_unreadable(socket,
                                   dice_.chance(50) ? ErrorCode::message_too_big : ErrorCode::out_of_memory);
    case Kind::binary: {
      // What is expected is asked before the call: during it the listener may do anything.
      const Expectation expected = expect_of(socket, said);
      expect(client_.on_binary(socket) == expected.counts, "a binary frame is judged wrongly");
      return count(expected);
    }
    default:
      break;
  }
  if (hand_settled(socket, said)) return;
  // The platform shows only the beginning of long texts at first. In one that names its type, nothing behind
  // it is looked at, so garbage is left out.
  if (said.kind != Kind::garbage && said.kind != Kind::accepted && said.text.size() > 8 && dice_.chance(10)) {
    const std::size_t size = 1 + dice_.below(said.text.size() - 1);
    if (hand_text(socket, said, {said.text.data(), size}, wire::Extent::prefix)) return;
  }
  hand_text(socket, said, said.text, wire::Extent::whole);
}

bool Delivery::hand_settled(Generation socket, const Utterance& said) {
  const auto known = settled_.find(said.type);
  if (said.kind != Kind::message || known == settled_.end() || !said.text.starts_with(R"({"type":")"))
    return false;
  const Expectation expected = expect_of(socket, said);
  const bool is_awaited =
      expected.meaning.kind != Enquiries::Meaning::Kind::nothing || context_.enquiries.wants_all();
  // The platform hears no more of a socket that was given up.
  if (wire_.live() == socket && dice_.chance(50) &&
      fakes::pass_text(client_.passage(), said.text.size(), known->second != Route::none)) {
    expect(!is_awaited && expected.counts, "what must be looked at may pass");
    expect(expected.route == known->second, "a message passes the wrong way");
    archive_.record(Sequence{++numbered_}, said.text.size());
    count(expected);
    return true;
  }
  const std::uint64_t clearings = clearings_;
  const core::Verdict verdict = client_.on_settled_text(socket, known->second, said.text.size());
  if (verdict.disposition == Disposition::needs_whole) return false;
  expect(!is_awaited || expected.is_stale, "what may be an answer was not looked at");
  judge(expected, said, verdict, clearings_ != clearings);
  count(expected);
  return true;
}

bool Delivery::hand_text(Generation socket, const Utterance& said, std::string_view text,
                         wire::Extent extent) {
  const Expectation expected = expect_of(socket, said);
  // Before the call: during it the listener may ask for others once more.
  if (said.kind == Kind::accepted && expected.disposition == Disposition::control)
    context_.intent.renewing.reset();
  if (expected.meaning.kind != Enquiries::Meaning::Kind::nothing && shows_id(text, extent))
    context_.enquiries.heed(context_.clock.now(), expected.meaning);
  const std::uint64_t pongs = wire_.pongs() + wire_.refused_frames();
  const std::uint64_t clearings = clearings_;
  const std::uint64_t changes = changes_;
  // An own copy of the exact size, so that reading beyond its end is seen.
  const std::vector<char> bytes(text.begin(), text.end());
  const core::Verdict verdict = client_.on_text(
      socket, {.bytes = {bytes.data(), bytes.size()}, .extent = extent, .total_size = said.text.size()});
  if (verdict.disposition == Disposition::needs_whole) {
    expect(extent == wire::Extent::prefix && !expected.is_stale, "asked for the whole of what was whole");
    return false;
  }
  judge(expected, said, verdict, clearings_ != clearings);
  count(expected);
  if (verdict.is_settled && changes_ == changes) settled_.insert_or_assign(said.type, verdict.route);
  if (said.kind == Kind::ping && expected.disposition == Disposition::control)
    expect(wire_.pongs() + wire_.refused_frames() > pongs, "a ping was not answered");
  if (expected.counts) match(said);
  return true;
}

bool Delivery::shows_id(std::string_view text, wire::Extent extent) const {
  const wire::EnvelopeFormat& format = context_.climate.config.format;
  return wire::scan_envelope(text, format.type_key, extent, format.id_key).result !=
         wire::ScanResult::cut_short;
}

void Delivery::match(const Utterance& said) {
  const std::uint32_t answered = context_.enquiries.match(context_.clock.now(), said.type);
  if (answered == 0) return;
  context_.trace.note(context_.clock.now(), "matched()", answered);
  client_.matched(RequestId{answered});
}

Delivery::Expectation Delivery::expect_of(Generation socket, const Utterance& said) const {
  const core::Config& config = context_.climate.config;
  const State state = client_.state();
  const bool is_up = state == State::connected || state == State::authenticating;
  const auto as = [](Disposition disposition) {
    return Expectation{.disposition = disposition,
                       .route = Route::none,
                       .counts = false,
                       .answers = false,
                       .is_stale = disposition == Disposition::stale};
  };
  if (!is_up || wire_.live() != socket) return as(Disposition::stale);
  if (said.kind == Kind::garbage) return as(Disposition::invalid);
  if (said.kind == Kind::challenge && state == State::authenticating && !config.auth->challenge_type.empty())
    return as(Disposition::challenge);
  // Where the server never says yes, what looks like it is a message.
  const bool is_answer =
      (said.kind == Kind::accepted && config.auth && !config.auth->accepted_type.empty()) ||
      said.kind == Kind::rejected;
  const bool is_control =
      (said.kind == Kind::ping && config.answer_ping) || (said.kind == Kind::pong && config.heartbeat) ||
      (is_answer && (state == State::authenticating || context_.intent.renewing == socket));
  if (is_control) return as(Disposition::control);
  const Enquiries& enquiries = context_.enquiries;
  const auto meaning = enquiries.meaning_of(context_.clock.now(), said.id);
  const bool is_awaited = meaning.kind == Enquiries::Meaning::Kind::answer || enquiries.wants_all();
  Route route = route_of(said.type);
  if (route == Route::none && is_awaited) route = Route::wildcard;
  return {.disposition = route == Route::none ? Disposition::unwanted : Disposition::delivered,
          .route = route,
          .counts = true,
          .answers = wire_.last_sent_on() == socket,
          .is_stale = false,
          .meaning = meaning};
}

void Delivery::count(const Expectation& expected) {
  if (expected.is_stale) ++stale_;
  if (!expected.counts) return;
  ++received_;
  if (expected.answers) shadow_.hear_answer(context_.clock.now());
}

void Delivery::judge(const Expectation& expected, const Utterance& said, const core::Verdict& verdict,
                     bool was_cleared) {
  expect(verdict.disposition == expected.disposition, "a frame is judged wrongly");
  if (!expected.counts) return;
  ++numbered_;
  expect(verdict.route == expected.route, "a message goes the wrong way");
  expect(raw(verdict.sequence) == numbered_, "a message has the wrong number");
  expect(raw(verdict.answered) == expected.meaning.answered, "an answer is not taken for what it is");
  keep(said, verdict, was_cleared);
}

Route Delivery::route_of(const std::string& type) const {
  if (const auto found = routes_.find(type); found != routes_.end()) return found->second;
  return wants_all_ ? Route::wildcard : Route::none;
}

void Delivery::keep(const Utterance& said, const core::Verdict& verdict, bool was_cleared) {
  const bool must_keep = archive_.record(verdict.sequence, said.text.size());
  expect(verdict.keep == must_keep, "history keeps what it should not, or not what it should");
  if (was_cleared) archive_.clear();
  expect(client_.oldest_kept() == archive_.oldest(), "history keeps too much, or too little");
}

}  // namespace chatwire::sim

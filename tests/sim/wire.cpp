#include "sim/wire.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "core/close_policy.h"

namespace chatwire::sim {
namespace {

/// Only the newest socket is alive; a few older ones are remembered.
constexpr std::size_t kRemembered = 4;

Duration ms(double span) {
  return Duration{span};
}

}  // namespace

Wire::Wire(std::uint64_t seed, const Context& context)
    : context_(context), dice_(seed * 5 + 11), voice_(context.climate, dice_, context.tally) {}

bool Wire::open(Generation generation, const std::string& url, const std::vector<std::string>& protocols) {
  Judge& judge = context_.judge;
  ++context_.tally.dials;
  context_.trace.note(context_.clock.now(), "dial", raw(generation));
  if (!context_.intent.may_dial) judge.object("dialled, although the application had disconnected");
  // Those that were asked about and got no address were never dialled.
  const bool skips = context_.climate.config.asks_address;
  if (skips ? generation <= last_ : raw(generation) != raw(last_) + 1)
    judge.object("the generation is not the next one");
  if (live()) judge.object("a second socket is dialled while one is alive");
  last_ = generation;
  check_address(generation, url, protocols);
  if (dice_.chance(context_.climate.bad_urls)) {
    context_.tally.count(Fault::bad_url);
    return false;
  }
  last_opened_ = generation;
  dial(generation, !protocols.empty());
  return true;
}

bool Wire::send(Generation generation, std::string_view text) {
  Socket* const socket = open_socket(generation, "sent on a socket that is not open");
  if (socket == nullptr || refuses()) return false;
  if (text.starts_with(R"({"type":"pong")")) {
    ++pongs_;
  } else if (text.starts_with(R"({"type":"ping")")) {
    answer_ping(*socket, text);
  } else {
    take_credentials(*socket);
  }
  socket->pipe.push(context_.clock.now(), 0, text.size());
  // What the client goes on to send vanishes.
  if (dice_.chance(context_.climate.breaks)) break_off(*socket, Fault::cut_after_frame);
  return true;
}

port::Handover Wire::offer(Generation generation, ReceiptId message, std::size_t most_buffered) {
  Socket* const socket = open_socket(generation, "offered to a socket that is not open");
  if (socket == nullptr) return port::Handover::refused;
  socket->pipe.advance(context_.clock.now());
  if (socket->pipe.buffered() > most_buffered) return port::Handover::full;
  if (refuses()) return port::Handover::refused;
  const std::uint32_t number = raw(message);
  context_.mail.hand_over(context_.clock.now(), number);
  if (const auto id = context_.enquiries.hand_over(number, generation)) plan_replies(*socket, number, *id);
  last_sent_on_ = generation;
  socket->pipe.push(context_.clock.now(), number, context_.mail.bytes_of(message));
  if (dice_.chance(context_.climate.breaks)) {
    const bool is_in_queue = context_.mail.queued() > 0;
    break_off(*socket, is_in_queue ? Fault::cut_in_queue : Fault::cut_after_frame);
  }
  return port::Handover::taken;
}

void Wire::close(Generation generation, int code, const std::string& reason) {
  context_.trace.note(context_.clock.now(), "close", raw(generation), code);
  check_close(code, reason);
  Socket* const socket = open_socket(generation, "closed a socket that is not open");
  if (socket == nullptr) return;
  socket->phase = Phase::closing;
  // Nine in ten answer, and a tenth of these too late.
  if (!socket->is_dead && dice_.chance(90)) {
    plan(dice_.chance(10) ? 2'500 : latency(), generation, Act::close, dice_.chance(80) ? code : 1006);
  }
}

void Wire::abandon(Generation generation, int code, const std::string& reason) {
  context_.trace.note(context_.clock.now(), "abandon", raw(generation), code);
  check_close(code, reason);
  Socket* const socket = find(generation);
  if (socket == nullptr || socket->phase == Phase::gone)
    return context_.judge.object("abandoned a socket that is gone");
  socket->phase = Phase::gone;
  if (dice_.chance(50)) socket->pipe.flush();
  socket->pipe.cut();
}

std::optional<TimePoint> Wire::next() const {
  return plans_.empty() ? std::nullopt : std::optional(plans_.front().at);
}

Heard Wire::happen() {
  std::pop_heap(plans_.begin(), plans_.end());
  const Plan due = plans_.back();
  plans_.pop_back();
  Socket* const socket = find(due.socket);
  if (socket == nullptr || socket->phase == Phase::gone) {
    if (due.act != Act::reply || dice_.chance(50)) return ghost(due);
    Socket* const next = successor();
    return next != nullptr ? reply(*next, due) : Heard{};
  }
  socket->pipe.advance(context_.clock.now());
  switch (due.act) {
    case Act::accept:
      socket->phase = Phase::open;
      begin_session(*socket);
      return {.what = Heard::What::opened, .socket = due.socket};
    case Act::error:
      return {.what = Heard::What::failed, .socket = due.socket};
    case Act::close:
      if (due.detail != 1006) socket->pipe.flush();
      socket->pipe.cut();
      // Who does not insist tries the other way after a dial that never opened (F06).
      if (socket->phase == Phase::dialling && !context_.climate.config.requires_protocol)
        offers_protocols_ = !offers_protocols_;
      socket->phase = Phase::gone;
      return {.what = Heard::What::closed,
              .socket = due.socket,
              .code = due.detail,
              .reason = due.detail == 1006 ? "" : draw_reason()};
    case Act::end:
      end_session(*socket);
      return {};
    case Act::speak:
    case Act::answer:
      return speak(*socket, due);
    case Act::reply:
      return reply(*socket, due);
  }
  return {};
}

void Wire::outage(Duration span) {
  context_.tally.count(Fault::outage);
  context_.trace.note(context_.clock.now(), "outage", span.count());
  down_until_ = context_.clock.now() + span;
  if (sockets_.empty() || sockets_.back().phase == Phase::gone) return;
  cut(sockets_.back(), dice_.chance(40) ? 1012 : dice_.chance(30) ? 1001 : 1006);
}

void Wire::congest(Duration span) {
  if (sockets_.empty()) return;
  context_.tally.count(Fault::congestion);
  context_.trace.note(context_.clock.now(), "congestion", span.count());
  sockets_.back().pipe.stall(context_.clock.now() + span);
}

void Wire::oversleep(Duration span) {
  const TimePoint now = context_.clock.now();
  for (Plan& planned : plans_) planned.at = std::max(now, planned.at - span);
  down_until_ -= span;
  std::make_heap(plans_.begin(), plans_.end());
}

std::optional<Generation> Wire::live() const {
  if (sockets_.empty() || sockets_.back().phase == Phase::gone) return std::nullopt;
  return sockets_.back().generation;
}

std::optional<TimePoint> Wire::silent_since(Generation generation) const {
  const Socket* const socket = find(generation);
  return socket != nullptr ? socket->silent_since : std::nullopt;
}

std::optional<TimePoint> Wire::unheard_since(Generation generation) const {
  const Socket* const socket = find(generation);
  return socket != nullptr ? socket->unheard_since : std::nullopt;
}

double Wire::latency() {
  const double mean = context_.climate.latency_ms;
  return 1 + std::min(wait_of(dice_, mean), 4 * mean);
}

void Wire::plan(double in_ms, Generation socket, Act act, int detail, std::uint32_t id, std::uint32_t asked) {
  plans_.push_back({.at = context_.clock.now() + ms(in_ms),
                    .order = ++order_,
                    .socket = socket,
                    .act = act,
                    .detail = detail,
                    .id = id,
                    .asked = asked});
  std::push_heap(plans_.begin(), plans_.end());
}

Wire::Socket* Wire::find(Generation generation) {
  for (Socket& socket : sockets_) {
    if (socket.generation == generation) return &socket;
  }
  return nullptr;
}

const Wire::Socket* Wire::find(Generation generation) const {
  for (const Socket& socket : sockets_) {
    if (socket.generation == generation) return &socket;
  }
  return nullptr;
}

bool Wire::refuses() {
  if (!dice_.chance(context_.climate.refused_frames)) return false;
  context_.tally.count(Fault::refused_frame);
  ++refused_frames_;
  return true;
}

Wire::Socket* Wire::open_socket(Generation generation, const char* purpose) {
  Socket* const socket = find(generation);
  if (socket != nullptr && socket->phase == Phase::open) return socket;
  context_.judge.object(purpose);
  return nullptr;
}

void Wire::check_close(int code, const std::string& reason) {
  if (code != 1000 && (code < 3000 || code > 4999))
    context_.judge.object("a close code that browsers refuse");
  if (reason.size() > 123) context_.judge.object("a close reason that is too long");
}

void Wire::check_address(Generation generation, const std::string& url,
                         const std::vector<std::string>& protocols) const {
  const core::Config& config = context_.climate.config;
  if (url != (config.asks_address ? context_.intent.address : config.url))
    context_.judge.object("dialled another address than the one that was given");
  if (config.asks_address && generation != context_.intent.address_for)
    context_.judge.object("dialled an address that was given for another dial");
  if (protocols != (offers_protocols_ ? config.protocols : std::vector<std::string>{}))
    context_.judge.object("offers other sub-protocols than it should");
}

void Wire::dial(Generation generation, bool offers) {
  const Climate& climate = context_.climate;
  Tally& tally = context_.tally;
  if (sockets_.size() == kRemembered) sockets_.pop_front();
  // From a modem to more than anybody measures.
  const double rate = dice_.chance(20) ? 1 : 10'000;
  sockets_.push_back(
      {.generation = generation,
       .phase = Phase::dialling,
       .silent_since = {},
       .unheard_since = {},
       .is_dead = false,
       .pipe = Pipe(context_.clock.now(), {.bytes_per_ms = rate, .latency = ms(latency())}, context_.mail)});
  if (offers && !climate.speaks_protocol) {
    tally.count(Fault::refused_protocol);
    return plan(latency(), generation, Act::close, 1006);
  }
  const bool is_down = context_.clock.now() < down_until_;
  if (is_down ? dice_.chance(70) : dice_.chance(climate.refusals)) {
    tally.count(Fault::refused_dial);
    const double after = latency();
    if (dice_.chance(70)) plan(after, generation, Act::error);
    if (dice_.chance(95)) return plan(after, generation, Act::close, 1006);
    return tally.count(Fault::error_without_close);
  }
  if (is_down || dice_.chance(climate.black_holes)) return tally.count(Fault::black_hole);
  const bool is_late = dice_.chance(climate.late_opens);
  if (is_late) tally.count(Fault::late_open);
  plan(is_late ? dice_.unit() * 20'000 : 2 * latency(), generation, Act::accept);
}

void Wire::take_credentials(Socket& socket) {
  Intent& intent = context_.intent;
  const auto& auth = context_.climate.config.auth;
  intent.lease =
      Lease{.socket = socket.generation, .begin = context_.clock.now(), .lifetime = intent.lifetime};
  if (auth && auth->accepted_type.empty()) intent.renewing.reset();
  if (dice_.chance(10 * context_.climate.breaks)) break_off(socket, Fault::cut_before_verdict);
  if (socket.unheard_since || !dice_.chance(90)) return;
  const bool is_rejected = dice_.chance(context_.climate.rejections);
  plan(2 * latency(), socket.generation, Act::answer,
       static_cast<int>(is_rejected ? Utterance::Kind::rejected : Utterance::Kind::accepted));
}

const char* Wire::draw_reason() {
  struct Reason {
    const char* text;
    double seconds;  ///< to stay away, as the client has to read it
  };
  static constexpr Reason kReasons[] = {
      {"retry_after=5", 5},
      {R"({"retry_after":3600})", 300},
      {"busy, retry-after: 0.5", 0.5},
      {"retryAfter 0", 0},
      {"retry_after=-1", 0},
      {"retry later", 0},
  };
  if (!dice_.chance(context_.climate.retry_times)) return dice_.chance(50) ? "" : "bye";
  const Reason& reason = kReasons[dice_.below(std::size(kReasons))];
  context_.tally.count(Fault::named_time);
  if (core::retry_hint(reason.text).value_or(Duration{0}) != Duration{reason.seconds * 1'000})
    context_.judge.object("misreads the time that a server names");
  return reason.text;
}

void Wire::break_off(Socket& socket, Fault when) {
  if (socket.is_dead) return;
  context_.tally.count(when);
  cut(socket, 1006);
}

void Wire::begin_session(Socket& socket) {
  const Generation generation = socket.generation;
  if (dice_.chance(10 * context_.climate.breaks)) break_off(socket, Fault::cut_at_once);
  const auto& auth = context_.climate.config.auth;
  // A few never ask who we are, and some ask twice.
  if (auth && !auth->challenge_type.empty()) {
    const int challenges = dice_.chance(90) ? 1 : dice_.chance(50) ? 0 : 2;
    for (int left = challenges; left > 0; --left)
      plan(latency(), generation, Act::answer, static_cast<int>(Utterance::Kind::challenge));
  }
  ++context_.tally.links;
  plan(wait_of(dice_, context_.climate.session_ms), generation, Act::end);
  plan(dice_.chance(20) ? latency() : wait_of(dice_, context_.climate.frame_gap_ms), generation, Act::speak);
}

void Wire::end_session(Socket& socket) {
  static constexpr int kCodes[] = {1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012,
                                   1013, 1014, 1015, 3000, 3999, 4000, 4001, 4400, 4401, 4402, 4403, 4999};
  const Climate& climate = context_.climate;
  if (socket.is_dead) return;
  if (dice_.chance(climate.closes)) {
    context_.tally.count(Fault::server_close);
    return plan(latency(), socket.generation, Act::close, kCodes[dice_.below(std::size(kCodes))]);
  }
  if (!dice_.chance(climate.half_opens)) return cut(socket, 1006);
  const std::size_t which = dice_.below(3);
  context_.trace.note(context_.clock.now(), "half open", raw(socket.generation), static_cast<double>(which));
  context_.tally.count(which == 0 ? Fault::half_open : which == 1 ? Fault::dumb : Fault::deaf);
  if (which != 2) socket.silent_since = context_.clock.now();
  if (which != 1) {
    socket.unheard_since = context_.clock.now();
    socket.pipe.leak();
  }
  // Who hears nothing may go on sending answers that nobody asked for.
  const auto& heartbeat = climate.config.heartbeat;
  for (int times = 1; heartbeat && heartbeat->ids && times <= 10; ++times) {
    plan(times * heartbeat->timeout.count() / 2, socket.generation, Act::answer,
         static_cast<int>(Utterance::Kind::pong));
  }
  // Some day the system notices.
  plan(60'000 + wait_of(dice_, 600'000), socket.generation, Act::close, 1006);
}

void Wire::cut(Socket& socket, int code) {
  context_.trace.note(context_.clock.now(), "cut", raw(socket.generation), code);
  if (socket.phase == Phase::open || socket.phase == Phase::closing) {
    context_.tally.count(code == 1006 ? Fault::cut : Fault::server_close);
  }
  if (code == 1006) {
    socket.pipe.cut();
    if (!socket.silent_since) socket.silent_since = context_.clock.now();
    if (!socket.unheard_since) socket.unheard_since = context_.clock.now();
  }
  socket.is_dead = true;
  // Between the cut and the news of it, sends vanish.
  const double after = dice_.chance(50) ? 0 : dice_.chance(90) ? latency() : wait_of(dice_, 5'000);
  if (code == 1006 && dice_.chance(30)) plan(after, socket.generation, Act::error);
  plan(after, socket.generation, Act::close, code);
}

void Wire::answer_ping(const Socket& socket, std::string_view ping) {
  constexpr std::string_view kId = R"("id":")";
  if (socket.unheard_since) return;
  std::uint32_t id = 0;
  if (const std::size_t at = ping.find(kId); at != std::string_view::npos)
    std::from_chars(ping.data() + at + kId.size(), ping.data() + ping.size(), id);
  plan(2 * latency(), socket.generation, Act::answer, static_cast<int>(Utterance::Kind::pong), id);
}

void Wire::plan_replies(const Socket& socket, std::uint32_t asked, std::uint32_t id) {
  if (socket.unheard_since || dice_.chance(15)) return;
  // Most at once, some when nobody waits any more, and a few when nobody remembers.
  const double after = dice_.chance(75) ? 0 : wait_of(dice_, dice_.chance(70) ? 5'000 : 60'000);
  const int times = dice_.chance(90) ? 1 : 2;
  for (int left = times; left > 0; --left)
    plan(after + left * latency(), socket.generation, Act::reply, 0, id, asked);
}

Heard Wire::reply(Socket& socket, const Plan& due) {
  if (socket.silent_since || socket.phase == Phase::dialling) return {};
  if (socket.generation != due.socket) context_.tally.count(Fault::foreign_reply);
  reply_ = voice_.reply(due.asked, due.id);
  return {.what = Heard::What::said, .socket = socket.generation, .said = &reply_};
}

Wire::Socket* Wire::successor() {
  return sockets_.empty() || sockets_.back().phase != Phase::open ? nullptr : &sockets_.back();
}

Heard Wire::speak(Socket& socket, const Plan& due) {
  const bool is_flood = due.detail == 1;
  if (due.act == Act::speak && !is_flood && !socket.is_dead) {
    plan(wait_of(dice_, context_.climate.frame_gap_ms), socket.generation, Act::speak);
    if (dice_.chance(context_.climate.floods)) {
      context_.tally.count(Fault::flood);
      for (std::size_t left = 100 + dice_.below(200); left > 0; --left)
        plan(0, socket.generation, Act::speak, 1);
    }
  }
  if (socket.silent_since || socket.phase == Phase::dialling) return {};
  if (due.id != 0) {
    pong_ = voice_.say(Utterance::Kind::pong);
    pong_.text = R"({"type":"pong","id":")" + std::to_string(due.id) + R"("})";
    return {.what = Heard::What::said, .socket = socket.generation, .said = &pong_};
  }
  const Utterance& said =
      due.act == Act::answer ? voice_.say(static_cast<Utterance::Kind>(due.detail)) : voice_.speak();
  return {.what = Heard::What::said, .socket = socket.generation, .said = &said};
}

Heard Wire::ghost(const Plan& due) {
  if (due.act == Act::end || !dice_.chance(context_.climate.ghosts)) return {};
  context_.tally.count(Fault::stale_event);
  switch (due.act) {
    case Act::accept:
      return {.what = Heard::What::opened, .socket = due.socket};
    case Act::error:
      return {.what = Heard::What::failed, .socket = due.socket};
    case Act::close:
      return {.what = Heard::What::closed, .socket = due.socket, .code = due.detail};
    case Act::reply:
      reply_ = voice_.reply(due.asked, due.id);
      return {.what = Heard::What::said, .socket = due.socket, .said = &reply_};
    default:
      return {.what = Heard::What::said, .socket = due.socket, .said = &voice_.speak()};
  }
}

}  // namespace chatwire::sim

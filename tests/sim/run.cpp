#include "sim/run.h"

#include <algorithm>
#include <cstdio>

namespace chatwire::sim {

Run::Run(std::uint64_t seed, bool verbose)
    : climate_(seed),
      dice_(seed * 17 + 23),
      trace_(verbose),
      mail_(judge_, climate_.config),
      enquiries_(judge_, mail_),
      clock_(seed, judge_, tally_),
      context_{.climate = climate_,
               .clock = clock_,
               .judge = judge_,
               .tally = tally_,
               .trace = trace_,
               .intent = intent_,
               .mail = mail_,
               .enquiries = enquiries_},
      wire_(seed, context_),
      shadow_(climate_.config, intent_, judge_),
      client_(std::in_place, climate_.config, clock_, wire_, *this),
      delivery_(seed, *client_, context_, wire_, shadow_),
      app_(seed, *client_, context_, wire_, intent_, delivery_, shadow_),
      weather_(seed, context_, wire_),
      liveness_(context_, wire_, shadow_),
      invariants_(*client_, context_, wire_, shadow_, delivery_) {
  if (dice_.chance(10)) dies_after_ = dice_.below(3'000);
}

bool Run::live(std::uint64_t entries) {
  if (tally_.entries >= dies_after_.value_or(entries) || !judge_.is_content()) return false;
  ++tally_.entries;
  step();
  carry();
  mail_.check();
  shadow_.rest(clock_.now(), clock_.timer());
  invariants_.check();
  liveness_.check();
  return true;
}

void Run::end() {
  destroy();
  tally_.seeds = 1;
  tally_.virtual_hours = clock_.elapsed().count() / 3'600'000;
  tally_.events = trace_.events();
  tally_.sent = mail_.sent();
  tally_.arrived = mail_.arrived();
  tally_.dropped = mail_.dropped();
  tally_.received = delivery_.received();
  const core::Requests::Counts& requests = enquiries_.counts();
  tally_.asked = app_.asked();
  tally_.answered = requests.answered;
  tally_.faults[static_cast<std::size_t>(Fault::timed_out)] = requests.timed_out;
  tally_.faults[static_cast<std::size_t>(Fault::late_reply)] = requests.late_replies;
  tally_.faults[static_cast<std::size_t>(Fault::double_reply)] = requests.double_replies;
}

void Run::on_event(const port::Event& event) {
  if (is_destroyed_) judge_.object("an event after the client was destroyed");
  trace_.event(clock_.now(), event);
  carry();
  liveness_.hear(event);
  shadow_.hear(clock_.now(), event);
  count(event);
  const auto* move = std::get_if<port::StateChanged>(&event);
  if (move != nullptr && move->to == State::failed) mail_.give_up(move->reason, sent_before_);
  if (const auto* change = std::get_if<port::ReceiptChanged>(&event)) mail_.settle(clock_.now(), *change);
  if (const auto* failed = std::get_if<port::RequestFailed>(&event))
    enquiries_.fail(clock_.now(), wire_.live(), *failed);
  if (judge_.is_content()) app_.react(event);
}

void Run::report() {
  std::printf("%s\n  at %.3f ms of virtual time. What led to it:\n", judge_.objection().c_str(),
              clock_.now().time_since_epoch().count());
  for (const std::string& line : trace_.last()) std::printf("  %s\n", line.c_str());
}

void Run::step() {
  // Whoever is first. After a sleep all is late: then the timer may come before what arrived meanwhile, or
  // after.
  const TimePoint now = clock_.now();
  const auto timer = clock_.fires_at();
  const auto wire = wire_.next();
  TimePoint first = std::min(app_.next(), weather_.next());
  if (timer) first = std::min(first, *timer);
  if (wire) first = std::min(first, *wire);
  clock_.move_to(std::max(first, now));
  app_.rest();
  sent_before_ = mail_.last();
  if (timer && (*timer <= first || (*timer <= clock_.now() && dice_.chance(50)))) {
    invariants_.wake();
    clock_.fire();
    trace_.note(clock_.now(), "timer");
    return client_->on_deadline();
  }
  if (wire && *wire <= first) {
    const Heard heard = wire_.happen();
    if (heard.what == Heard::What::nothing) return;
    invariants_.stir();
    return delivery_.hand(heard);
  }
  invariants_.stir();
  if (app_.next() <= first) return app_.act();
  weather_.change();
}

void Run::count(const port::Event& event) {
  const auto* wanted = std::get_if<port::CredentialsWanted>(&event);
  if (wanted != nullptr && wanted->is_renewal) tally_.count(Fault::renewed_credentials);
  const auto* failure = std::get_if<port::Failure>(&event);
  if (failure != nullptr && failure->code == ErrorCode::auth_provider_timeout)
    tally_.count(Fault::no_address);
}

void Run::carry() {
  // Dials without a question are told of by the log.
  if (climate_.config.asks_address && wire_.last_opened() != opened_)
    shadow_.dialled(clock_.now(), wire_.last_opened());
  opened_ = wire_.last_opened();
}

void Run::destroy() {
  const bool is_sound = judge_.is_content();
  if (dies_after_) tally_.count(Fault::young_death);
  is_destroyed_ = true;
  client_.reset();
  if (!is_sound) return;
  if (clock_.timer()) judge_.object("the client was destroyed, and its timer is still set");
  if (wire_.live()) judge_.object("the client was destroyed, and its socket is still alive");
}

}  // namespace chatwire::sim

#include "core/client.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/close_policy.h"
#include "wire/json_text.h"

namespace chatwire::core {
namespace {

/// All clients of a place hear at once that its network is back; they need not all dial at once (F21).
constexpr Duration kHintSpread{250};

/// A date that runs ahead of the clock of the deadlines by this much means that the machine slept (F17), or
/// that somebody set the date (F18), which costs one ping.
constexpr Duration kSleep{30'000};

/// Today's date less the clock of the deadlines: it jumps when one of them stood still.
Duration clock_gap(port::Host& host) {
  return Duration(static_cast<double>(raw(host.wall_time()))) - host.now().time_since_epoch();
}

/// Nobody is on the way to a link, nor will be by itself.
bool is_at_rest(State state) {
  return state == State::idle || state == State::closing || state == State::closed || state == State::failed;
}

Counters with(const Passage& passed, Counters counters) {
  counters.received += static_cast<std::uint64_t>(passed.wanted + passed.unwanted);
  counters.unwanted += static_cast<std::uint64_t>(passed.unwanted);
  return counters;
}

}  // namespace

/// One entry into the machine. Whatever way it ends, the client is left consistent and the listener is told.
class Client::Entry {
 public:
  explicit Entry(Client& client) : client_(client) { client_.count_passed(); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry() { client_.leave(); }

 private:
  Client& client_;
};

Client::Client(Config config, port::Host& host, port::Transport& transport, port::Listener& listener)
    : config_(std::move(config)),
      host_(host),
      transport_(transport),
      listener_(listener),
      connection_(config_, {.host = host, .transport = transport, .events = events_}),
      heartbeat_(config_.heartbeat),
      requests_(events_),
      sender_(config_, {.host = host,
                        .transport = transport,
                        .events = events_,
                        .connection = connection_,
                        .requests = requests_,
                        .counters = counters_}),
      history_(config_.history),
      clock_gap_(clock_gap(host)) {
  passage_.keeps = history_.is_on() ? 1 : 0;
}

Client::~Client() {
  connection_.destroy();
  if (timer_) host_.clear_timer();
}

void Client::connect() {
  const Entry entry(*this);
  begin_connecting();
}

void Client::disconnect(int code, std::string_view reason) {
  const Entry entry(*this);
  if (!is_sendable_close_code(code)) {
    events_.push(port::Failure{ErrorCode::invalid_close_code, wire::decimal(code)});
    return;
  }
  connection_.disconnect(code, reason);
  if (!config_.outbox.keep_on_disconnect) sender_.withdraw_all(ErrorCode::disconnected);
}

SendOutcome Client::send(ReceiptId receipt, const SendOptions& options) {
  const Entry entry(*this);
  const SendOutcome outcome = sender_.send(receipt, options);
  connect_if_at_rest();
  return outcome;
}

bool Client::cancel(ReceiptId receipt) {
  const Entry entry(*this);
  return sender_.withdraw(receipt, ErrorCode::cancelled);
}

SendOutcome Client::request(const RequestMessage& message, const SendOptions& options) {
  const Entry entry(*this);
  const SendOutcome outcome = requests_.is_full() ? sender_.refuse(ErrorCode::too_many_requests)
                                                  : sender_.send(message.receipt, options);
  if (outcome.delivery == port::Delivery::dropped) {
    events_.push(port::RequestFailed{.request = message.request, .reason = outcome.reason});
  } else {
    requests_.open({.id = message.request,
                    .receipt = message.receipt,
                    .answer_id = message.answer_id,
                    .deadline = host_.now() + message.timeout,
                    .is_sent = outcome.delivery == port::Delivery::sent});
  }
  connect_if_at_rest();
  return outcome;
}

void Client::cancel_request(RequestId request) {
  const Entry entry(*this);
  if (const auto waiting = requests_.cancel(request, host_.now()))
    sender_.withdraw(*waiting, ErrorCode::cancelled);
}

void Client::matched(RequestId request) {
  const Entry entry(*this);
  requests_.matched(request, host_.now());
}

void Client::dial(Generation generation, const std::string& url, const std::vector<std::string>& protocols) {
  const Entry entry(*this);
  connection_.dial(generation, url, protocols);
}

void Client::authenticate(Generation generation, std::string_view type, std::string_view payload_json,
                          std::optional<Duration> lifetime) {
  const Entry entry(*this);
  if (!connection_.wants_credentials(generation)) return;
  // Refused: the socket is about to end. A link that nobody vouches for must not be taken for usable.
  if (transport_.send(generation, wire::encode_message(config_.format, type, payload_json)))
    connection_.on_credentials_sent(lifetime);
}

void Client::withhold(Generation generation, bool is_final) {
  const Entry entry(*this);
  connection_.withhold(generation, is_final);
}

void Client::renew_credentials() {
  const Entry entry(*this);
  connection_.renew_credentials();
}

void Client::decide_retry(Generation generation, std::optional<bool> again) {
  const Entry entry(*this);
  connection_.decide_retry(generation, again);
}

void Client::subscribe(std::string type, Route route) {
  router_.subscribe(std::move(type), route);
}

void Client::unsubscribe(std::string_view type) {
  router_.unsubscribe(type);
}

void Client::want_all(bool wanted) {
  router_.want_all(wanted);
}

void Client::clear_history() {
  count_passed();
  history_.clear();
}

Sequence Client::oldest_kept() {
  count_passed();
  return history_.oldest();
}

Counters Client::counters() const {
  return with(passage_, counters_);
}

void Client::on_open(Generation generation) {
  const Entry entry(*this);
  connection_.on_open(generation);
}

void Client::on_error(Generation generation) {
  const Entry entry(*this);
  connection_.on_error(generation);
}

void Client::on_close(Generation generation, int code, std::string_view reason, bool was_clean) {
  const Entry entry(*this);
  connection_.on_close(generation, code, reason, was_clean);
}

Verdict Client::on_text(Generation generation, const TextFrame& frame) {
  const Entry entry(*this);
  if (!accepts_frame(generation)) return {.disposition = Disposition::stale};
  const wire::Envelope envelope =
      wire::scan_envelope(frame.bytes, config_.format.type_key, frame.extent, wanted_id_key());
  switch (envelope.result) {
    case wire::ScanResult::cut_short:
      return {.disposition = Disposition::needs_whole};
    case wire::ScanResult::malformed:
      ++counters_.invalid;
      return {.disposition = Disposition::invalid};
    case wire::ScanResult::typed:
      if (is_challenge(envelope.type()) && connection_.on_challenge())
        return {.disposition = Disposition::challenge};
      if (handle_control(generation, envelope)) return {.disposition = Disposition::control};
      break;
    case wire::ScanResult::untyped:
      break;
  }
  return route_message(envelope, frame.total_size);
}

Verdict Client::on_settled_text(Generation generation, Route route, std::size_t total_size) {
  const Entry entry(*this);
  if (must_see_all()) return {.disposition = Disposition::needs_whole};
  if (!accepts_frame(generation)) return {.disposition = Disposition::stale};
  return count_message(route, total_size);
}

bool Client::on_binary(Generation generation) {
  const Entry entry(*this);
  if (!accepts_frame(generation)) return false;
  ++counters_.received;
  connection_.on_message_received();
  return true;
}

void Client::on_unreadable(Generation generation, ErrorCode why) {
  const Entry entry(*this);
  if (connection_.listens_to(generation)) connection_.drop_link(kMessageTooBig, why);
}

void Client::on_deadline() {
  const Entry entry(*this);
  // The timer has fired: leave() must set the next one even if it is for the same time (it fired early).
  timer_.reset();
  connection_.on_deadline();
  if (connection_.usable()) beat(heartbeat_.on_deadline(host_.now()));
  if (has_slept()) probe();
}

void Client::on_hint(port::Hint hint) {
  const Entry entry(*this);
  switch (hint) {
    case port::Hint::online:
    case port::Hint::awake:
      if (hint == port::Hint::awake) connection_.set_hidden(false);
      connection_.hasten(kHintSpread * host_.random());
      return probe();
    case port::Hint::offline:
      return probe();
    case port::Hint::hidden:
      return connection_.set_hidden(true);
    case port::Hint::frozen:
      return connection_.suspend();
  }
}

void Client::probe() {
  if (connection_.usable()) beat(heartbeat_.probe(host_.now()));
}

bool Client::has_slept() {
  const Duration before = std::exchange(clock_gap_, clock_gap(host_));
  return clock_gap_ - before > kSleep;
}

void Client::beat(Heartbeat::Action action) {
  switch (action) {
    case Heartbeat::Action::none:
      return;
    case Heartbeat::Action::ping:
      // Past the outbox: a ping that waits behind a clogged queue would call a slow link dead.
      transport_.send(
          *connection_.usable(),
          wire::encode_message(config_.format, config_.heartbeat->ping_type, {}, heartbeat_.ping_id()));
      return;
    case Heartbeat::Action::dead:
      connection_.drop_link(kPingTimeout, ErrorCode::link_dead);
      return;
  }
}

void Client::leave() {
  notice_state();
  sender_.pump();
  schedule();
  empty_passage();
  passage_.is_open = may_pass() ? 1 : 0;
  assert(is_consistent());
  events_.flush(listener_);
}

void Client::notice_state() {
  const State now = state();
  const State before = std::exchange(seen_state_, now);
  if (before == now) return;
  if (now == State::connected) {
    ++counters_.connects;
    sender_.on_connected();
    heartbeat_.start(host_.now());
    note_outage();
  } else {
    heartbeat_.stop();
  }
  if (before == State::connected) {
    const bool is_own_wish = now == State::closing;
    requests_.on_link_lost(is_own_wish ? ErrorCode::disconnected : ErrorCode::connection_lost, host_.now());
  }
  if (now == State::reconnecting && before == State::connected) down_since_ = host_.now();
  if (now == State::closed || now == State::failed) down_since_.reset();
  // Nobody will come for them unless somebody acts, so they are handed back (W28).
  if (now == State::failed) sender_.withdraw_all(connection_.failure());
}

void Client::note_outage() {
  if (!down_since_) return;
  counters_.last_outage = host_.now() - *down_since_;
  counters_.longest_outage = std::max(counters_.longest_outage, counters_.last_outage);
  down_since_.reset();
}

/// After the message that asks for it is in the outbox: where the dial is refused at once, it is handed back
/// with what else waits.
void Client::connect_if_at_rest() {
  if (config_.connect_on_send && is_at_rest(state())) begin_connecting();
}

void Client::begin_connecting() {
  connection_.connect();
  // A refused dial begins and ends here: who had failed before has failed anew, and leave() would see no
  // change.
  if (state() == State::failed) sender_.withdraw_all(connection_.failure());
}

void Client::schedule() {
  auto earliest = connection_.deadline();
  for (const auto& deadline : {heartbeat_.deadline(), sender_.deadline(), requests_.deadline()}) {
    if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
  }
  if (earliest == timer_) return;
  timer_ = earliest;
  if (timer_) {
    host_.set_timer(*timer_);
  } else {
    host_.clear_timer();
  }
}

/// A frame came: from the socket that counts, or from one that was given up.
bool Client::accepts_frame(Generation generation) {
  if (!connection_.listens_to(generation)) {
    ++counters_.stale;
    return false;
  }
  heartbeat_.on_frame();
  return true;
}

/// What passed was received by the link as it was until now.
void Client::count_passed() {
  const std::uint64_t before = counters_.received;
  counters_ = with(passage_, counters_);
  if (counters_.received == before) return;
  record_passed();
  last_sequence_ = Sequence{raw(last_sequence_) + counters_.received - before};
  heartbeat_.on_frame();
  empty_passage();
}

void Client::record_passed() {
  for (std::uint32_t index = 0; index < passage_.size_count; ++index)
    history_.record(Sequence{raw(last_sequence_) + 1 + index}, passage_.sizes[index]);
}

void Client::empty_passage() {
  passage_.wanted = 0;
  passage_.unwanted = 0;
  passage_.sequence = static_cast<double>(raw(last_sequence_));
  passage_.oldest_kept = static_cast<double>(raw(history_.oldest()));
  passage_.size_count = 0;
  passage_.room = static_cast<std::uint32_t>(std::min(config_.history.max_bytes, Passage::kMostBytes));
}

/// Would a settled text do no more than to be counted, and kept?
bool Client::may_pass() {
  return connection_.listens() && !connection_.learns_from_messages() && sender_.queued_count() == 0 &&
         !must_see_all();
}

/// May any text be an answer?
bool Client::must_see_all() {
  return requests_.wants_all() || !wanted_id_key().empty();
}

/// Only where it may say something is the id of a message looked for.
std::string_view Client::wanted_id_key() {
  const bool may_answer = !requests_.empty() && requests_.wants_ids(host_.now());
  return may_answer || heartbeat_.awaits_id() ? config_.format.id_key : std::string_view{};
}

/// Is the type all that decides? Not where the state does as well. (Pings and their answers never come here.)
bool Client::is_settled(std::string_view type) const {
  return !config_.auth || (type != config_.auth->accepted_type && type != config_.auth->rejected_type &&
                           type != config_.auth->challenge_type);
}

Verdict Client::route_message(const wire::Envelope& envelope, std::size_t total_size) {
  const RequestId answered =
      requests_.empty() ? RequestId::none : requests_.answer(envelope.id(), host_.now());
  const Route route = router_.route_of(envelope.type());
  const bool is_awaited = route == Route::none && (answered != RequestId::none || requests_.wants_all());
  Verdict verdict = count_message(is_awaited ? Route::wildcard : route, total_size);
  verdict.answered = answered;
  // The next one of its type may be awaited by nobody.
  verdict.is_settled = envelope.begins_with_type && !is_awaited && is_settled(envelope.type());
  return verdict;
}

Verdict Client::count_message(Route route, std::size_t total_size) {
  connection_.on_message_received();
  ++counters_.received;
  last_sequence_ = Sequence{raw(last_sequence_) + 1};
  if (route == Route::none) ++counters_.unwanted;
  return {.disposition = route == Route::none ? Disposition::unwanted : Disposition::delivered,
          .route = route,
          .sequence = last_sequence_,
          .keep = history_.is_on() && history_.record(last_sequence_, total_size)};
}

bool Client::handle_control(Generation generation, const wire::Envelope& envelope) {
  const std::string_view type = envelope.type();
  // A policy that leaves a type out leaves it empty; no message can mean that.
  if (type.empty()) return false;
  if (config_.answer_ping && type == config_.answer_ping->ping_type) {
    // Before anybody else sees anything: a handler that throws must not cost the link (W34).
    transport_.send(generation, wire::encode_message(config_.format, config_.answer_ping->pong_type, {}));
    return true;
  }
  if (config_.heartbeat && type == config_.heartbeat->answer_type) {
    heartbeat_.on_answer(host_.now(), envelope.id());
    return true;
  }
  if (!config_.auth || !connection_.awaits_verdict()) return false;
  if (type == config_.auth->accepted_type) {
    connection_.on_credentials_accepted();
    return true;
  }
  if (type == config_.auth->rejected_type) {
    connection_.on_credentials_rejected();
    return true;
  }
  return false;
}

bool Client::is_challenge(std::string_view type) const {
  return config_.auth && !config_.auth->challenge_type.empty() && type == config_.auth->challenge_type;
}

bool Client::is_consistent() const {
  return connection_.is_consistent() && sender_.is_consistent();
}

}  // namespace chatwire::core

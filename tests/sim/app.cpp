#include "sim/app.h"

#include <algorithm>
#include <utility>

namespace chatwire::sim {
namespace {

/// The ids of questions are above those of the client's own pings.
constexpr std::uint32_t kFirstId = 1'000'000'000;

}  // namespace

App::App(std::uint64_t seed, core::Client& client, const Wire::Context& context, const Wire& wire,
         Intent& intent, Delivery& delivery, Shadow& shadow)
    : client_(client),
      context_(context),
      wire_(wire),
      intent_(intent),
      delivery_(delivery),
      shadow_(shadow),
      dice_(seed * 11 + 17),
      next_(context.clock.now()) {}

TimePoint App::next() const {
  TimePoint first = next_;
  for (const auto& question : {address_, credentials_, retry_}) {
    if (question) first = std::min(first, question->ready);
  }
  return wakes_ ? std::min(first, *wakes_) : first;
}

void App::act() {
  const TimePoint now = context_.clock.now();
  if (address_ && address_->ready <= now) return give_address();
  if (credentials_ && credentials_->ready <= now) return authenticate();
  if (retry_ && retry_->ready <= now) return decide_retry();
  if (wakes_ && *wakes_ <= now) return wake();
  next_ = now + Duration{wait_of(dice_, context_.climate.action_gap_ms)};
  const State state = client_.state();
  const bool is_at_rest = state == State::idle || state == State::closed || state == State::failed;
  if (is_at_rest && dice_.chance(50)) return connect();
  if (dice_.chance(context_.climate.hidings)) return hide();
  do_anything();
}

void App::react(const port::Event& event) {
  if (const auto* wanted = std::get_if<port::AddressWanted>(&event)) {
    const double after = dice_.chance(60) ? 0 : dice_.chance(90) ? wait_of(dice_, 500) : 20'000;
    address_.reset();
    if (dice_.chance(97))
      address_ = {.ready = context_.clock.now() + Duration{after}, .socket = wanted->generation};
    if (address_ && dice_.chance(10)) give_address();
  }
  if (const auto* wanted = std::get_if<port::CredentialsWanted>(&event)) {
    // Tokens are fetched; some never come.
    const double after = dice_.chance(70) ? 0 : dice_.chance(90) ? wait_of(dice_, 500) : 20'000;
    credentials_ = {.ready = context_.clock.now() + Duration{after}, .socket = wanted->generation};
  }
  if (const auto* wanted = std::get_if<port::RetryWanted>(&event)) {
    // Some think about it for long, and a few for ever.
    const double after = dice_.chance(50) ? 0 : wait_of(dice_, 2'000);
    retry_.reset();
    if (!dice_.chance(5))
      retry_ = {.ready = context_.clock.now() + Duration{after}, .socket = wanted->generation};
    if (retry_ && dice_.chance(20)) decide_retry();
  }
  if (patience_ == 0 || !dice_.chance(context_.climate.interference)) return;
  --patience_;
  const bool was_inside = std::exchange(is_inside_, true);
  do_anything();
  is_inside_ = was_inside;
}

void App::do_anything() {
  if (dice_.chance(context_.climate.disconnects)) return disconnect();
  const std::size_t what = dice_.below(100);
  if (what < 5) return connect();
  if (what < 12) return listen();
  if (what < 14) return look_back();
  if (what < 18) return cancel();
  if (what < 20) return hint();
  if (what < 23) return forget_question();
  if (dice_.chance(context_.climate.renewals)) return renew_credentials();
  // Mostly one, at times more than any outbox holds.
  const std::size_t burst = dice_.chance(0.1)  ? 1'500
                            : dice_.chance(20) ? dice_.below(20)
                                               : 1 + dice_.below(3);
  const bool asks = dice_.chance(burst < 1'000 ? 20 : 15);
  for (std::size_t left = burst; left > 0 && context_.judge.is_content(); --left) {
    if (asks) {
      ask();
    } else {
      send();
    }
  }
}

void App::connect() {
  context_.trace.note(context_.clock.now(), "connect()");
  const State state = client_.state();
  const bool has_link =
      state == State::connecting || state == State::authenticating || state == State::connected;
  if (!has_link) intent_.dials.push_back(DialCause::connect);
  intent_.may_dial = true;
  client_.connect();
}

void App::disconnect() {
  static constexpr int kCodes[] = {1000, 1000, 3000, 4000, 4999, 1001, 1006, 0, -1, 2999, 5000};
  const int code = kCodes[dice_.below(std::size(kCodes))];
  context_.trace.note(context_.clock.now(), "disconnect()", code);
  if (code == 1000 || (code >= 3000 && code <= 4999)) {
    intent_.may_dial = false;
    if (!context_.climate.config.outbox.keep_on_disconnect) context_.mail.dismiss();
    if (client_.state() == State::connected) context_.enquiries.dismiss(*wire_.live());
  }
  const bool is_long = dice_.chance(10);
  if (!intent_.may_dial && client_.state() == State::connecting && wire_.live())
    intent_.given_up.push_back({.code = code, .reason = is_long ? std::string(123, 'r') : "done"});
  client_.disconnect(code, is_long ? std::string(200, 'r') : "done");
}

void App::send() {
  const std::size_t size = dice_.chance(90)   ? dice_.below(60)
                           : dice_.chance(95) ? dice_.below(2'000)
                                              : 20'000;
  const core::SendOptions options = draw_options();
  announce_dial();
  const auto expiry = options.ttl ? std::optional(context_.clock.now() + *options.ttl) : std::nullopt;
  const ReceiptId receipt = context_.mail.begin(size, options.priority, expiry);
  context_.trace.note(context_.clock.now(), "send()", raw(receipt), static_cast<double>(size));
  context_.mail.end(context_.clock.now(), receipt, client_.send(receipt, options));
}

void App::announce_dial() {
  const State state = client_.state();
  const bool is_at_rest =
      state == State::idle || state == State::closing || state == State::closed || state == State::failed;
  if (!context_.climate.config.connect_on_send || !is_at_rest) return;
  intent_.dials.push_back(DialCause::connect);
  intent_.may_dial = true;
}

void App::ask() {
  static constexpr double kTimeouts[] = {0, 50, 1'000, 10'000, 10'000, 60'000};
  const std::uint32_t number = context_.mail.last() + 1;
  // Some are known by their type; a few have the id of another one.
  if (last_id_ == 0 || !dice_.chance(5)) last_id_ = kFirstId + number;
  const std::uint32_t id = dice_.chance(30) ? 0 : last_id_;
  const Duration timeout{kTimeouts[dice_.below(std::size(kTimeouts))]};
  const core::SendOptions options = draw_options();
  announce_dial();
  const TimePoint now = context_.clock.now();
  const auto expiry = options.ttl ? std::optional(now + *options.ttl) : std::nullopt;
  const ReceiptId receipt = context_.mail.begin(dice_.below(100), options.priority, expiry);
  const bool is_one_too_many = client_.pending_requests() >= kMostRequests;
  if (is_one_too_many) context_.tally.count(Fault::too_many_requests);
  context_.mail.await(receipt, now + timeout, is_one_too_many);
  context_.enquiries.begin(number, id, now + timeout);
  ++asked_;
  context_.trace.note(now, "request()", number, timeout.count());
  const core::SendOutcome outcome = client_.request({.request = RequestId{number},
                                                     .receipt = receipt,
                                                     .answer_id = id == 0 ? "" : std::to_string(id),
                                                     .timeout = timeout},
                                                    options);
  context_.mail.end(now, receipt, outcome);
  context_.enquiries.end(number, outcome);
  expect(outcome.reason != ErrorCode::none || !is_one_too_many, "more requests are open than may be");
}

void App::forget_question() {
  const std::uint32_t asked = context_.mail.last();
  if (asked == 0) return;
  // One of the last messages, whether it asks something or not.
  const auto number = asked - static_cast<std::uint32_t>(dice_.below(std::min<std::size_t>(asked, 50)));
  context_.trace.note(context_.clock.now(), "cancel_request()", number);
  if (context_.enquiries.take_back(number)) context_.mail.take_back(ReceiptId{number});
  client_.cancel_request(RequestId{number});
}

core::SendOptions App::draw_options() {
  static constexpr double kTtls[] = {0, 50, 1'000, 60'000, 3'600'000};
  core::SendOptions options;
  if (dice_.chance(20)) options.priority = static_cast<core::Priority>(dice_.below(core::kPriorityCount));
  if (dice_.chance(20)) options.ttl = Duration{kTtls[dice_.below(std::size(kTtls))]};
  return options;
}

void App::cancel() {
  const std::size_t sent = context_.mail.last();
  if (sent == 0) return;
  // One of the last ones: the others have ended.
  const auto back = static_cast<std::uint32_t>(dice_.below(std::min<std::size_t>(sent, 50)));
  const ReceiptId receipt{context_.mail.last() - back};
  const bool was_open = context_.mail.is_open(receipt);
  context_.trace.note(context_.clock.now(), "cancel()", raw(receipt));
  context_.mail.take_back(receipt);
  expect(!client_.cancel(receipt) || was_open, "a message was taken back that had ended");
}

void App::listen() {
  const std::string type = Voice::type_name(dice_.below(Voice::kTypes));
  context_.trace.note(context_.clock.now(), "listen");
  if (dice_.chance(50)) {
    const Route route{++last_route_};
    client_.subscribe(type, route);
    delivery_.subscribed(type, route);
  } else if (dice_.chance(80)) {
    client_.unsubscribe(type);
    delivery_.unsubscribed(type);
  } else {
    const bool wants = dice_.chance(50);
    client_.want_all(wants);
    delivery_.wants_all(wants);
  }
}

void App::look_back() {
  if (dice_.chance(20)) {
    client_.clear_history();
    return delivery_.cleared_history();
  }
  // Inside of the listener, the frame that is being judged may be kept already.
  if (is_inside_) return;
  expect(client_.oldest_kept() == delivery_.archive().oldest(), "history keeps other messages");
}

void App::give_address() {
  const Generation socket = draw_generation(address_->socket);
  address_.reset();
  if (withhold(socket)) return;
  // No two are alike, so that an old one shows.
  intent_.address_for = socket;
  intent_.address = context_.climate.config.url + "?ticket=" + std::to_string(++tickets_);
  context_.trace.note(context_.clock.now(), "dial()", raw(socket), tickets_);
  client_.dial(socket, intent_.address, context_.climate.config.protocols);
}

void App::authenticate() {
  static constexpr double kLifetimes[] = {1'000, 30'000, 90'000, 600'000, 3'600'000, 0};
  const Generation socket = draw_generation(credentials_->socket);
  credentials_.reset();
  if (withhold(socket)) return;
  intent_.lifetime.reset();
  if (dice_.chance(context_.climate.leases))
    intent_.lifetime = Duration{kLifetimes[dice_.below(std::size(kLifetimes))]};
  context_.trace.note(context_.clock.now(), "authenticate()", raw(socket));
  client_.authenticate(socket, "auth", R"({"token":"secret"})", intent_.lifetime);
}

void App::renew_credentials() {
  const State state = client_.state();
  context_.trace.note(context_.clock.now(), "renew_credentials()");
  if (state == State::authenticating) intent_.dials.push_back(DialCause::renewal);
  if (state == State::connected && context_.climate.config.auth) shadow_.renewed(*wire_.live());
  client_.renew_credentials();
}

bool App::withhold(Generation socket) {
  if (!dice_.chance(context_.climate.withheld)) return false;
  const bool is_final = dice_.chance(20);
  const State state = client_.state();
  const bool is_wanted =
      state == State::authenticating ? wire_.live() == socket : state == State::connecting && !wire_.live();
  context_.trace.note(context_.clock.now(), "withhold()", raw(socket), is_final ? 1 : 0);
  if (is_wanted) shadow_.withheld(socket, is_final);
  client_.withhold(socket, is_final);
  return true;
}

void App::hint() {
  static constexpr port::Hint kHints[] = {port::Hint::online, port::Hint::offline, port::Hint::awake};
  const port::Hint hint = kHints[dice_.below(std::size(kHints))];
  if (hint == port::Hint::awake) return wake();
  context_.trace.note(context_.clock.now(), "hint", static_cast<double>(hint));
  if (hint == port::Hint::online) hasten();
  client_.on_hint(hint);
}

void App::hasten() {
  // Inside of the listener, the client may be further than the log.
  if (!is_inside_) shadow_.hastened(context_.clock.now());
}

void App::hide() {
  const bool is_frozen = dice_.chance(40);
  context_.trace.note(context_.clock.now(), is_frozen ? "frozen" : "hidden");
  context_.tally.count(is_frozen ? Fault::frozen_page : Fault::hidden_page);
  wakes_ = context_.clock.now() + Duration{wait_of(dice_, dice_.chance(90) ? 60'000 : 3'600'000)};
  if (is_frozen) {
    shadow_.suspended();
  } else {
    intent_.is_hidden = true;
  }
  client_.on_hint(is_frozen ? port::Hint::frozen : port::Hint::hidden);
}

void App::wake() {
  context_.trace.note(context_.clock.now(), "awake");
  wakes_.reset();
  intent_.is_hidden = false;
  hasten();
  client_.on_hint(port::Hint::awake);
}

void App::decide_retry() {
  static constexpr std::optional<bool> kAnswers[] = {true, true, std::nullopt, false};
  const Generation socket = draw_generation(retry_->socket);
  // One in ten says it again later.
  if (dice_.chance(10)) {
    retry_->ready = context_.clock.now() + Duration{wait_of(dice_, 2'000)};
  } else {
    retry_.reset();
  }
  const std::optional<bool> again = kAnswers[dice_.below(std::size(kAnswers))];
  context_.trace.note(context_.clock.now(), "decide_retry()", raw(socket), again ? *again : -1);
  intent_.decided = std::max(intent_.decided, raw(socket));
  client_.decide_retry(socket, again);
}

Generation App::draw_generation(Generation asked) {
  return dice_.chance(5) ? Generation{raw(asked) - 1} : asked;
}

}  // namespace chatwire::sim

#include "fuzz/support/life.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "fuzz/support/require.h"
#include "wire/codec.h"

namespace chatwire::fuzz {
namespace {

using core::Disposition;

constexpr std::string_view kCalls = "cdmMnfaAvNYsxwhq";
constexpr std::string_view kEvents = "okettbupTyzgGrRWF";
constexpr std::size_t kLetters = kCalls.size() + kEvents.size();

char letter_of(unsigned char byte) {
  const char c = static_cast<char>(byte);
  if (c == 'D' || kCalls.find(c) != std::string_view::npos || kEvents.find(c) != std::string_view::npos)
    return c;
  const std::size_t index = byte % kLetters;
  return index < kCalls.size() ? kCalls[index] : kEvents[index - kCalls.size()];
}

}  // namespace

Life::Life(core::Config config, Bytes& input)
    : input_(input),
      config_(std::move(config)),
      witness_(config_, host_, transport_),
      is_told_(std::getenv("CHATWIRE_FUZZ_TELL") != nullptr) {
  client_.emplace(config_, host_, transport_, listener_);
  host_.wake([this] { client_->on_deadline(); });
  listener_.react([this](const port::Event& event) { react(event); });
  transport_.refuse_send([this] { return refusals_ > 0 && refusals_-- > 0; });
}

void Life::live() {
  while (!input_.empty()) {
    const char letter = letter_of(input_.take());
    if (letter == 'D') break;
    tell(std::string("step ") + letter);
    witness_.begins_entry();
    if (!call(letter)) befall(letter);
    rest();
  }
  end();
}

bool Life::call(char letter) {
  switch (letter) {
    case 'c':
      connect();
      return true;
    case 'd':
      disconnect();
      return true;
    case 'm':
      send({});
      return true;
    case 'M':
      send(pick_options());
      return true;
    case 'n':
      cancel();
      return true;
    case 'a':
      authenticate();
      return true;
    case 'A':
      give_address();
      return true;
    case 'v':
      withhold();
      return true;
    case 'N':
      renew_credentials();
      return true;
    case 'Y':
      decide_retry();
      return true;
    case 's':
    case 'x':
    case 'w':
      listen(letter);
      return true;
    case 'h':
      hint(input_.one_of({port::Hint::online, port::Hint::offline, port::Hint::awake}));
      return true;
    case 'q':
      look_back();
      return true;
    default:
      return false;
  }
}

void Life::befall(char letter) {
  static constexpr Duration kSpans[] = {Duration{1},      Duration{16},     Duration{300},
                                        Duration{1'000},  Duration{2'500},  Duration{5'000},
                                        Duration{10'000}, Duration{30'000}, Duration{60'000},
                                        Duration{0},      Duration{0.25},   Duration{3'600'000}};
  switch (letter) {
    case 'p':
      return pass(input_.one_of(kSpans));
    case 'T':
      host_.step();
      return;
    case 'y':
      if (!host_.timer()) return;
      host_.clear_timer();
      return client_->on_deadline();
    case 'z':
      return host_.oversleep(input_.one_of(kSpans));
    case 'F':
      return hint(input_.one_of({port::Hint::hidden, port::Hint::frozen}));
    case 'g':
      return transport_.stop_reading();
    case 'G':
      return transport_.read_on();
    case 'r':
      refusals_ = input_.below(4);
      return;
    case 'R':
      return transport_.refuse_open(input_.below(2) == 1);
    case 'W':
      return host_.set_wall_time(WallTime{static_cast<long long>(input_.below(48)) * 1'000'000'000});
    default:
      break;
  }
  if (const auto socket = pick_socket()) befall(letter, *socket);
}

void Life::befall(char letter, Generation socket) {
  switch (letter) {
    case 'o':
      transport_.has_opened(socket);
      return client_->on_open(socket);
    case 'k':
      return close(socket);
    case 'e':
      return client_->on_error(socket);
    case 'u':
      return client_->on_unreadable(
          socket, input_.below(2) == 0 ? ErrorCode::message_too_big : ErrorCode::out_of_memory);
    case 'b':
      return receive_binary(socket);
    default:
      return receive_text(socket);
  }
}

void Life::react(const port::Event& event) {
  tell("    " + fakes::to_line(event));
  require(!is_over_, "an event after the client was destroyed");
  witness_.hears(event);
  hear_question(event);
  if (!input_.next_is('(')) return;
  input_.take();
  const char letter = letter_of(input_.take());
  tell(std::string("    step ") + letter + " from inside");
  call(letter);
}

void Life::hear_question(const port::Event& event) {
  if (const auto* wanted = std::get_if<port::AddressWanted>(&event)) asked_ = wanted->generation;
  if (const auto* wanted = std::get_if<port::CredentialsWanted>(&event)) asked_ = wanted->generation;
  if (const auto* wanted = std::get_if<port::RetryWanted>(&event)) asked_ = wanted->generation;
}

void Life::tell(const std::string& line) {
  if (is_told_) std::fprintf(stderr, "%12.3f %s\n", host_.now().time_since_epoch().count(), line.c_str());
}

void Life::rest() {
  witness_.check(*client_);
  require(client_->counters().received == received_, "the counter of received messages is wrong");
  require(client_->counters().stale == stale_, "the counter of stale frames is wrong");
}

void Life::end() {
  is_over_ = true;
  client_.reset();
  require(!host_.timer(), "the client was destroyed, and its timer is still set");
  require(transport_.live() == 0, "the client was destroyed, and its socket is still alive");
}

void Life::connect() {
  witness_.connects(*client_);
  client_->connect();
}

void Life::disconnect() {
  static constexpr int kCodes[] = {1000, 3000, 4000, 4999, 1001, 1006, 0, 5000};
  const int code = input_.one_of(kCodes);
  witness_.disconnects(*client_, {.code = code, .reason = std::string(code == 4999 ? 123 : 4, 'r')});
  client_->disconnect(code, std::string(code == 4999 ? 200 : 4, 'r'));
}

void Life::give_address() {
  client_->dial(pick_question(), "wss://chat.example/elsewhere", {"chat.v2"});
}

void Life::authenticate() {
  static constexpr double kLifetimes[] = {0, 1'000, 100'000, 3'600'000};
  const Generation asked = pick_question();
  const std::size_t which = input_.below(8);
  const auto lifetime = which < 4 ? std::nullopt : std::optional(Duration{kLifetimes[which - 4]});
  witness_.authenticates(lifetime);
  client_->authenticate(asked, "auth", '"' + std::string(Witness::kSecret) + '"', lifetime);
}

void Life::withhold() {
  const Generation asked = pick_question();
  const bool is_final = input_.below(2) == 1;
  witness_.withholds(*client_, asked, is_final);
  client_->withhold(asked, is_final);
}

void Life::renew_credentials() {
  witness_.renews(*client_);
  client_->renew_credentials();
}

void Life::decide_retry() {
  static constexpr std::optional<bool> kAnswers[] = {true, false, std::nullopt};
  const Generation asked = pick_question();
  const std::optional<bool> again = input_.one_of(kAnswers);
  witness_.decides(asked);
  client_->decide_retry(asked, again);
}

core::SendOptions Life::pick_options() {
  static constexpr Duration kLifetimes[] = {Duration{1'000}, Duration{0}, Duration{16}, Duration{60'000}};
  core::SendOptions options;
  options.priority = static_cast<core::Priority>(input_.below(core::kPriorityCount));
  if (input_.below(2) == 1) options.ttl = input_.one_of(kLifetimes);
  return options;
}

void Life::cancel() {
  const std::uint32_t last = raw(witness_.last_receipt());
  const auto back = static_cast<std::uint32_t>(input_.below(4));
  if (last <= back) return;
  const ReceiptId receipt{last - back};
  const bool was_open = witness_.is_open(receipt);
  witness_.takes_back(receipt);
  require(!client_->cancel(receipt) || was_open, "a message was taken back that had ended");
}

void Life::send(const core::SendOptions& options) {
  static constexpr std::size_t kSizes[] = {0, 30, 100, 400};
  const std::string bytes(input_.one_of(kSizes), 'y');
  const ReceiptId receipt = witness_.begins(*client_, bytes.size(), options);
  transport_.begin_message(receipt, bytes);
  witness_.sent(receipt, client_->send(receipt, options));
}

void Life::listen(char letter) {
  if (letter == 'w') return client_->want_all(input_.below(2) == 1);
  if (letter == 'x') return client_->unsubscribe(pick_type());
  const std::string type = pick_type();
  client_->subscribe(type, Route{static_cast<std::int32_t>(1 + input_.below(4))});
}

void Life::look_back() {
  const Sequence before = client_->oldest_kept();
  if (input_.below(16) == 15) client_->clear_history();
  require(client_->oldest_kept() >= before, "history keeps again what it had let go");
}

void Life::receive_text(Generation socket) {
  const bool counts = listens_to(socket);
  const bool answers = witness_.has_sent_on(socket);
  const std::string whole = wire::encode_message(config_.format, pick_type(), {});
  const std::size_t cut = input_.below(4);
  const std::string text = cut == 3 ? whole.substr(0, whole.size() / 2) : whole;
  const core::Verdict verdict =
      client_->on_text(socket, {.bytes = text,
                                .extent = cut == 0 ? wire::Extent::whole : wire::Extent::prefix,
                                .total_size = text.size()});
  require((verdict.disposition == Disposition::stale) != counts,
          "a frame of another socket counts, or one of this does not");
  const bool is_message =
      verdict.disposition == Disposition::delivered || verdict.disposition == Disposition::unwanted;
  if (!counts) ++stale_;
  if (is_message) count(answers);
}

void Life::receive_binary(Generation socket) {
  const bool counts = listens_to(socket);
  const bool answers = witness_.has_sent_on(socket);
  require(client_->on_binary(socket) == counts, "a binary frame is judged wrongly");
  if (counts) {
    count(answers);
  } else {
    ++stale_;
  }
}

void Life::close(Generation socket) {
  static constexpr int kCodes[] = {1000, 1001, 1005, 1006, 1008, 1011, 1012, 1013, 3000, 4000, 4400, 4401};
  static constexpr const char* kReasons[] = {"bye", "retry_after=5", "", R"({"retry_after":3600})"};
  const int code = input_.one_of(kCodes);
  const char* const reason = input_.one_of(kReasons);
  transport_.has_closed(socket);
  witness_.closes(socket, {.code = code, .reason = reason});
  client_->on_close(socket, code, reason, code != 1006);
}

void Life::pass(Duration span) {
  // A congested socket is asked for room every 16 ms: an hour of that is nothing new.
  constexpr int kPatience = 20;
  const TimePoint end = host_.now() + span;
  for (int fired = 0; host_.timer() && *host_.timer() <= end; ++fired) {
    if (fired == kPatience) return;
    witness_.begins_entry();
    host_.step();
    rest();
  }
  host_.advance(end - host_.now());
}

void Life::hint(port::Hint hint) {
  witness_.hints(hint);
  client_->on_hint(hint);
}

std::optional<Generation> Life::pick_socket() {
  const auto& sockets = transport_.sockets();
  // Mostly the newest: the others have nothing to say any more.
  const std::size_t back = input_.below(8);
  if (sockets.empty()) return std::nullopt;
  return sockets[sockets.size() - 1 - std::min(back < 5 ? 0 : back - 4, sockets.size() - 1)].generation;
}

Generation Life::pick_question() {
  // Mostly the latest one: nobody asks about the others any more.
  const std::uint32_t back = input_.below(8) == 7 ? 1 : 0;
  return Generation{raw(asked_) - std::min(back, raw(asked_))};
}

std::string Life::pick_type() {
  const std::string types[] = {
      "news",
      "chat",
      config_.answer_ping.value_or(core::PingAnswer{}).ping_type,
      config_.heartbeat.value_or(core::HeartbeatPolicy{}).answer_type,
      config_.auth.value_or(core::AuthPolicy{}).accepted_type,
      config_.auth.value_or(core::AuthPolicy{}).rejected_type,
      config_.auth.value_or(core::AuthPolicy{}).challenge_type,
      "",
  };
  return input_.one_of(types);
}

bool Life::listens_to(Generation socket) const {
  const State state = client_->state();
  return (state == State::connected || state == State::authenticating) &&
         socket == transport_.sockets().back().generation;
}

void Life::count(bool answers) {
  ++received_;
  if (answers) witness_.answered();
}

}  // namespace chatwire::fuzz

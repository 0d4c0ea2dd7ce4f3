// Frames of a hostile server, from the transport to the verdict of a real client among the fakes (S6, S7).
//
// The input is lines. Of the first one the first byte chooses the client (see `config_from`), and each other
// line is a frame; its first byte says how it comes:
//   0..9   text, of which so many tenths are shown first, as the platform does with long texts
//   b      binary
//   u      the platform could not read it
//   r      no frame: the client dials again if it has to, and the server accepts
//   z      no frame: eleven seconds pass
//   other  text, all at once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/client.h"
#include "fakes/world.h"
#include "fuzz/support/json_mutator.h"
#include "fuzz/support/oracle.h"
#include "fuzz/support/require.h"

namespace chatwire::fuzz {
namespace {

using core::Disposition;
using core::Verdict;
using fakes::World;
using wire::Extent;

constexpr Route kChat{1};
constexpr Route kA{2};
constexpr bool has(unsigned char flags, int bit) {
  return (flags >> bit & 1) != 0;
}

/// Five bits, so that '@' and the capital letters behind it are all there is.
core::Config config_from(unsigned char flags) {
  core::Config config = fakes::plain_config();
  if (has(flags, 0)) config.auth = core::AuthPolicy{};
  if (has(flags, 1)) config.heartbeat = core::HeartbeatPolicy{};
  if (has(flags, 2)) config.answer_ping.reset();
  if (has(flags, 3)) config.history = {.max_count = 2, .max_bytes = 60};
  return config;
}

class Session {
 public:
  explicit Session(unsigned char flags) : world_(config_from(flags)), wants_all_(has(flags, 4)) {
    world_.client.subscribe("chat", kChat);
    world_.client.subscribe("a", kA);
    world_.client.want_all(wants_all_);
    world_.establish();
  }

  void hear(std::string_view line) {
    if (line.empty()) return;
    const char kind = line.front();
    line.remove_prefix(1);
    switch (kind) {
      case 'b':
        return hear_binary();
      case 'u':
        return world_.unreadable(line.empty() ? ErrorCode::message_too_big : ErrorCode::out_of_memory);
      case 'r':
        return dial_again();
      case 'z':
        return world_.advance(Duration{11'000});
      default:
        hear_text(line,
                  kind >= '0' && kind <= '9' ? line.size() * static_cast<std::size_t>(kind - '0') / 10 : 0);
    }
  }

 private:
  /// What counts in the client, and what is heard of it.
  struct Account {
    std::uint64_t verdicts;  ///< frames that were judged
    std::uint64_t received;
    std::size_t events;
    std::size_t frames_out;

    bool operator==(const Account&) const = default;
  };

  Account account() const {
    const core::Counters& counters = world_.client.counters();
    return {.verdicts = counters.received + counters.invalid + counters.stale + controls_,
            .received = counters.received,
            .events = world_.listener.events().size(),
            .frames_out = world_.transport.frames().size()};
  }

  bool is_listening() const {
    return world_.state() == State::connected || world_.state() == State::authenticating;
  }

  void dial_again() {
    if (world_.state() == State::failed) world_.connect();
    if (world_.state() == State::reconnecting) world_.step();
    if (world_.state() == State::connecting) world_.open();
  }

  void hear_binary() {
    const bool was_listening = is_listening();
    const Account before = account();
    require(world_.receive_binary() == was_listening, "a binary frame is judged wrongly");
    require(account().verdicts == before.verdicts + 1, "a binary frame is not counted once");
  }

  /// `shown`: how much of it the client sees first. 0: all of it.
  void hear_text(std::string_view text, std::size_t shown) {
    const Reading reading = read_forgiving(text, {.type = "type", .id = "id"});
    if (shown > 0 && shown < text.size()) {
      const Account before = account();
      const Disposition first = judge(text, shown, reading, reading.type.first_string);
      if (first != Disposition::needs_whole) return;
      require(account() == before, "something came of a text that was to be shown again");
    }
    require(judge(text, text.size(), reading, reading.type.last) != Disposition::needs_whole,
            "asks for more of a whole text");
  }

  /// Hands over the first `shown` bytes and checks what becomes of them. `type`: what the oracle knows of it.
  Disposition judge(std::string_view text, std::size_t shown, const Reading& reading, const Value& type) {
    const bool is_whole = shown == text.size();
    const bool is_known = is_whole || reading.is_object;
    const Disposition expected = expect(reading, type);
    const Account before = account();
    // A copy of just that size: a look beyond its end is an error under AddressSanitizer.
    const std::vector<char> exact(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(shown));
    const Verdict verdict =
        world_.client.on_text(world_.socket(), {.bytes = {exact.data(), exact.size()},
                                                .extent = is_whole ? Extent::whole : Extent::prefix,
                                                .total_size = text.size()});
    if (verdict.disposition == Disposition::control) ++controls_;
    world_.check();
    if (verdict.disposition == Disposition::needs_whole) return verdict.disposition;
    require(account().verdicts == before.verdicts + 1, "a frame is not counted once");
    if (is_known) require(verdict.disposition == expected, "a frame is judged wrongly");
    check_message(verdict, before, is_known ? route_of(type) : verdict.route);
    return verdict.disposition;
  }

  Disposition expect(const Reading& reading, const Value& type) const {
    if (!is_listening()) return Disposition::stale;
    if (!reading.is_object) return Disposition::invalid;
    const core::Config& config = world_.client.config();
    const auto is = [&type](std::string_view name) {
      return type.kind == Value::Kind::text && type.text == name;
    };
    const bool is_control = (config.answer_ping && is("ping")) || (config.heartbeat && is("pong")) ||
                            (world_.state() == State::authenticating && (is("auth_ok") || is("auth_error")));
    if (is_control) return Disposition::control;
    return route_of(type) == Route::none ? Disposition::unwanted : Disposition::delivered;
  }

  Route route_of(const Value& type) const {
    if (type.kind == Value::Kind::text && type.text == "chat") return kChat;
    if (type.kind == Value::Kind::text && type.text == "a") return kA;
    return wants_all_ ? Route::wildcard : Route::none;
  }

  void check_message(const Verdict& verdict, const Account& before, Route route) {
    const bool counts =
        verdict.disposition == Disposition::delivered || verdict.disposition == Disposition::unwanted;
    require(account().received == before.received + (counts ? 1 : 0), "only messages count as received");
    if (!counts) return require(!verdict.keep, "what is no message is kept");
    require(raw(verdict.sequence) == ++last_sequence_, "a message has the wrong number");
    require(verdict.route == route, "a message goes the wrong way");
    require((world_.client.oldest_kept() <= verdict.sequence) || !verdict.keep,
            "history forgets what it keeps");
  }

  World world_;
  bool wants_all_;
  std::uint64_t controls_ = 0;
  std::uint64_t last_sequence_ = 0;
};

}  // namespace
}  // namespace chatwire::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  return chatwire::fuzz::mutate_texts(data, size, max_size, seed, '\n');
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view lines(reinterpret_cast<const char*>(data), size);
  if (lines.empty()) return 0;
  chatwire::fuzz::Session session(data[0]);
  for (std::size_t end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n')) {
    lines.remove_prefix(end + 1);
    session.hear(lines.substr(0, lines.find('\n')));
  }
  return 0;
}

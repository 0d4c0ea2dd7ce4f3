#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "core/flat_map.h"
#include "wire/codec.h"

namespace chatwire::core {

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;

/// When to dial again. The delay before try n (from 0) is drawn from a window of `min(max_delay,
/// initial_delay * multiplier^n)`. The defaults are full jitter with a wide first window: after an outage the
/// clients come back spread out.
struct ReconnectPolicy {
  bool enabled = true;
  Duration initial_delay{4'000};
  double multiplier = 2;
  Duration max_delay{20'000};
  /// The part of the window that is left to chance: 1 draws from all of it, 0 always waits it out.
  double jitter = 1;
  /// Retries in a row before giving up: a limit of 5 makes 1 + 5 dials. Nothing: never gives up.
  std::optional<int> max_attempts;
  /// How long a link must have stayed up for the count to start afresh (W10, F10). An answer to a message of
  /// ours, later than a second after opening, does as well.
  Duration stable_after{5'000};
  /// Dial also while the page is hidden. Off: the next dial waits until it is seen.
  bool while_hidden = true;
};

/// What a close code asks for.
enum class CloseAction {
  stop,            ///< final: `closed` for 1000, else `failed`
  retry,           ///< dial again after the back-off
  retry_fixed,     ///< dial again after the first delay, however often it failed (profile `chat`)
  retry_restart,   ///< the server restarts (1012): between 5 and 30 s
  retry_overload,  ///< the server is overloaded (1013): the longest delay
  authenticate,    ///< dial again once with fresh credentials, then fail
};

struct ClosePolicy {
  /// Dial again whatever the server's code says (profile `autobot`).
  bool always_retry = false;
  /// Codes that the application decides itself.
  FlatMap<int, CloseAction> overrides;
};

/// Who gives way when a message comes into a full outbox (C14). Of several priorities the lowest gives way
/// first; a message never gives way to one of a lower priority.
enum class Overflow {
  drop_oldest,  ///< the oldest of a priority that is not above the newcomer's, else the newcomer
  drop_newest,  ///< the newest of a priority below the newcomer's, else the newcomer
  reject,       ///< always the newcomer
};

struct OutboxLimits {
  std::size_t max_count = 1'000;
  std::size_t max_bytes = 4 * kMiB;
  Overflow overflow = Overflow::drop_oldest;
  /// While the socket holds more bytes than this, messages wait (F25).
  std::size_t high_water_mark = kMiB;
  /// After that they go on waiting until it holds no more than this: so the wait does not begin anew with
  /// every other message.
  std::size_t low_water_mark = kMiB / 2;
  /// Keep what is queued over an own disconnect(). Off: it is dropped, and said so, lest the next user of
  /// this page send it (W26).
  bool keep_on_disconnect = false;
};

/// At most `count` messages in any span of `per` (C34). Pings, their answers and credentials do not count.
struct RateLimit {
  std::size_t count;  ///< at least 1
  Duration per{1'000};
};

struct HistoryLimits {
  std::size_t max_count = 1'000;
  std::size_t max_bytes = 4 * kMiB;
};

/// Server pings are answered without anybody seeing them (C8).
struct PingAnswer {
  std::string ping_type = "ping";
  std::string pong_type = "pong";
};

/// The client's own pings. Off unless a profile or the application knows that the server answers them, or
/// sends something else often enough: a server that keeps silent would be called dead.
struct HeartbeatPolicy {
  Duration interval{25'000};
  /// Without a sign of life for so long after a ping, the link is dead (F13).
  Duration timeout{10'000};
  std::string ping_type = "ping";
  std::string answer_type = "pong";
  /// Only the answer itself is a sign of life; finds a link on which only our side is deaf or dumb (F14).
  bool strict = false;
  /// Each ping carries an id of its own, and only an answer that repeats the latest one ends the wait. So the
  /// answer to an older ping, or one that nobody asked for, is no proof that our side is heard (F14).
  bool ids = false;
};

/// First-frame authentication: once open, the client asks for credentials and is `authenticating` until the
/// server answers.
struct AuthPolicy {
  /// Empty: the server does not say yes; the link is usable once the credentials have left.
  std::string accepted_type = "auth_ok";
  std::string rejected_type = "auth_error";
  /// The server's message that asks for the credentials (S3.22). Empty: they are asked for at once.
  std::string challenge_type;
  Duration timeout{10'000};
};

struct Config {
  std::string url;
  std::vector<std::string> protocols;
  /// Off: after a dial that never opened, the next one offers no sub-protocols (F06).
  bool requires_protocol = true;
  /// The URL and the sub-protocols are asked for at each dial, since they carry credentials or may change.
  bool asks_address = false;
  /// How long the application may take to answer that.
  Duration address_timeout{10'000};
  /// The application is asked whether a lost link is to be dialled again.
  bool asks_before_retry = false;
  wire::EnvelopeFormat format;
  ReconnectPolicy reconnect;
  ClosePolicy close;
  OutboxLimits outbox;
  /// A message that is sent while nobody is on the way to a link (idle, closing, closed or failed) connects
  /// (C13, S1.53).
  bool connect_on_send = false;
  /// Messages over it wait in the outbox.
  std::optional<RateLimit> rate_limit;
  HistoryLimits history;
  std::optional<PingAnswer> answer_ping = PingAnswer{};
  std::optional<HeartbeatPolicy> heartbeat;
  std::optional<AuthPolicy> auth;
  Duration connect_timeout{10'000};
  /// A socket that does not end its close handshake in this time is left behind (W55).
  Duration close_timeout{2'000};
  /// A received frame over this size ends the socket with 4009. Enforced by the platform, before it copies
  /// anything.
  std::size_t max_message_bytes = kMiB;
};

}  // namespace chatwire::core

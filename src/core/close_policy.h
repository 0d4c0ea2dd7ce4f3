#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/config.h"

namespace chatwire::core {

/// Close codes that Chatwire itself uses.
inline constexpr int kNormalClosure = 1000;
inline constexpr int kAbnormalClosure =
    1006;  ///< never on the wire: there was no close frame (RFC 6455 section 7.1.5)
inline constexpr int kPingTimeout = 4008;
inline constexpr int kMessageTooBig = 4009;

/// The longest close reason: a control frame holds 125 bytes, two of them the code (RFC 6455 section 5.5).
inline constexpr std::size_t kMaxCloseReasonBytes = 123;

/// What `code` asks for under `policy`. The default table: final are 1000, 1002, 1003, 1007, 1010, 4400 and
/// 4402; 1008, 4401 and 4403 speak of credentials; 1012 and 1013 ask for time; all else is worth another dial
/// (F12, C6).
CloseAction close_action(const ClosePolicy& policy, int code);

/// How long the server asks its clients to stay away, in the reason of its close: `retry_after` (also spelt
/// `retryAfter` or `retry-after`) and a number of seconds, as in HTTP's Retry-After (RFC 9110
/// section 10.2.3), e.g. `{"retry_after":5}` or `overloaded, retry-after: 5`. Clamped to five minutes (B30).
/// Nothing: it asks for no time.
std::optional<Duration> retry_hint(std::string_view reason);

/// May a program close with this code? 1000 or 3000..4999 (WHATWG WebSockets, B28).
bool is_sendable_close_code(int code);

/// `reason` cut to what a close frame holds, never inside a code point.
std::string fit_close_reason(std::string_view reason);

}  // namespace chatwire::core

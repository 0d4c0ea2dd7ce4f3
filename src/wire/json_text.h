#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chatwire::wire {

/// A number as JSON, and people, write it. The standard library's way is for speed, with tables of digits.
std::string decimal(std::int64_t number);

/// Appends `text` as a JSON string (RFC 8259 section 7), quotes included. UTF-8 passes through;
/// U+0000..U+001F, the quote and the backslash are escaped.
void append_quoted(std::string& out, std::string_view text);

/// The text that stands for `raw`, the inside of a JSON string, as UTF-8. Nothing where an escape is
/// malformed, or stands for half a surrogate pair: no UTF-8 exists for that (B13).
std::optional<std::string> unescape(std::string_view raw);

}  // namespace chatwire::wire

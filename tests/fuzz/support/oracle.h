#pragma once

#include <string>
#include <string_view>

namespace chatwire::fuzz {

/// The value of a member, as far as an envelope is concerned.
struct Value {
  enum class Kind {
    missing,
    text,
    bad_bytes,   ///< a string that no parser takes, because of a control character or of what is no UTF-8
    bad_escape,  ///< a string that no parser takes, because of an escape
    other,       ///< no string
  };
  Kind kind = Kind::missing;
  std::string text{};

  bool is_string() const { return kind != Kind::missing && kind != Kind::other; }
};

/// What nlohmann/json makes of a text.
struct Reading {
  bool is_json = false;
  bool is_object = false;
  /// Of the members at depth one with the wanted key, the last (B06), and the first whose value is a string.
  Value last{};
  Value first_string{};
};

/// Reads a whole text as RFC 8259 has it. Where nlohmann is kinder, it is overruled: it skips a byte order
/// mark (B18) and takes U+0000 for the end of the text (B02).
Reading read(std::string_view text, std::string_view key);

/// Reads a text without what the scan does not look at: each value that is no string counts as `0`, and each
/// string as one, whatever it holds. So a fault inside of these is forgiven, and any other is not.
Reading read_forgiving(std::string_view text, std::string_view key);

/// Is there anything that could follow, so that `read_forgiving` would find an object?
bool can_become_object(std::string_view text);

}  // namespace chatwire::fuzz

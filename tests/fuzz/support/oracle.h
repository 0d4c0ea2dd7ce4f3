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
    integer,     ///< its `text` as it is written
    other,
  };
  Kind kind = Kind::missing;
  std::string text{};

  bool is_string() const { return kind == Kind::text || kind == Kind::bad_bytes || kind == Kind::bad_escape; }
};

/// The members at depth one that have one key.
struct Member {
  Value last{};  ///< it counts, as in JSON.parse (B06)
  Value first_string{};
  Value first_id{};  ///< the first that is a string or an integer
};

/// What nlohmann/json makes of a text.
struct Reading {
  bool is_json = false;
  bool is_object = false;
  Member type{};
  Member id{};
};

struct Keys {
  std::string_view type;
  std::string_view id;
};

/// Reads a whole text as RFC 8259 has it. Where nlohmann is kinder, it is overruled: it skips a byte order
/// mark (B18) and takes U+0000 for the end of the text (B02).
Reading read(std::string_view text, const Keys& keys);

/// Reads a text without what the scan does not look at: each value that is neither a string nor an
/// integer is made harmless, and each string counts as one, whatever it holds. So a fault inside of these is
/// forgiven, and any other is not.
Reading read_forgiving(std::string_view text, const Keys& keys);

/// Is there anything that could follow, so that `read_forgiving` would find an object?
bool can_become_object(std::string_view text);

}  // namespace chatwire::fuzz

#include "wire/envelope.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "wire/json_text.h"

namespace chatwire::wire {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Walks one text. Every method that reads stops where the text ends, and says so with `at_end()`.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return text_[at_]; }
  void advance() { ++at_; }

  void skip_space() {
    while (!at_end() && is_space(peek())) advance();
  }

  /// The inside of the string that begins here; nothing if it has no end.
  [[gnu::noinline]] std::optional<std::string_view> read_string() {
    const std::size_t begin = at_ + 1;
    // Most bytes of a message stand in strings, and memchr is the fastest way over them.
    for (std::size_t from = begin;;) {
      const std::size_t quote = text_.find('"', from);
      if (quote == std::string_view::npos) {
        at_ = text_.size();
        return std::nullopt;
      }
      std::size_t run = quote;
      while (run > begin && text_[run - 1] == '\\') --run;
      if ((quote - run) % 2 == 0) {
        at_ = quote + 1;
        return text_.substr(begin, quote - begin);
      }
      from = quote + 1;
    }
  }

  /// Moves past one value of any kind. False: the text ended inside it, or nothing stands here.
  bool skip_value() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    while (!at_end()) {
      const char c = peek();
      if (c == '"') {
        if (!read_string()) return false;
        if (depth == 0) return true;
        continue;
      }
      if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return at_ != begin;
        if (--depth == 0) {
          advance();
          return true;
        }
      } else if (depth == 0 && (c == ',' || is_space(c))) {
        return at_ != begin;
      }
      advance();
    }
    return false;
  }

  /// The same, and gives back what it moved past.
  std::optional<std::string_view> read_value() {
    const std::size_t begin = at_;
    if (!skip_value()) return std::nullopt;
    return text_.substr(begin, at_ - begin);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

inline bool names(std::string_view raw_key, std::string_view key) {
  if (raw_key.find('\\') == std::string_view::npos) return raw_key == key;
  const auto decoded = unescape(raw_key);
  return decoded && *decoded == key;
}

/// Puts into `to` what the inside of a string stands for: nothing, and false, where no UTF-8 can hold that.
inline bool read_excerpt(std::string_view raw, Excerpt& to) {
  to.written = raw;
  to.decoded.clear();
  if (raw.find('\\') == std::string_view::npos) return true;
  if (auto decoded = unescape(raw)) {
    to.decoded = std::move(*decoded);
    return true;
  }
  to.written = {};
  return false;
}

/// Is this literal an integer (RFC 8259 section 6: no fraction, no exponent, no leading zero)?
bool is_integer(std::string_view literal) {
  if (literal.starts_with('-')) literal.remove_prefix(1);
  if (literal.empty() || (literal.front() == '0' && literal.size() > 1)) return false;
  return literal.find_first_not_of("0123456789") == std::string_view::npos;
}

class Scan {
 public:
  /// Writes what it finds to `found`.
  Scan(Envelope& found, std::string_view text, std::string_view type_key, Extent extent,
       std::string_view id_key)
      : found_(found),
        cursor_(text),
        type_key_(type_key),
        id_key_(id_key),
        extent_(extent),
        is_type_missing_(!type_key.empty()),
        is_id_missing_(!id_key.empty()) {}

  void run() {
    if (!next_is('{')) return broken();
    cursor_.advance();
    if (knows_enough()) return;
    if (next_is('}')) return finish();
    while (true) {
      if (!read_member()) return broken();
      if (knows_enough()) return;
      if (next_is('}')) return finish();
      if (!next_is(',')) return broken();
      cursor_.advance();
    }
  }

 private:
  bool knows_enough() const { return extent_ == Extent::prefix && !is_type_missing_ && !is_id_missing_; }

  bool next_is(char wanted) {
    cursor_.skip_space();
    return !cursor_.at_end() && cursor_.peek() == wanted;
  }

  bool read_member() {
    if (!next_is('"')) return false;
    const auto key = cursor_.read_string();
    if (!key || !next_is(':')) return false;
    cursor_.advance();
    cursor_.skip_space();
    const bool is_first = std::exchange(is_first_member_, false);
    if (!type_key_.empty() && names(*key, type_key_) && may_change(is_type_missing_)) {
      found_.begins_with_type = is_first;
      return read_type();
    }
    if (!id_key_.empty() && names(*key, id_key_) && may_change(is_id_missing_)) return read_id();
    return cursor_.skip_value();
  }

  /// In a prefix the first one decides.
  bool may_change(bool is_missing) const { return is_missing || extent_ == Extent::whole; }

  bool read_type() {
    if (!next_is('"')) {
      found_.result = ScanResult::untyped;
      found_.type_found = {};
      return cursor_.skip_value();
    }
    const auto value = cursor_.read_string();
    if (!value) return false;
    is_type_missing_ = false;
    const bool is_text = read_excerpt(*value, found_.type_found);
    found_.result = is_text ? ScanResult::typed : ScanResult::untyped;
    return true;
  }

  bool read_id() {
    if (next_is('"')) {
      const auto value = cursor_.read_string();
      if (!value) return false;
      is_id_missing_ = false;
      read_excerpt(*value, found_.id_found);
      return true;
    }
    const auto literal = cursor_.read_value();
    if (!literal) return false;
    found_.id_found = {};
    if (is_integer(*literal)) {
      is_id_missing_ = false;
      found_.id_found.written = *literal;
    }
    return true;
  }

  /// The closing brace stands here: only whitespace may follow it.
  void finish() {
    cursor_.advance();
    cursor_.skip_space();
    if (!cursor_.at_end()) found_ = {.result = ScanResult::malformed};
  }

  void broken() {
    const bool may_go_on = extent_ == Extent::prefix && cursor_.at_end();
    found_ = {.result = may_go_on ? ScanResult::cut_short : ScanResult::malformed};
  }

  Envelope& found_;
  Cursor cursor_;
  std::string_view type_key_;
  std::string_view id_key_;  ///< empty, as the one above may be: nobody asks for it
  Extent extent_;
  // A prefix need not be read further when nothing is.
  bool is_type_missing_;
  bool is_id_missing_;
  bool is_first_member_ = true;
};

}  // namespace

Envelope scan_envelope(std::string_view text, std::string_view type_key, Extent extent,
                       std::string_view id_key) {
  Envelope found;
  Scan(found, text, type_key, extent, id_key).run();
  return found;
}

}  // namespace chatwire::wire

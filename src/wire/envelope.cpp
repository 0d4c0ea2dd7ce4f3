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
  std::optional<std::string_view> read_string() {
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

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

bool names(std::string_view raw_key, std::string_view key) {
  if (raw_key.find('\\') == std::string_view::npos) return raw_key == key;
  const auto decoded = unescape(raw_key);
  return decoded && *decoded == key;
}

class Scan {
 public:
  Scan(std::string_view text, std::string_view type_key, Extent extent)
      : cursor_(text), type_key_(type_key), extent_(extent) {}

  Envelope run() {
    if (!next_is('{')) return broken();
    cursor_.advance();
    if (next_is('}')) return finish();
    while (true) {
      if (!read_member()) return broken();
      if (is_decided_ && extent_ == Extent::prefix) return std::move(found_);
      if (next_is('}')) return finish();
      if (!next_is(',')) return broken();
      cursor_.advance();
    }
  }

 private:
  bool next_is(char wanted) {
    cursor_.skip_space();
    return !cursor_.at_end() && cursor_.peek() == wanted;
  }

  bool read_member() {
    if (!next_is('"')) return false;
    const auto key = cursor_.read_string();
    if (!key || !next_is(':')) return false;
    cursor_.advance();
    if (!names(*key, type_key_)) {
      cursor_.skip_space();
      return cursor_.skip_value();
    }
    found_ = without_type(ScanResult::untyped);
    if (!next_is('"')) return cursor_.skip_value();
    const auto value = cursor_.read_string();
    if (!value) return false;
    is_decided_ = true;
    if (value->find('\\') == std::string_view::npos) {
      found_ = {.result = ScanResult::typed, .written = *value, .decoded = {}};
    } else if (auto decoded = unescape(*value)) {
      found_ = {.result = ScanResult::typed, .written = *value, .decoded = std::move(decoded)};
    }
    return true;
  }

  /// The closing brace stands here: only whitespace may follow it.
  Envelope finish() {
    cursor_.advance();
    cursor_.skip_space();
    return cursor_.at_end() ? std::move(found_) : without_type(ScanResult::malformed);
  }

  Envelope broken() const {
    const bool may_go_on = extent_ == Extent::prefix && cursor_.at_end();
    return without_type(may_go_on ? ScanResult::cut_short : ScanResult::malformed);
  }

  static Envelope without_type(ScanResult result) { return {.result = result, .written = {}, .decoded = {}}; }

  Cursor cursor_;
  std::string_view type_key_;
  Extent extent_;
  Envelope found_ = without_type(ScanResult::untyped);
  bool is_decided_ = false;  ///< a prefix need not be read further
};

}  // namespace

Envelope scan_envelope(std::string_view text, std::string_view type_key, Extent extent) {
  return Scan(text, type_key, extent).run();
}

}  // namespace chatwire::wire

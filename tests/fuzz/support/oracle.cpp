#include "fuzz/support/oracle.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace chatwire::fuzz {
namespace {

using nlohmann::json;

/// In a text that was forgiven these stand for strings.
constexpr std::string_view kBadEscape = "null ";
constexpr std::string_view kBadBytes = "true ";
/// And this for all that is neither a string nor an integer. The spaces keep what follows from becoming a
/// part of it.
constexpr std::string_view kOther = "false ";

/// Follows nlohmann's parser through a text, and builds nothing.
class Follower {
 public:
  Follower(const Keys& keys, bool is_forgiven) : keys_(keys), is_forgiven_(is_forgiven) {}

  const Reading& reading() const { return reading_; }

  // What the parser calls; false would stop it.

  bool null() { return is_forgiven_ ? note({.kind = Value::Kind::bad_escape}) : note_other(); }
  bool boolean(bool is_bad_bytes) {
    return is_forgiven_ && is_bad_bytes ? note({.kind = Value::Kind::bad_bytes}) : note_other();
  }
  bool number_integer(json::number_integer_t number) {
    return note_integer(number == 0 ? "-0" : std::to_string(number));
  }
  bool number_unsigned(json::number_unsigned_t number) { return note_integer(std::to_string(number)); }
  bool number_float(json::number_float_t, const json::string_t& written) {
    // Also what is too large for 64 bits comes here.
    return written.find_first_of(".eE") == std::string::npos ? note_integer(written) : note_other();
  }
  bool string(json::string_t& text) { return note({.kind = Value::Kind::text, .text = text}); }
  bool binary(json::binary_t&) { return note_other(); }
  bool start_array(std::size_t) { return enter(); }
  bool end_array() { return leave(); }
  bool start_object(std::size_t) {
    if (depth_ == 0) reading_.is_object = true;
    return enter();
  }
  bool end_object() { return leave(); }
  bool key(json::string_t& name) {
    if (depth_ == 1)
      member_ = name == keys_.type ? &reading_.type : name == keys_.id ? &reading_.id : nullptr;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

 private:
  bool enter() {
    note_other();
    ++depth_;
    return true;
  }
  bool leave() {
    --depth_;
    return true;
  }
  bool note_other() { return note({.kind = Value::Kind::other}); }
  bool note_integer(const std::string& written) {
    return note({.kind = Value::Kind::integer, .text = written});
  }
  bool note(Value value) {
    if (depth_ != 1 || member_ == nullptr) return true;
    const bool is_id = value.is_string() || value.kind == Value::Kind::integer;
    if (value.is_string() && !member_->first_string.is_string()) member_->first_string = value;
    if (is_id && member_->first_id.kind == Value::Kind::missing) member_->first_id = value;
    member_->last = std::move(value);
    return true;
  }

  Keys keys_;
  bool is_forgiven_;
  Reading reading_;
  std::size_t depth_ = 0;
  Member* member_ = nullptr;  ///< whose value comes next, if somebody asks
};

Reading follow(std::string_view text, const Keys& keys, bool is_forgiven) {
  if (text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos) return {};
  Follower follower(keys, is_forgiven);
  if (!json::sax_parse(text, &follower)) return {};
  Reading reading = follower.reading();
  reading.is_json = true;
  return reading;
}

/// Does a parser take this string, quotes included?
bool is_valid(std::string_view string) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '\\'; };
  return std::all_of(string.begin(), string.end(), is_plain) || json::accept(string);
}

/// The string with letters in place of all bytes that only stand for themselves.
std::string without_bytes(std::string_view string) {
  std::string out(string);
  for (char& c : out) c = c >= 0x20 && c < 0x7F ? c : 'x';
  return out;
}

/// Writes the text anew: strings that no parser takes become what stands for them, or `""` where they are
/// keys; values that are no strings become `0`, and all else stays.
class Forgiveness {
 public:
  explicit Forgiveness(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        put_key();
        continue;
      }
      put(c);
      ++at_;
      if (c == ':') put_value();
    }
    return std::move(out_);
  }

 private:
  /// Stands for what has no end: no text with it in it is JSON.
  static constexpr char kBroken = '?';

  bool at_any_of(std::string_view characters) const {
    return at_ < text_.size() && characters.find(text_[at_]) != std::string_view::npos;
  }

  void put(char c) { out_.push_back(c); }

  void put_value() {
    while (at_any_of(" \t\n\r")) put(text_[at_++]);
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",}] \t\n\r\"{[", at_), text_.size());
    const std::string_view literal = text_.substr(begin, at_ - begin);
    if (literal.empty() && at_any_of("\"")) return put_string();
    if (!at_any_of("\"{[")) return put_literal(literal);
    const bool has_end = at_any_of("\"") ? take_string() : take_container();
    if (!has_end) return put(kBroken);
    out_.append(kOther);
  }

  void put_literal(std::string_view literal) {
    if (literal.empty()) return;
    const bool is_integer = literal.find_first_not_of("-0123456789") == std::string_view::npos;
    out_.append(is_integer && json::accept(literal) ? literal : kOther);
  }

  void put_key() {
    if (const auto key = read_string()) out_.append(is_valid(*key) ? *key : R"("")");
  }

  void put_string() {
    const auto string = read_string();
    if (!string) return;
    if (is_valid(*string)) {
      out_.append(*string);
    } else {
      out_.append(is_valid(without_bytes(*string)) ? kBadBytes : kBadEscape);
    }
  }

  std::optional<std::string_view> read_string() {
    const std::size_t begin = at_;
    if (take_string()) return text_.substr(begin, at_ - begin);
    put(kBroken);
    return std::nullopt;
  }

  /// Both move past what begins here. False: it has no end.
  bool take_string() {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\') ++at_;
    }
    at_ = text_.size();
    return false;
  }
  bool take_container() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      if (at_any_of("\"")) {
        if (!take_string()) return false;
        continue;
      }
      if (at_any_of("{[")) ++depth;
      if (at_any_of("}]")) --depth;
      ++at_;
      if (depth == 0) return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

/// What closes the strings and containers that the text leaves open, up to the object itself.
std::string closers(std::string_view text) {
  std::string out;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (c != '"') continue;
    for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    // Behind a lone backslash the first quote is escaped.
    if (at >= text.size()) out = at == text.size() ? R"(")" : R"("")";
  }
  if (depth > 1) out.append(depth - 1, ']');
  return out;
}

}  // namespace

Reading read(std::string_view text, const Keys& keys) {
  return follow(text, keys, false);
}

Reading read_forgiving(std::string_view text, const Keys& keys) {
  return follow(Forgiveness(text).run(), keys, true);
}

bool can_become_object(std::string_view text) {
  const std::string closed = std::string(text) + closers(text);
  const auto is_object_with = [&closed](const char* rest) {
    return read_forgiving(closed + rest, Keys{}).is_object;
  };
  // Behind a member, a value, a colon, a key, a comma, and behind nothing.
  constexpr std::array kRests = {"}", "", "0}", ":0}", R"("":0})", "{}"};
  return std::any_of(kRests.begin(), kRests.end(), is_object_with);
}

}  // namespace chatwire::fuzz

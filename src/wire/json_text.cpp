#include "wire/json_text.h"

#include <array>
#include <cstdint>
#include <cstdlib>

namespace chatwire::wire {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::optional<std::uint32_t> read_hex4(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : raw.substr(at, 4)) {
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint32_t>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<std::uint32_t>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return value;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

/// Reads `\uXXXX` whose first digit stands at `at`, and its second half if it is one. Moves `at` past what
/// was read.
std::optional<std::uint32_t> read_unicode_escape(std::string_view raw, std::size_t& at) {
  const auto first = read_hex4(raw, at);
  if (!first || is_low_surrogate(*first)) return std::nullopt;
  at += 4;
  if (!is_high_surrogate(*first)) return first;
  if (raw.substr(at, 2) != "\\u") return std::nullopt;
  const auto second = read_hex4(raw, at + 2);
  if (!second || !is_low_surrogate(*second)) return std::nullopt;
  at += 6;
  return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
}

char escaped_as(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '\\':
    case '/':
      return letter;
    default:
      return '\0';
  }
}

}  // namespace

std::string decimal(std::int64_t number) {
  // As many as the longest has.
  std::array<char, 20> text{};
  std::size_t at = text.size();
  std::int64_t left = number;
  do {
    text[--at] = kHexDigits[static_cast<std::size_t>(std::abs(left % 10))];
    left /= 10;
  } while (left != 0);
  if (number < 0) text[--at] = '-';
  return {&text[at], text.size() - at};
}

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      const auto code = static_cast<unsigned char>(c);
      out.append("\\u00");
      out.push_back(kHexDigits[code >> 4]);
      out.push_back(kHexDigits[code & 0xF]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

std::optional<std::string> unescape(std::string_view raw) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    // By runs: most strings have no escape at all.
    const std::size_t escape = raw.find('\\', at);
    out.append(raw.substr(at, escape - at));
    if (escape == std::string_view::npos) return out;
    at = escape + 1;
    if (at == raw.size()) return std::nullopt;
    const char letter = raw[at++];
    if (letter == 'u') {
      const auto code_point = read_unicode_escape(raw, at);
      if (!code_point) return std::nullopt;
      append_utf8(out, *code_point);
    } else if (const char meant = escaped_as(letter); meant != '\0') {
      out.push_back(meant);
    } else {
      return std::nullopt;
    }
  }
}

}  // namespace chatwire::wire

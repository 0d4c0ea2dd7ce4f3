#include "wire/json_text.h"

#include <catch_amalgamated.hpp>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fakes/dice.h"

namespace chatwire::wire {
namespace {

using nlohmann::json;

std::string utf8(std::uint32_t code_point) {
  std::string out;
  const auto put = [&out](std::uint32_t byte) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
  };
  const auto put_tail = [&put](std::uint32_t bits) { put(0x80 | (bits & 0x3F)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put_tail(code_point);
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put_tail(code_point >> 6);
    put_tail(code_point);
  } else {
    put(0xF0 | (code_point >> 18));
    put_tail(code_point >> 12);
    put_tail(code_point >> 6);
    put_tail(code_point);
  }
  return out;
}

bool is_surrogate(std::uint32_t code_point) {
  return code_point >= 0xD800 && code_point < 0xE000;
}

std::string in_quotes(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

/// `\uXXXX`, with upper-case digits where asked.
std::string escape_of(std::uint32_t unit, bool upper = false) {
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string out = "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) out.push_back(digits[(unit >> shift) & 0xF]);
  return out;
}

/// What nlohmann makes of a string with this inside; nothing if it refuses it.
std::optional<std::string> oracle(const std::string& raw) {
  const json parsed = json::parse('"' + raw + '"', nullptr, false);
  if (!parsed.is_string()) return std::nullopt;
  return parsed.get<std::string>();
}

TEST_CASE("numbers are written in full, whatever their sign", "[json_text]") {
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{9}, std::int64_t{10}, std::int64_t{-7}, std::int64_t{4294967295},
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    CHECK(decimal(number) == std::to_string(number));
  }
}

TEST_CASE("every code point survives being quoted and parsed again", "[json_text][B16][B17]") {
  // In blocks, so that each parse reads many and the neighbours of a character are seen too.
  std::string block;
  for (std::uint32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (!is_surrogate(code_point)) block += utf8(code_point);
    if ((code_point & 0x3FFF) != 0x3FFF) continue;
    REQUIRE(json::parse(in_quotes(block)).get<std::string>() == block);
    block.clear();
  }
}

TEST_CASE("quoting escapes what JSON must not hold raw and nothing else", "[json_text]") {
  CHECK(in_quotes("") == R"("")");
  CHECK(in_quotes(R"(say "hi" \o/)") == R"("say \"hi\" \\o/")");
  CHECK(in_quotes(std::string_view("\0\x01\n\x1f", 4)) == R"("\u0000\u0001\u000a\u001f")");
  CHECK(in_quotes("\x7f é 😀 \xE2\x80\xA8") == "\"\x7f é 😀 \xE2\x80\xA8\"");
}

TEST_CASE("quoting appends to what is there", "[json_text]") {
  std::string out = R"({"a":)";
  append_quoted(out, "b");
  CHECK(out == R"({"a":"b")");
}

TEST_CASE("text made of any code points is quoted and read back by our own reader", "[json_text]") {
  fakes::Dice dice(7);
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (std::size_t left = dice.below(30); left > 0; --left) {
      const auto code_point = static_cast<std::uint32_t>(dice.below(dice.chance(50) ? 0x80 : 0x110000));
      if (!is_surrogate(code_point)) text += utf8(code_point);
    }
    const std::string out = in_quotes(text);
    REQUIRE(json::parse(out).get<std::string>() == text);
    REQUIRE(unescape(out.substr(1, out.size() - 2)) == text);
  }
}

TEST_CASE("every escaped letter means what the standard says or nothing", "[json_text][B09]") {
  for (int letter = 1; letter < 128; ++letter) {
    const std::string raw{'\\', static_cast<char>(letter)};
    CAPTURE(raw);
    CHECK(unescape(raw) == oracle(raw));
    CHECK(unescape(raw + "x") == oracle(raw + "x"));
  }
}

TEST_CASE("every escaped code unit is read as nlohmann reads it and half a pair as nothing",
          "[json_text][B13]") {
  for (std::uint32_t unit = 0; unit <= 0xFFFF; ++unit) {
    const std::string raw = escape_of(unit, (unit & 1) != 0);
    const auto expected = is_surrogate(unit) ? std::nullopt : std::optional(utf8(unit));
    if (unescape(raw) != expected) FAIL("at " << raw);
    // nlohmann is asked for a part of them only: it is slow under sanitizers.
    if (unit % 7 == 0 && oracle(raw) != expected) FAIL("the oracle differs at " << raw);
  }
}

TEST_CASE("an escaped surrogate pair is one code point", "[json_text][B13]") {
  CHECK(unescape(R"(\ud83d\ude00)") == "😀");
  CHECK(unescape(R"(<\uD83D\uDE00>)") == "<😀>");
  for (std::uint32_t code_point = 0x10000; code_point <= 0x10FFFF; code_point += 251) {
    const std::uint32_t rest = code_point - 0x10000;
    const std::string raw = escape_of(0xD800 + (rest >> 10)) + escape_of(0xDC00 + (rest & 0x3FF), true);
    if (unescape(raw) != utf8(code_point)) FAIL("at " << raw);
    if (oracle(raw) != utf8(code_point)) FAIL("the oracle differs at " << raw);
  }
}

TEST_CASE("a surrogate without its other half has no text", "[json_text][B13]") {
  const auto* raw =
      GENERATE(R"(\ud800)", R"(\udc00)", R"(\ud800x)", R"(\ud800\n)", R"(\ud800\ud800)", R"(\ud800\u0041)",
               R"(\udc00\ud800)", R"(\ud800\u)", R"(\ud800\udc0)", R"(\ud800\)", R"(a\ud83d\ude00\ud83d)");
  CAPTURE(raw);
  CHECK(unescape(raw) == std::nullopt);
  CHECK(oracle(raw) == std::nullopt);
}

TEST_CASE("an escape that is cut off has no text", "[json_text]") {
  const std::string whole = R"(\ud83d\ude00)";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    // A heap buffer of just that size: reading past it is an error under AddressSanitizer.
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CAPTURE(size);
    CHECK(unescape({exact.data(), exact.size()}) == std::nullopt);
  }
}

TEST_CASE("random escapes are read as nlohmann reads them", "[json_text][S7]") {
  constexpr std::string_view kPieces[] = {"\\u",  "\\", "d8", "DC", "00", "0041", "n",
                                          "\\\\", "e9", "/",  "é",  "g",  "\\t"};
  fakes::Dice dice(13);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string raw;
    for (std::size_t left = 1 + dice.below(6); left > 0; --left)
      raw += kPieces[dice.below(std::size(kPieces))];
    const auto expected = oracle(raw);
    if (expected) ++accepted;
    if (unescape(raw) != expected) FAIL("at " << raw);
  }
  CHECK(accepted > 2'000);
}

}  // namespace
}  // namespace chatwire::wire

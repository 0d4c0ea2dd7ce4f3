#include "wire/envelope.h"

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "wire/json_maker.h"

namespace chatwire::wire {

/// What a scan said, kept beyond its text.
struct Seen {
  ScanResult result;
  std::string type{};
  std::string id{};

  bool operator==(const Seen&) const = default;
};

static std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  constexpr const char* kNames[] = {"typed", "untyped", "cut short", "malformed"};
  return out << kNames[static_cast<int>(seen.result)] << " '" << seen.type << "' id '" << seen.id << "'";
}

namespace {

using nlohmann::json;

Seen typed(std::string type, std::string id = {}) {
  return {ScanResult::typed, std::move(type), std::move(id)};
}

const Seen kUntyped{ScanResult::untyped};
const Seen kCutShort{ScanResult::cut_short};
const Seen kMalformed{ScanResult::malformed};

/// Scans a heap copy of just that size: reading past it is an error under AddressSanitizer.
Seen scan(std::string_view text, Extent extent = Extent::whole, std::string_view key = "type",
          std::string_view id_key = {}) {
  const std::vector<char> exact(text.begin(), text.end());
  const Envelope envelope = scan_envelope({exact.data(), exact.size()}, key, extent, id_key);
  return {envelope.result, std::string(envelope.type()), std::string(envelope.id())};
}

Seen scan_with_id(std::string_view text, Extent extent = Extent::whole) {
  return scan(text, extent, "type", "id");
}

/// What a full parser says of a text that it accepts.
Seen oracle(const json& parsed) {
  if (!parsed.is_object()) return kMalformed;
  const auto type = parsed.find("type");
  if (type == parsed.end() || !type->is_string()) return kUntyped;
  return typed(type->get<std::string>());
}

/// The same, with the id. Integers beyond 64 bits are none to this parser.
Seen oracle_with_id(const json& parsed) {
  Seen seen = oracle(parsed);
  if (!parsed.is_object()) return seen;
  const auto id = parsed.find("id");
  if (id == parsed.end()) return seen;
  if (id->is_string()) seen.id = id->get<std::string>();
  if (id->is_number_integer()) seen.id = id->dump();
  return seen;
}

TEST_CASE("the type is found wherever it stands and however it is written", "[envelope]") {
  CHECK(scan(R"({"type":"chat"})") == typed("chat"));
  CHECK(scan(R"({"payload":{"type":"inner"},"type":"outer"})") == typed("outer"));
  CHECK(scan(" \r\n\t{ \"id\" : 1 , \"type\" \n:\t\"chat\" } \n") == typed("chat"));
  CHECK(scan(R"({"a":"\"type\":\"no\"","b":[{"type":"no"}],"type":"yes"})") == typed("yes"));
  CHECK(scan(R"({"t\u0079pe":"caf\u00e9 \ud83d\ude00"})") == typed("café 😀"));
  CHECK(scan(R"({"type":""})") == typed(""));
  CHECK(scan(R"({"type":"a\u0000b"})") == typed(std::string("a\0b", 3)));
}

TEST_CASE("the key of the type is the profile's", "[envelope]") {
  CHECK(scan(R"({"type":"a","event":"b"})", Extent::whole, "event") == typed("b"));
  CHECK(scan(R"({"a\"b":"c"})", Extent::whole, "a\"b") == typed("c"));
}

TEST_CASE("S1.44: where frames name no type every object is untyped", "[envelope][S1.44]") {
  CHECK(scan_envelope(R"({"":"a","type":"b"})", "", Extent::whole).result == ScanResult::untyped);
  CHECK(scan_envelope(R"({"response":"Hel)", "", Extent::prefix).result == ScanResult::untyped);
  CHECK(scan_envelope(R"({"response":"Hel)", "", Extent::whole).result == ScanResult::malformed);
  CHECK(scan_envelope("[1]", "", Extent::prefix).result == ScanResult::malformed);
  CHECK(scan_envelope(R"({"response":"a","id":"7"})", "", Extent::whole, "id").id() == "7");
}

TEST_CASE("B06: of several equal keys the last counts as in JSON.parse", "[envelope][B06]") {
  CHECK(scan(R"({"type":"a","type":"b"})") == typed("b"));
  CHECK(scan(R"({"type":"a","t\u0079pe":"b"})") == typed("b"));
  CHECK(scan(R"({"type":"a","type":1})") == kUntyped);
  CHECK(scan(R"({"type":1,"type":"b"})") == typed("b"));
}

TEST_CASE("B24: an object whose type is missing or no string is untyped", "[envelope][B24]") {
  const auto* text = GENERATE(R"({})", R"({"a":1})", R"({"type":null})", R"({"type":1.5})",
                              R"({"type":true})", R"({"type":["chat"]})", R"({"type":{"type":"chat"}})",
                              R"({"Type":"chat"})", R"({"type ":"chat"})");
  CAPTURE(text);
  CHECK(scan(text) == kUntyped);
}

TEST_CASE("B13: a type that no UTF-8 can hold is no type", "[envelope][B13]") {
  CHECK(scan(R"({"type":"\ud800"})") == kUntyped);
  CHECK(scan(R"({"type":"\ud800"})", Extent::prefix) == kUntyped);
  // In the payload it is nobody's business here.
  CHECK(scan(R"({"payload":"\ud800","type":"chat"})") == typed("chat"));
}

TEST_CASE("S3.31: the id is found beside the type, wherever it stands and however it is written",
          "[envelope]") {
  CHECK(scan_with_id(R"({"type":"a","id":"7"})") == typed("a", "7"));
  CHECK(scan_with_id(R"({"id":"7","payload":{"id":"8"},"type":"a"})") == typed("a", "7"));
  CHECK(scan_with_id(R"({"type":"a","i\u0064" : "caf\u00e9 \ud83d\ude00"})") == typed("a", "café 😀"));
  CHECK(scan_with_id(R"({"id":"7"})") == Seen{ScanResult::untyped, "", "7"});
  CHECK(scan(R"({"type":"a","id":"7","ref":"9"})", Extent::whole, "type", "ref") == typed("a", "9"));
  CHECK(scan_with_id(R"({"type":"a","id":"7"} x)") == kMalformed);
}

TEST_CASE("no id is looked for unless a key is named", "[envelope]") {
  CHECK(scan(R"({"":"7","id":"8","type":"a"})") == typed("a"));
  CHECK(scan(R"({"type":"a","id")", Extent::prefix) == typed("a"));
}

TEST_CASE("B07: an integer is an id by its text, exact beyond 2^53 and beyond 64 bits", "[envelope][B07]") {
  const std::string id = GENERATE(as<std::string>{}, "0", "-0", "7", "-12", "9007199254740993",
                                  "18446744073709551616", "-9223372036854775809", std::string(400, '9'));
  CHECK(scan_with_id(R"({"type":"a","id":)" + id + "}") == typed("a", id));
  CHECK(scan_with_id(R"({"id" : )" + id + " , \"type\":\"a\"}") == typed("a", id));
}

TEST_CASE("B24: what is neither a string nor an integer is no id", "[envelope][B24]") {
  const std::string id = GENERATE(as<std::string>{}, "null", "true", "1.5", "1e3", "1E3", "-", "--1", "01",
                                  "+1", "0x10", "[1]", R"({"id":"7"})", R"("\ud800")", R"("\x")", R"("")");
  CAPTURE(id);
  CHECK(scan_with_id(R"({"type":"a","id":)" + id + "}") == typed("a"));
  CHECK(scan_with_id(R"({"id":)" + id + R"(,"type":"a"})") == typed("a"));
}

TEST_CASE("B06: of several equal ids the last counts as in JSON.parse", "[envelope][B06]") {
  CHECK(scan_with_id(R"({"type":"a","id":"1","id":2})") == typed("a", "2"));
  CHECK(scan_with_id(R"({"type":"a","id":"1","i\u0064":"2"})") == typed("a", "2"));
  CHECK(scan_with_id(R"({"type":"a","id":"1","id":null})") == typed("a"));
  CHECK(scan_with_id(R"({"type":"a","id":"1","type":"b"})") == typed("b", "1"));
}

TEST_CASE("a prefix is cut short until both the type and the wanted id were seen", "[envelope]") {
  const auto prefix = [](std::string_view text) { return scan_with_id(text, Extent::prefix); };
  CHECK(prefix(R"({"type":"a","id":"7","payload":{)") == typed("a", "7"));
  CHECK(prefix(R"({"id":7,"type":"a",)") == typed("a", "7"));
  CHECK(prefix(R"({"type":"a","payload":{)") == kCutShort);
  CHECK(prefix(R"({"id":"7","payload":{)") == kCutShort);
  CHECK(prefix(R"({"type":"a","id":7)") == kCutShort);
  CHECK(prefix(R"({"type":"a","id":1.5,)") == kCutShort);
  CHECK(prefix(R"({"type":"a"})") == typed("a"));
  // The first one of each decides, also while the other is looked for.
  CHECK(prefix(R"({"type":"a","type":"b","id":"7",)") == typed("a", "7"));
  CHECK(prefix(R"({"id":"7","id":"8","type":"a",)") == typed("a", "7"));
}

TEST_CASE("W35: what is no JSON object is malformed", "[envelope][W35][B09][B18][B19]") {
  const std::string text =
      GENERATE(as<std::string>{}, "", " ", "null", "42", R"("hi")", "[]", R"([{"type":"a"}])", "true", "{",
               "}", "{}}", R"({"type":"a"} {})", R"({"type":"a"}x)", R"({"type":"a",})", R"({,"type":"a"})",
               R"({'type':'a'})", R"({type:"a"})", R"({"type" "a"})", R"({"type":"a" "b":1})", R"({"type":})",
               R"({"a":,"type":"a"})", R"({"type":"a)", R"({"type":"a\"})", R"({"a":[1,2})", R"({"a":]})",
               "//x", "{//x\n}", "\xEF\xBB\xBF{\"type\":\"a\"}", std::string("{\"type\":\"a\"}\0", 13),
               std::string("{\"type\":\"a\"}\0{\"evil\":2}", 23), "\xC2\xA0{\"type\":\"a\"}", "\xFF\xFE");
  CAPTURE(text);
  CHECK(scan(text) == kMalformed);
}

TEST_CASE("the scan gives the parser's verdict on thousands of valid texts", "[envelope][S7]") {
  JsonMaker maker(20);
  int objects = 0;
  int with_type = 0;
  int with_id = 0;
  for (int round = 0; round < 10'000; ++round) {
    const std::string text = round % 5 == 0 ? maker.any() : maker.object(3);
    const json parsed = json::parse(text);
    const Seen expected = oracle(parsed);
    objects += static_cast<int>(parsed.is_object());
    with_type += static_cast<int>(expected.result == ScanResult::typed);
    if (!(scan(text) == expected)) FAIL(scan(text) << " instead of " << expected << " in " << text);
    const Seen expected_id = oracle_with_id(parsed);
    with_id += static_cast<int>(!expected_id.id.empty());
    const Seen found_id = scan_with_id(text);
    if (!(found_id == expected_id)) FAIL(found_id << " instead of " << expected_id << " in " << text);
  }
  CHECK(objects > 7'000);
  CHECK(with_type > 1'500);
  CHECK(objects - with_type > 1'000);
  CHECK(with_id > 1'000);
}

TEST_CASE("the scan never contradicts the parser on texts that were damaged", "[envelope][S7]") {
  constexpr std::string_view kBytes("{}[]\",:\\ tu0\0\xC3\xFF", 15);
  JsonMaker maker(21);
  int refused = 0;
  for (int round = 0; round < 6'000; ++round) {
    std::string text = maker.object(2);
    for (std::size_t hits = 1 + maker.dice().below(3); hits > 0; --hits) {
      const char byte = kBytes[maker.dice().below(kBytes.size())];
      const std::size_t at = maker.dice().below(text.size());
      if (maker.dice().chance(50)) {
        text[at] = byte;
      } else {
        text.insert(at, 1, byte);
      }
    }
    const json parsed = json::parse(text, nullptr, false);
    const Seen found = scan(text);
    if (found.result == ScanResult::cut_short) FAIL("a whole text is not cut short: " << text);
    // B02: the oracle takes U+0000 for the end of the text.
    const bool is_invalid = parsed.is_discarded() || text.find('\0') != std::string::npos;
    refused += static_cast<int>(is_invalid);
    if (is_invalid) continue;  // the scan is no validator, and may be kinder
    if (!(found == oracle(parsed))) FAIL(found << " instead of " << oracle(parsed) << " in " << text);
    const Seen found_id = scan_with_id(text);
    if (!(found_id == oracle_with_id(parsed)))
      FAIL(found_id << " instead of " << oracle_with_id(parsed) << " in " << text);
  }
  CHECK(refused > 1'000);
}

TEST_CASE("every cut of a text gives its true type and id, or asks for more", "[envelope]") {
  const std::string id_key = GENERATE(as<std::string>{}, "", "id");
  const auto look = [&](std::string_view text, Extent extent) { return scan(text, extent, "type", id_key); };
  JsonMaker maker(22);
  int early = 0;
  for (int round = 0; round < 1'500; ++round) {
    const std::string text = maker.object(1);
    const Seen whole = look(text, Extent::whole);
    const std::size_t end = text.rfind('}') + 1;
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const std::string_view cut(text.data(), size);
      const Seen found = look(cut, Extent::prefix);
      const bool complete = size >= end;
      const bool may_be_decided = complete || whole.result == ScanResult::typed;
      if (!(found == kCutShort) && !(may_be_decided && found == whole))
        FAIL(found << " in the first " << size << " of " << text);
      if (complete && !(found == whole)) FAIL(found << " though all is there: " << text);
      if (!complete && !(look(cut, Extent::whole) == kMalformed))
        FAIL("whole, though cut at " << size << ": " << text);
      early += static_cast<int>(!complete && found == whole);
    }
  }
  CHECK(early > (id_key.empty() ? 1'000 : 300));
}

TEST_CASE("once a prefix has shown the type a longer one shows the same", "[envelope]") {
  JsonMaker maker(23);
  for (int round = 0; round < 500; ++round) {
    const std::string text = maker.object(4);
    Seen before = kCutShort;
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const Seen found = scan(std::string_view(text.data(), size), Extent::prefix);
      if (!(before == kCutShort) && !(found == before)) FAIL(before << ", then " << found << " in " << text);
      before = found;
    }
  }
}

TEST_CASE("in a prefix the first type decides and nothing behind it is looked at", "[envelope]") {
  CHECK(scan(R"({"type":"a","type":"b"})", Extent::prefix) == typed("a"));
  CHECK(scan(R"({"type":"a" and then anything)", Extent::prefix) == typed("a"));
  CHECK(scan("{\"type\":\"a\",\"text\":\"\xF0\x9F", Extent::prefix) == typed("a"));
}

TEST_CASE("a prefix that cannot become an object is malformed at once", "[envelope]") {
  const auto* text = GENERATE("[", "x", "null", "{]", R"({"a" 1)", R"({"a":})", "{} {", R"({"a":1]")");
  CAPTURE(text);
  CHECK(scan(text, Extent::prefix) == kMalformed);
}

TEST_CASE("a text of brackets is scanned in one pass and without recursion", "[envelope][B03]") {
  constexpr std::size_t kDepth = 200'000;
  const std::string nested =
      R"({"a":)" + std::string(kDepth, '[') + std::string(kDepth, ']') + R"(,"type":"deep"})";
  CHECK(scan(nested) == typed("deep"));
  CHECK(scan(R"({"a":)" + std::string(kDepth, '{')) == kMalformed);
  CHECK(scan(R"({"a":)" + std::string(kDepth, '{'), Extent::prefix) == kCutShort);
}

TEST_CASE("B12: bytes that are no UTF-8 neither stop the scan nor lead it astray", "[envelope][B12]") {
  CHECK(scan("{\"a\":\"\xFF\xC0\xAF\xED\xA0\x80\",\"type\":\"chat\"}") == typed("chat"));
  CHECK(scan("{\"\xFF\":1,\"type\":\"chat\"}") == typed("chat"));
}

TEST_CASE("values are skipped by their brackets and not validated", "[envelope]") {
  CHECK(scan(R"({"type":"a","b":tru})") == typed("a"));
  CHECK(scan(R"({"b":01,"type":"a"})") == typed("a"));
}

}  // namespace
}  // namespace chatwire::wire

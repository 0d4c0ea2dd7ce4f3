#include "wire/codec.h"

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "wire/envelope.h"

namespace chatwire::wire {
namespace {

using nlohmann::json;

TEST_CASE("a message names its type and carries its payload as it was given", "[codec]") {
  CHECK(encode_message({}, "user_message", R"({"text":"hi"})") ==
        R"({"type":"user_message","payload":{"text":"hi"}})");
  CHECK(encode_message({}, "n", "9007199254740993") == R"({"type":"n","payload":9007199254740993})");
}

TEST_CASE("C9: without a payload the key is left out unless the profile names a stand-in", "[codec][C9]") {
  CHECK(encode_message({}, "ping", {}) == R"({"type":"ping"})");
  const EnvelopeFormat format{.type_key = "type", .payload_key = "data", .empty_payload = "{}"};
  CHECK(encode_message(format, "ping", {}) == R"({"type":"ping","data":{}})");
  CHECK(encode_message(format, "ping", "null") == R"({"type":"ping","data":null})");
}

TEST_CASE("C31: an id stands between the type and the payload, and is left out where there is none",
          "[codec][C30]") {
  CHECK(encode_message({}, "ping", {}, "7") == R"({"type":"ping","id":"7"})");
  const EnvelopeFormat format{.id_key = "ref", .empty_payload = "{}"};
  CHECK(encode_message(format, "ask", R"("hi")", "a\"b") == R"({"type":"ask","ref":"a\"b","payload":"hi"})");
  CHECK(encode_message(format, "ask", {}) == R"({"type":"ask","payload":{}})");
}

TEST_CASE("any type and any keys make valid JSON that the scan reads back", "[codec][B22][B23]") {
  const std::string name =
      GENERATE(as<std::string>{}, "", "__proto__", "constructor", "a\"b\\c", "\n\t", "😀", "../x",
               "\xE2\x80\xA8", std::string("a\0b", 3), std::string(64 * 1024, 'x'));
  const EnvelopeFormat format{
      .type_key = "k" + name, .payload_key = "p" + name, .id_key = "i" + name, .empty_payload = {}};
  const std::string text = encode_message(format, name, "[1]", name);
  const json parsed = json::parse(text);
  CHECK(parsed.size() == (name.empty() ? 2 : 3));
  CHECK(parsed.at(format.type_key) == name);
  CHECK(parsed.at(format.payload_key) == json::array({1}));
  const Envelope envelope = scan_envelope(text, format.type_key, Extent::whole, format.id_key);
  CHECK(envelope.result == ScanResult::typed);
  CHECK(envelope.type() == name);
  CHECK(envelope.id() == name);
}

}  // namespace
}  // namespace chatwire::wire

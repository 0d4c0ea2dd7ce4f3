#include "base/error.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <set>
#include <string>
#include <vector>

namespace chatwire {
namespace {

std::vector<ErrorCode> all_codes() {
  std::vector<ErrorCode> codes;
  for (int code = 0; code <= static_cast<int>(ErrorCode::destroyed); ++code) {
    codes.push_back(static_cast<ErrorCode>(code));
  }
  return codes;
}

bool is_upper_case_word(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

TEST_CASE("every error code has a name of its own that programs can match on", "[error]") {
  std::set<std::string_view> names;
  for (const ErrorCode code : all_codes()) {
    CAPTURE(static_cast<int>(code));
    CHECK(is_upper_case_word(name_of(code)));
    CHECK(name_of(code) != "UNKNOWN");
    CHECK(names.insert(name_of(code)).second);
  }
}

TEST_CASE("names that programs match on do not change", "[error]") {
  CHECK(name_of(ErrorCode::bad_url) == "BAD_URL");
  CHECK(name_of(ErrorCode::connect_timeout) == "CONNECT_TIMEOUT");
  CHECK(name_of(ErrorCode::connection_lost) == "CONNECTION_LOST");
  CHECK(name_of(ErrorCode::attempts_exhausted) == "ATTEMPTS_EXHAUSTED");
  CHECK(name_of(ErrorCode::auth_rejected) == "AUTH_REJECTED");
  CHECK(name_of(ErrorCode::message_too_big) == "MESSAGE_TOO_BIG");
  CHECK(name_of(ErrorCode::out_of_memory) == "OUT_OF_MEMORY");
  CHECK(name_of(ErrorCode::outbox_overflow) == "OUTBOX_OVERFLOW");
  CHECK(name_of(ErrorCode::request_timeout) == "REQUEST_TIMEOUT");
}

TEST_CASE("every error says in one sentence how to mend it", "[error]") {
  std::set<std::string_view> remedies;
  for (const ErrorCode code : all_codes()) {
    CAPTURE(name_of(code));
    const std::string_view remedy = remedy_of(code);
    if (code == ErrorCode::none) {
      CHECK(remedy.empty());
      continue;
    }
    REQUIRE(remedy.size() > 10);
    CHECK(remedy.back() == '.');
    CHECK(remedy.find(". ") == std::string_view::npos);
    CHECK(remedies.insert(remedy).second);
  }
}

}  // namespace
}  // namespace chatwire

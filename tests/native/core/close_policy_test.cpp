#include "core/close_policy.h"

#include <catch_amalgamated.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace chatwire::core {
namespace {

TEST_CASE("F12: each close code asks for what the table says", "[close_policy][F12][C6]") {
  const std::map<int, CloseAction> table = {
      {1000, CloseAction::stop},           {1001, CloseAction::retry},
      {1002, CloseAction::stop},           {1003, CloseAction::stop},
      {1005, CloseAction::retry},          {1006, CloseAction::retry},
      {1007, CloseAction::stop},           {1008, CloseAction::authenticate},
      {1009, CloseAction::retry},          {1010, CloseAction::stop},
      {1011, CloseAction::retry},          {1012, CloseAction::retry_restart},
      {1013, CloseAction::retry_overload}, {1014, CloseAction::retry},
      {1015, CloseAction::retry},          {3000, CloseAction::retry},
      {3999, CloseAction::retry},          {4000, CloseAction::retry},
      {4009, CloseAction::retry},          {4399, CloseAction::retry},
      {4400, CloseAction::stop},           {4401, CloseAction::authenticate},
      {4402, CloseAction::stop},           {4403, CloseAction::authenticate},
      {4404, CloseAction::retry},          {4999, CloseAction::retry}};
  for (const auto& [code, action] : table) {
    CAPTURE(code);
    CHECK(close_action({}, code) == action);
  }
}

TEST_CASE("a code that nobody defined is worth another dial", "[close_policy]") {
  const int code = GENERATE(-1, 0, 999, 1004, 2999, 5000, 65535);
  CHECK(close_action({}, code) == CloseAction::retry);
}

TEST_CASE("C6: the profile that always retries still gives a busy server time", "[close_policy][C6]") {
  const ClosePolicy policy{.always_retry = true, .overrides = {}};
  for (const int code : {1000, 1001, 1002, 1006, 1008, 4400, 4401, 4403}) {
    CAPTURE(code);
    CHECK(close_action(policy, code) == CloseAction::retry);
  }
  CHECK(close_action(policy, 1012) == CloseAction::retry_restart);
  CHECK(close_action(policy, 1013) == CloseAction::retry_overload);
}

TEST_CASE("C6: what the application decides goes over everything", "[close_policy][C6]") {
  const bool always_retry = GENERATE(false, true);
  const ClosePolicy policy{.always_retry = always_retry,
                           .overrides = {{1000, CloseAction::retry_restart}, {4100, CloseAction::stop}}};
  CHECK(close_action(policy, 1000) == CloseAction::retry_restart);
  CHECK(close_action(policy, 4100) == CloseAction::stop);
  CHECK(close_action(policy, 4101) == CloseAction::retry);
}

TEST_CASE("B28: a program may close with 1000 and 3000 to 4999 only", "[close_policy][B28]") {
  for (const int code : {1000, 3000, 3999, 4000, 4009, 4999}) CHECK(is_sendable_close_code(code));
  for (const int code : {-1, 0, 999, 1001, 1005, 1006, 1011, 1015, 2999, 5000, 70000}) {
    CHECK_FALSE(is_sendable_close_code(code));
  }
}

TEST_CASE("B28: a reason that fits is left as it is", "[close_policy][B28]") {
  CHECK(fit_close_reason("").empty());
  CHECK(fit_close_reason("bye") == "bye");
  CHECK(fit_close_reason(std::string(123, 'x')) == std::string(123, 'x'));
  CHECK(fit_close_reason(std::string("a\0b", 3)).size() == 3);
}

TEST_CASE("B28: a longer reason is cut to 123 bytes and never inside a code point", "[close_policy][B28]") {
  CHECK(fit_close_reason(std::string(124, 'x')) == std::string(123, 'x'));
  for (const std::string unit : {"é", "€", "😀"}) {
    for (std::size_t lead = 0; lead < 5; ++lead) {
      std::string reason(lead, '.');
      while (reason.size() <= 200) reason += unit;
      CAPTURE(unit, lead);
      const std::string fitted = fit_close_reason(reason);
      CHECK(fitted.size() <= kMaxCloseReasonBytes);
      CHECK(fitted.size() > kMaxCloseReasonBytes - unit.size());
      CHECK((fitted.size() - lead) % unit.size() == 0);
      CHECK(nlohmann::json::accept('"' + fitted + '"'));
    }
  }
}

TEST_CASE("a reason that is no UTF-8 at all is cut to nothing rather than sent", "[close_policy]") {
  CHECK(fit_close_reason(std::string(200, '\x80')).empty());
}

TEST_CASE("B30: the time that a server asks for is read from its close reason", "[close_policy][B30]") {
  const auto [reason, milliseconds] = GENERATE(table<const char*, double>({
      {R"({"retry_after":5})", 5'000},
      {R"({"retryAfter": 0.25, "why":"deploy"})", 250},
      {R"({"retry_after":"5"})", 5'000},
      {"overloaded, retry-after: 12", 12'000},
      {"retry retry_after=3", 3'000},
      {"retry_after=0", 0},
      {"retry_after=-1", 0},
      {"retry_after=1e12", 300'000},
      {"retry_after=99999999999999999999999999", 300'000},
      {"retry_after=301", 300'000},
  }));
  CAPTURE(reason);
  CHECK(retry_hint(reason) == Duration{milliseconds});
}

TEST_CASE("B30: a close reason without a time asks for none", "[close_policy][B30]") {
  const char* reason =
      GENERATE("", "retry", "please retry", "retry_after", "retry_after=", "retry_after=NaN",
               "retry_after=Infinity", "retry_after=.5", "retry_after=-", "after=5", "Retry later: 5");
  CAPTURE(reason);
  CHECK_FALSE(retry_hint(reason));
}

}  // namespace
}  // namespace chatwire::core

#include "core/close_policy.h"

#include <algorithm>

namespace chatwire::core {
namespace {

CloseAction default_action(int code) {
  switch (code) {
    case 1000:
    case 1002:
    case 1003:
    case 1007:
    case 1010:
    case 4400:
    case 4402:
      return CloseAction::stop;
    case 1008:
    case 4401:
    case 4403:
      return CloseAction::authenticate;
    case 1012:
      return CloseAction::retry_restart;
    case 1013:
      return CloseAction::retry_overload;
    default:
      return CloseAction::retry;
  }
}

constexpr Duration kLongestHint{300'000};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The number that `text` begins with. Nothing: it begins with none. More than an hour is not told apart.
std::optional<double> leading_number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  constexpr double kEnough = 3'600;
  double value = 0;
  double place = 1;
  bool in_fraction = false;
  for (const char c : text) {
    if (c == '.' && !in_fraction) {
      in_fraction = true;
    } else if (is_digit(c)) {
      if (in_fraction) place /= 10;
      value = in_fraction ? value + (c - '0') * place : std::min(value * 10 + (c - '0'), kEnough);
    } else {
      if (c == 'e' || c == 'E') value = kEnough;
      break;
    }
  }
  return is_negative ? -value : value;
}

/// What follows the name and its `:` or `=` in `text`. Nothing: the name is not there.
std::optional<std::string_view> value_of_retry_after(std::string_view text) {
  constexpr std::string_view kName = "retry";
  for (auto at = text.find(kName); at != std::string_view::npos; at = text.find(kName)) {
    text.remove_prefix(at + kName.size());
    std::string_view rest = text;
    if (rest.starts_with('_') || rest.starts_with('-')) rest.remove_prefix(1);
    if (!rest.starts_with("after") && !rest.starts_with("After")) continue;
    const auto value = rest.find_first_not_of("\" :=", std::string_view("after").size());
    if (value != std::string_view::npos) return rest.substr(value);
  }
  return std::nullopt;
}

bool is_continuation_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

CloseAction close_action(const ClosePolicy& policy, int code) {
  if (const CloseAction* found = policy.overrides.find(code)) return *found;
  const CloseAction action = default_action(code);
  const bool gives_up = action == CloseAction::stop || action == CloseAction::authenticate;
  return policy.always_retry && gives_up ? CloseAction::retry : action;
}

std::optional<Duration> retry_hint(std::string_view reason) {
  const auto value = value_of_retry_after(reason);
  const auto seconds = value ? leading_number(*value) : std::nullopt;
  if (!seconds) return std::nullopt;
  return std::clamp(Duration{*seconds * 1'000}, Duration{0}, kLongestHint);
}

bool is_sendable_close_code(int code) {
  return code == kNormalClosure || (code >= 3000 && code <= 4999);
}

std::string fit_close_reason(std::string_view reason) {
  if (reason.size() <= kMaxCloseReasonBytes) return std::string(reason);
  std::size_t end = kMaxCloseReasonBytes;
  while (end > 0 && is_continuation_byte(reason[end])) --end;
  return std::string(reason.substr(0, end));
}

}  // namespace chatwire::core

#include "core/close_policy.h"

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

bool is_continuation_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

CloseAction close_action(const ClosePolicy& policy, int code) {
  if (const auto found = policy.overrides.find(code); found != policy.overrides.end()) return found->second;
  const CloseAction action = default_action(code);
  const bool gives_up = action == CloseAction::stop || action == CloseAction::authenticate;
  return policy.always_retry && gives_up ? CloseAction::retry : action;
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

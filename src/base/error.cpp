#include "base/error.h"

namespace chatwire {
namespace {

struct Text {
  std::string_view name;
  std::string_view remedy;
};

Text text_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::none:
      return {"NONE", ""};
    case ErrorCode::bad_url:
      return {
          "BAD_URL",
          "Use an absolute ws:// or wss:// URL without a fragment, which allowInsecure and allowedHosts let "
          "through, and sub-protocols without spaces or repeats."};
    case ErrorCode::connect_timeout:
      return {"CONNECT_TIMEOUT",
              "Check that the server answers WebSocket upgrades at this URL, or raise connectTimeout."};
    case ErrorCode::link_dead:
      return {"LINK_DEAD",
              "The client dials again, unless reconnect is false; if the server is only slow, raise "
              "heartbeat.timeout."};
    case ErrorCode::connection_lost:
      return {"CONNECTION_LOST",
              "The client dials again, unless reconnect is false; if it never connects, check the URL, and "
              "make requests again that were on their way."};
    case ErrorCode::attempts_exhausted:
      return {"ATTEMPTS_EXHAUSTED", "Call connect() for a fresh budget, or raise reconnect.maxAttempts."};
    case ErrorCode::closed_by_server:
      return {"CLOSED_BY_SERVER",
              "The server closed with a final code; map it to 'retry' in closeCodes if it should be dialled "
              "again."};
    case ErrorCode::auth_rejected:
      return {"AUTH_REJECTED", "Get fresh credentials and call connect()."};
    case ErrorCode::auth_timeout:
      return {"AUTH_TIMEOUT",
              "Check the name of the message that the server accepts with, or raise auth.timeout."};
    case ErrorCode::auth_provider_timeout:
      return {"AUTH_PROVIDER_TIMEOUT",
              "Let the function that gives the URL or the token settle sooner, or raise auth.timeout."};
    case ErrorCode::retry_declined:
      return {"RETRY_DECLINED", "shouldReconnect said no: call connect() to dial again."};
    case ErrorCode::suspended:
      return {"SUSPENDED", "Nothing to do: the client dials again when the page is back."};
    case ErrorCode::message_too_big:
      return {"MESSAGE_TOO_BIG", "Send smaller messages, or raise maxMessageBytes."};
    case ErrorCode::out_of_memory:
      return {"OUT_OF_MEMORY", "Lower maxMessageBytes, the outbox or the number of clients on this page."};
    case ErrorCode::invalid_message:
      return {"INVALID_MESSAGE", "The server must send JSON objects, one per frame."};
    case ErrorCode::invalid_close_code:
      return {"INVALID_CLOSE_CODE",
              "Use 1000 or a code from 3000 to 4999, and a reason of at most 123 bytes."};
    case ErrorCode::outbox_overflow:
      return {"OUTBOX_OVERFLOW",
              "Send less while the line is down, or raise outbox.maxCount and outbox.maxBytes."};
    case ErrorCode::expired:
      return {"EXPIRED", "Send it again if it still matters, or raise ttl."};
    case ErrorCode::too_many_requests:
      return {"TOO_MANY_REQUESTS", "Wait for answers before you ask more: 1,000 requests may be open."};
    case ErrorCode::request_timeout:
      return {
          "REQUEST_TIMEOUT",
          "Check that the server's answer repeats the id of the message, or pass match; if it is only slow, "
          "raise timeout."};
    case ErrorCode::cancelled:
      return {"CANCELLED", "Nothing to do: its sender cancelled it."};
    case ErrorCode::disconnected:
      return {"DISCONNECTED", "Connect again and send it again; outbox.keepOnDisconnect keeps the queue."};
    case ErrorCode::destroyed:
      return {"DESTROYED", "Create a new client."};
  }
  return {"UNKNOWN", ""};
}

}  // namespace

std::string_view name_of(ErrorCode code) {
  return text_of(code).name;
}

std::string_view remedy_of(ErrorCode code) {
  return text_of(code).remedy;
}

}  // namespace chatwire

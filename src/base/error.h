#pragma once

#include <string_view>

namespace chatwire {

/// Why something did not happen. Every code has a name that programs can match on and a remedy that people
/// can act on; no exception crosses a layer.
enum class ErrorCode {
  none,
  bad_url,  ///< the URL, or a sub-protocol, was refused by the WebSocket constructor; dialling again cannot
            ///< help
  connect_timeout,     ///< the peer did not open the socket in time (F02)
  link_dead,           ///< nothing came for too long after a ping; the socket was abandoned (F13)
  connection_lost,     ///< the socket ended and will be dialled again
  attempts_exhausted,  ///< `max_attempts` dials failed in a row (S4.66)
  closed_by_server,    ///< the server closed with a code that the close policy takes as final
  auth_rejected,  ///< the server refused the credentials: by an answer, or by closing with 1008, 4401 or 4403
  auth_timeout,   ///< no answer to the credentials in time
  auth_provider_timeout,  ///< the application gave no address or no credentials in time (F35)
  retry_declined,         ///< the application said that the link is not to be dialled again
  suspended,        ///< the page was frozen, or went to the back-forward cache; it comes back by itself (F19)
  message_too_big,  ///< a received frame was over `max_message_bytes`; the socket was closed with 4009 (F45,
                    ///< B05)
  out_of_memory,    ///< there was no room for a received frame; the socket was closed with 4009 (F46)
  invalid_message,  ///< a received frame is no JSON object (W35)
  invalid_close_code,  ///< disconnect() was given a code that is neither 1000 nor in 3000..4999 (B28)
  outbox_overflow,     ///< the outbox was full: the message made room, or was refused
  expired,             ///< the message waited for longer than it may
  too_many_requests,   ///< so many requests are open that another one was refused (S8)
  request_timeout,     ///< no answer to the request in time (F36)
  cancelled,           ///< its sender took back the message before it left, or the request
  disconnected,        ///< disconnect() was called before the message could leave, or the answer come
  destroyed,           ///< the client was destroyed
};

/// Stable upper-case name for programs, e.g. "CONNECT_TIMEOUT".
std::string_view name_of(ErrorCode code);

/// One sentence that says how to mend it.
std::string_view remedy_of(ErrorCode code);

}  // namespace chatwire

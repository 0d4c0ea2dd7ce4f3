#pragma once

#include <string>
#include <string_view>

namespace chatwire::wire {

/// How a message looks on the wire: the part of a profile that the core needs (C1, C9).
struct EnvelopeFormat {
  std::string type_key = "type";
  std::string payload_key = "payload";
  /// JSON that stands for "no payload", e.g. `{}` or `null`. Empty: the key is left out.
  std::string empty_payload;
};

/// Writes `{"<type_key>":<type>,"<payload_key>":<payload>}`. `payload_json` is JSON text and is taken as it
/// is; empty means that there is no payload.
std::string encode_message(const EnvelopeFormat& format, std::string_view type,
                           std::string_view payload_json);

}  // namespace chatwire::wire

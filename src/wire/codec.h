#pragma once

#include <string>
#include <string_view>

namespace chatwire::wire {

/// How a message looks on the wire: the part of a profile that the core needs (C1, C9).
struct EnvelopeFormat {
  /// Empty: frames name no type (profile `chat`).
  std::string type_key = "type";
  std::string payload_key = "payload";
  /// Where a message of ours carries its id, and an answer repeats it (C30, C31).
  std::string id_key = "id";
  /// JSON that stands for "no payload", e.g. `{}` or `null`. Empty: the key is left out.
  std::string empty_payload;
};

/// Writes `{"<type_key>":<type>,"<id_key>":<id>,"<payload_key>":<payload>}`. `payload_json` is JSON text and
/// is taken as it is; empty means that there is no payload. An empty `id` is left out; the id stands before
/// the payload, so that whoever reads only the beginning of a long frame sees it.
std::string encode_message(const EnvelopeFormat& format, std::string_view type, std::string_view payload_json,
                           std::string_view id = {});

}  // namespace chatwire::wire

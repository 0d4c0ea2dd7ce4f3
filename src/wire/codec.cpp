#include "wire/codec.h"

#include "wire/json_text.h"

namespace chatwire::wire {

std::string encode_message(const EnvelopeFormat& format, std::string_view type, std::string_view payload_json,
                           std::string_view id) {
  constexpr std::size_t kPunctuation = 24;
  if (payload_json.empty()) payload_json = format.empty_payload;
  std::string out;
  out.reserve(format.type_key.size() + type.size() + format.id_key.size() + id.size() +
              format.payload_key.size() + payload_json.size() + kPunctuation);
  out.push_back('{');
  append_quoted(out, format.type_key);
  out.push_back(':');
  append_quoted(out, type);
  if (!id.empty()) {
    out.push_back(',');
    append_quoted(out, format.id_key);
    out.push_back(':');
    append_quoted(out, id);
  }
  if (!payload_json.empty()) {
    out.push_back(',');
    append_quoted(out, format.payload_key);
    out.push_back(':');
    out.append(payload_json);
  }
  out.push_back('}');
  return out;
}

}  // namespace chatwire::wire

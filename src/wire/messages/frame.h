#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "wire/messages/described.h"

namespace chatwire::messages {

/// The keys of a system's frames. Empty: frames have no such thing.
struct EnvelopeKeys {
  std::string_view type{};
  std::string_view payload{};
  std::string_view id{};
  std::string_view timestamp{};
};

/// Where the fields of a message stand in its frame.
enum class Placement {
  payload,
  optional_payload,  ///< the payload may be missing, or null
  beside,            ///< beside the type
  none,              ///< it has none
};

/// A frame that is one of these messages. Each has a `kType` and a `kPlacement`.
template <class... Messages>
struct Frame {
  std::string id{};         ///< empty where the system has none
  std::string timestamp{};  ///< empty where the system has none
  std::variant<Messages...> message{};
};

/// Reads a message of a known type out of its frame.
template <class Message>
Verdict read_message(const Json& frame, const EnvelopeKeys& keys, Message& to) {
  if constexpr (Message::kPlacement == Placement::beside) {
    return read(frame, to);
  } else if constexpr (Message::kPlacement != Placement::none) {
    const std::string key(keys.payload);
    const auto found = frame.find(key);
    const bool is_missing = found == frame.end();
    if constexpr (Message::kPlacement == Placement::optional_payload) {
      if (is_missing || found->is_null()) return std::nullopt;
    }
    return under(key, is_missing ? Fault{.path = {}, .reason = "is missing"} : read(*found, to));
  }
  return std::nullopt;
}

/// Reads a frame by its type. A type that is not among the messages is a fault.
template <class... Messages>
Verdict read_frame(const Json& from, const EnvelopeKeys& keys, Frame<Messages...>& to) {
  if (!from.is_object()) return wrong_kind("object", from);
  std::string type;
  FieldReader reader(from);
  reader(keys.type.data(), type);
  if (!keys.id.empty()) reader(keys.id.data(), to.id);
  if (!keys.timestamp.empty()) reader(keys.timestamp.data(), to.timestamp);
  if (reader.verdict) return reader.verdict;

  Verdict verdict = Fault{.path = std::string(keys.type), .reason = "is not known"};
  const auto try_as = [&]<class Message>(Message message) {
    if (type != Message::kType) return;
    verdict = read_message(from, keys, message);
    to.message = std::move(message);
  };
  (try_as(Messages{}), ...);
  return verdict;
}

template <class... Messages>
Json write_frame(const Frame<Messages...>& from, const EnvelopeKeys& keys) {
  Json frame = Json::object();
  std::visit(
      [&]<class Message>(const Message& message) {
        if constexpr (Message::kPlacement == Placement::beside) frame = write(message);
        frame[std::string(keys.type)] = Message::kType;
        if constexpr (Message::kPlacement == Placement::payload ||
                      Message::kPlacement == Placement::optional_payload) {
          frame[std::string(keys.payload)] = write(message);
        }
      },
      from.message);
  if (!keys.id.empty()) frame[std::string(keys.id)] = from.id;
  if (!keys.timestamp.empty()) frame[std::string(keys.timestamp)] = from.timestamp;
  return frame;
}

}  // namespace chatwire::messages

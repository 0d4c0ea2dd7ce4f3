#pragma once

#include <cstdint>
#include <type_traits>

namespace chatwire {

/// One dialled socket. Grows with every dial; an event that carries an older generation than the connection's
/// own belongs to a socket that was given up, and is dropped.
enum class Generation : std::uint32_t {};

/// One call of send(). Chosen by the caller, who holds what is to be told of it.
enum class ReceiptId : std::uint32_t {};

/// One request: a message whose sender waits for an answer. Chosen by the caller, as a receipt is.
enum class RequestId : std::uint32_t { none = 0 };

/// Who gets messages of one type: a small integer that the caller chose on subscribing, an index into its
/// table of handlers.
enum class Route : std::int32_t {
  none = -1,     ///< nobody subscribed to the type, nor to all types
  wildcard = 0,  ///< only those who subscribed to all types
};

/// Counts the messages that one client received, from 1. Zero: not a message that counts.
enum class Sequence : std::uint64_t {};

template <class Id>
constexpr auto raw(Id id) {
  return static_cast<std::underlying_type_t<Id>>(id);
}

}  // namespace chatwire

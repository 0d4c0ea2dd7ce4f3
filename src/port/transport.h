#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace chatwire::port {

/// What a socket does with a message that it is offered.
enum class Handover : unsigned char {
  taken,
  full,     ///< it has more to put on the wire than was allowed
  refused,  ///< not taken, and may be tried again on another socket
};

/// Sockets, told apart by the generation that the core gave them. No method may call back into the core
/// before it returns: what a socket has to say comes later, as an entry of its own (`Client::on_open`,
/// `on_message`, ...). Nothing throws.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// Dials. False: the platform refused the URL or the sub-protocols, and there is no socket (F05).
  virtual bool open(Generation generation, const std::string& url,
                    const std::vector<std::string>& protocols) = 0;

  /// Hands a text of the core's own to an open socket: a ping, the answer to one, credentials. False: it was
  /// not taken. `text` is UTF-8, and valid during the call only.
  virtual bool send(Generation generation, std::string_view text) = 0;

  /// Offers the application's message with this receipt to an open socket, unless that has more than
  /// `most_buffered` bytes which it has taken and not yet put on the wire.
  ///
  /// The core never has the message itself: to bring a text into WebAssembly and out again costs more than to
  /// send it. Whoever sends it holds it, until it has been told that it was sent or dropped.
  virtual Handover offer(Generation generation, ReceiptId message, std::size_t most_buffered) = 0;

  /// That message has to wait: it must be held beyond the call that sends it. Gives back its bytes on the
  /// wire.
  virtual std::size_t hold(ReceiptId message) = 0;

  /// Begins the close handshake; `Client::on_close` follows, if the peer is alive. `code` is 1000 or in
  /// 3000..4999 and `reason` at most 123 bytes of UTF-8: the core has checked both.
  virtual void close(Generation generation, int code, const std::string& reason) = 0;

  /// Closes as `close` does, and forgets the socket: nothing is heard of this generation any more.
  virtual void abandon(Generation generation, int code, const std::string& reason) = 0;
};

}  // namespace chatwire::port

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace chatwire::port {

enum class FrameKind : unsigned char { text, binary };

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

  /// Hands one whole frame to an open socket. False: it was not taken, and may be tried again on another one.
  /// `bytes` is valid during the call only; text is UTF-8 and may hold U+0000.
  virtual bool send(Generation generation, FrameKind kind, std::string_view bytes) = 0;

  /// Bytes that the socket has taken and not yet put on the wire.
  virtual std::size_t buffered_amount(Generation generation) = 0;

  /// Begins the close handshake; `Client::on_close` follows, if the peer is alive. `code` is 1000 or in
  /// 3000..4999 and `reason` at most 123 bytes of UTF-8: the core has checked both.
  virtual void close(Generation generation, int code, const std::string& reason) = 0;

  /// Closes as `close` does, and forgets the socket: nothing is heard of this generation any more.
  virtual void abandon(Generation generation, int code, const std::string& reason) = 0;
};

}  // namespace chatwire::port

#pragma once

#include <emscripten/val.h>
#include <emscripten/websocket.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/client.h"
#include "platform/websocket_extension.h"
#include "port/transport.h"

namespace chatwire::platform {

/// The one socket of a client, over <emscripten/websocket.h>.
///
/// Emscripten hands out socket numbers again as soon as they are free, so nothing here trusts a number that
/// comes with an event: each socket has a `Link` of its own as user data, which carries its generation and
/// goes with it.
class WebSocketTransport : public port::Transport {
 public:
  /// `sink`, which must outlive it, makes the sockets and takes what they receive; see
  /// js-glue/core/localCore.ts.
  explicit WebSocketTransport(emscripten::EM_VAL sink) : sink_(sink) {}
  ~WebSocketTransport() override;

  /// Who hears of socket events. Once, before the first open().
  void set_client(core::Client& client) { client_ = &client; }

  bool open(Generation generation, const std::string& url,
            const std::vector<std::string>& protocols) override;
  bool send(Generation generation, std::string_view text) override;
  port::Handover offer(Generation generation, ReceiptId message, std::size_t most_buffered) override;
  std::size_t hold(ReceiptId message) override;
  void close(Generation generation, int code, const std::string& reason) override;
  void abandon(Generation generation, int code, const std::string& reason) override;

 private:
  struct Link {
    WebSocketTransport& transport;
    Generation generation;
    EMSCRIPTEN_WEBSOCKET_T socket;
  };

  static bool on_open(int type, const EmscriptenWebSocketOpenEvent* event, void* link);
  static bool on_error(int type, const EmscriptenWebSocketErrorEvent* event, void* link);
  static bool on_close(int type, const EmscriptenWebSocketCloseEvent* event, void* link);
  static bool on_message(int type, const EmscriptenWebSocketMessageEvent* event, void* link);
  void read(Generation generation, ReceivedFrame& frame);

  bool holds(Generation generation) const { return link_ && link_->generation == generation; }
  void forget();

  emscripten::EM_VAL sink_;
  core::Client* client_ = nullptr;
  std::unique_ptr<Link> link_;
};

}  // namespace chatwire::platform

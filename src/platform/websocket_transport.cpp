#include "platform/websocket_transport.h"

#include <utility>

#include "platform/sink.h"

namespace chatwire::platform {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) {
    if (!joined.empty()) joined.push_back(',');
    joined.append(part);
  }
  return joined;
}

}  // namespace

WebSocketTransport::~WebSocketTransport() {
  forget();
}

bool WebSocketTransport::open(Generation generation, const std::string& url,
                              const std::vector<std::string>& protocols) {
  forget();
  const std::string joined = join(protocols);
  EmscriptenWebSocketCreateAttributes attributes{.url = url.c_str(),
                                                 .protocols = joined.empty() ? nullptr : joined.c_str(),
                                                 .createOnMainThread = false};
  chatwire_websocket_use(sink_, &client_->passage());
  const EMSCRIPTEN_WEBSOCKET_T socket = emscripten_websocket_new(&attributes);
  if (socket <= 0) return false;
  link_ = std::make_unique<Link>(Link{.transport = *this, .generation = generation, .socket = socket});
  emscripten_websocket_set_onopen_callback(socket, link_.get(), &WebSocketTransport::on_open);
  emscripten_websocket_set_onerror_callback(socket, link_.get(), &WebSocketTransport::on_error);
  emscripten_websocket_set_onclose_callback(socket, link_.get(), &WebSocketTransport::on_close);
  emscripten_websocket_set_onmessage_callback(socket, link_.get(), &WebSocketTransport::on_message);
  return true;
}

bool WebSocketTransport::send(Generation generation, std::string_view text) {
  return holds(generation) && chatwire_websocket_send(link_->socket, text.data(), text.size());
}

port::Handover WebSocketTransport::offer(Generation generation, ReceiptId message,
                                         std::size_t most_buffered) {
  if (!holds(generation)) return port::Handover::refused;
  return static_cast<port::Handover>(chatwire_websocket_offer(link_->socket, raw(message), most_buffered));
}

std::size_t WebSocketTransport::hold(ReceiptId message) {
  return chatwire_hold(sink_, raw(message));
}

void WebSocketTransport::close(Generation generation, int code, const std::string& reason) {
  if (!holds(generation)) return;
  emscripten_websocket_close(link_->socket, static_cast<unsigned short>(code), reason.c_str());
}

void WebSocketTransport::abandon(Generation generation, int code, const std::string& reason) {
  if (!holds(generation)) return;
  close(generation, code, reason);
  forget();
}

bool WebSocketTransport::on_open(int, const EmscriptenWebSocketOpenEvent*, void* link) {
  const auto& [transport, generation, socket] = *static_cast<Link*>(link);
  transport.client_->on_open(generation);
  return true;
}

bool WebSocketTransport::on_error(int, const EmscriptenWebSocketErrorEvent*, void* link) {
  const auto& [transport, generation, socket] = *static_cast<Link*>(link);
  transport.client_->on_error(generation);
  return true;
}

bool WebSocketTransport::on_close(int, const EmscriptenWebSocketCloseEvent* event, void* link) {
  // Copied first: all sockets share one event struct, and the link goes with its socket.
  WebSocketTransport& transport = static_cast<Link*>(link)->transport;
  const Generation generation = static_cast<Link*>(link)->generation;
  const int code = event->code;
  const bool was_clean = event->wasClean;
  const std::string reason = event->reason;
  transport.forget();
  transport.client_->on_close(generation, code, reason, was_clean);
  return true;
}

bool WebSocketTransport::on_message(int, const EmscriptenWebSocketMessageEvent* event, void* link) {
  const auto& [transport, generation, socket] = *static_cast<Link*>(link);
  // The library's frame begins with the event (websocket_extension.h), and is its to write to.
  auto& frame = *reinterpret_cast<ReceivedFrame*>(const_cast<EmscriptenWebSocketMessageEvent*>(event));
  transport.read(generation, frame);
  return true;
}

void WebSocketTransport::read(Generation generation, ReceivedFrame& frame) {
  core::Verdict verdict{.disposition = core::Disposition::stale};
  if (frame.unreadable != Unreadable::no) {
    client_->on_unreadable(generation, frame.unreadable == Unreadable::too_big ? ErrorCode::message_too_big
                                                                               : ErrorCode::out_of_memory);
  } else if (!frame.event.isText) {
    // No profile reads binary frames yet: they go to whoever listens for them, as they are.
    if (client_->on_binary(generation)) verdict.disposition = core::Disposition::delivered;
  } else if (frame.shown == Shown::nothing) {
    verdict = client_->on_settled_text(generation, Route{frame.route}, frame.total_size);
  } else {
    verdict = client_->on_text(
        generation, {.bytes = {reinterpret_cast<const char*>(frame.event.data), frame.event.numBytes},
                     .extent = frame.shown == Shown::whole ? wire::Extent::whole : wire::Extent::prefix,
                     .total_size = frame.total_size});
  }
  frame.disposition = static_cast<std::int32_t>(verdict.disposition);
  frame.route = raw(verdict.route);
  frame.is_settled = verdict.is_settled ? 1 : 0;
  frame.answered = raw(verdict.answered);
  frame.kept_as = verdict.keep ? static_cast<double>(raw(verdict.sequence)) : 0;
  frame.oldest_kept = static_cast<double>(raw(client_->oldest_kept()));
}

void WebSocketTransport::forget() {
  if (const auto link = std::exchange(link_, nullptr)) emscripten_websocket_delete(link->socket);
}

}  // namespace chatwire::platform

#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/client.h"
#include "platform/emscripten_host.h"
#include "platform/websocket_transport.h"
#include "port/listener.h"

namespace chatwire::platform {

/// What JavaScript says of a client: js-glue/core/coreOptions.ts.
EMSCRIPTEN_DECLARE_VAL_TYPE(CoreOptions)

/// An object to put the counters into: js-glue/core/coreCounters.ts.
EMSCRIPTEN_DECLARE_VAL_TYPE(CoreCounters)

/// What the core calls in JavaScript: js-glue/core/coreSink.ts. None of its methods may throw or call back.
EMSCRIPTEN_DECLARE_VAL_TYPE(CoreSink)

/// The class `ChatClient` of the WebAssembly module: converts and calls, decides nothing.
class ClientBinding : private port::Listener {
 public:
  ClientBinding(CoreOptions options, CoreSink sink);

  void connect() { client_.connect(); }
  void disconnect(int code, const std::string& reason) { client_.disconnect(code, reason); }

  /// Sends the message with this receipt, which stays in JavaScript. `priority`: 0 is high, 1 normal, 2 low;
  /// `ttl`: milliseconds, Infinity for none. 0: queued, 1: sent, 2: dropped.
  int send(std::uint32_t receipt, int priority, double ttl);
  /// The same, for an answer, which repeats `answer_id` unless that is empty. The receipt has the number of
  /// the request. `timeout`: milliseconds.
  int request(std::uint32_t request, int priority, double ttl, const std::string& answer_id, double timeout);
  void cancel_request(std::uint32_t request) { client_.cancel_request(RequestId{request}); }
  void matched(std::uint32_t request) { client_.matched(RequestId{request}); }
  void cancel(std::uint32_t receipt) { client_.cancel(ReceiptId{receipt}); }

  /// `protocols` are separated by commas.
  void dial(std::uint32_t generation, const std::string& url, const std::string& protocols);
  /// `lifetime` in milliseconds; Infinity where they do not end.
  void authenticate(std::uint32_t generation, const std::string& type, const std::string& payload_json,
                    double lifetime);
  void withhold(std::uint32_t generation, bool is_final);
  void renew_credentials() { client_.renew_credentials(); }
  /// 1: dial again, 0: do not, -1: as the close policy has it.
  void decide_retry(std::uint32_t generation, int again);

  /// A port::Hint.
  void hint(int what) { client_.on_hint(static_cast<port::Hint>(what)); }

  /// The time has come that the sink's `setTimer` named.
  void on_deadline() { client_.on_deadline(); }

  void subscribe(const std::string& type, int route);
  void unsubscribe(const std::string& type) { client_.unsubscribe(type); }
  void want_all(bool wanted) { client_.want_all(wanted); }

  void clear_history() { client_.clear_history(); }
  double oldest_kept() { return static_cast<double>(raw(client_.oldest_kept())); }
  void counters(CoreCounters into) const;

 private:
  void on_event(const port::Event& event) override;
  int tell(std::uint32_t receipt, core::SendOutcome outcome);

  CoreSink sink_;
  EmscriptenHost host_;
  WebSocketTransport transport_;
  core::Client client_;
};

}  // namespace chatwire::platform

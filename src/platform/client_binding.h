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

/// What JavaScript says of a client. Plain values only, all of them given: `js-glue/client/options.ts` has
/// checked the ranges and filled in the defaults. Times in milliseconds; Infinity where there is no limit.
struct CoreOptions {
  std::string url;
  std::string protocols;  ///< separated by commas, as websocket.h takes them
  bool requires_protocol;
  bool asks_address;
  bool asks_before_retry;
  std::string type_key;
  std::string payload_key;
  std::string id_key;
  std::string empty_payload;
  bool reconnect;
  double initial_delay;
  double multiplier;
  double max_delay;
  double jitter;
  double max_attempts;
  double stable_after;
  bool while_hidden;
  bool always_retry;
  std::string stop_codes;  ///< close codes that are final, separated by commas
  std::string retry_codes;
  std::string fixed_retry_codes;
  double outbox_max_count;
  double outbox_max_bytes;
  int outbox_overflow;  ///< core::Overflow
  double high_water_mark;
  double low_water_mark;
  bool keep_on_disconnect;
  double rate_count;  ///< 0: no limit
  double rate_per;
  bool connect_on_send;
  double history_max_count;
  double history_max_bytes;
  std::string ping_type;  ///< empty: pings are messages like any other
  std::string pong_type;
  double heartbeat_interval;  ///< 0: no pings of our own
  double heartbeat_timeout;
  std::string heartbeat_type;
  std::string heartbeat_answer;
  bool heartbeat_strict;
  bool heartbeat_ids;
  bool authenticates;              ///< by messages, once the socket is open
  std::string auth_accepted_type;  ///< empty: the server does not say yes
  std::string auth_rejected_type;
  std::string auth_challenge_type;  ///< empty: the server does not ask
  double auth_timeout;
  double connect_timeout;
  double close_timeout;
  double max_message_bytes;
};

struct CoreCounters {
  double received;
  double unwanted;
  double invalid;
  double stale;
  double sent;
  double connects;
  double queued_count;
  double queued_bytes;
  double queued_for;
  double rtt_p50;  ///< milliseconds; negative before the first answer to a ping
  double rtt_p95;
  double requests_pending;
  double requests_answered;
  double requests_timed_out;
  double late_replies;
  double double_replies;
  double last_outage;  ///< milliseconds
  double longest_outage;
};

/// What the core calls in JavaScript: see the declaration in bindings.cpp. None of its methods may throw or
/// call back.
EMSCRIPTEN_DECLARE_VAL_TYPE(CoreSink)

/// The class `ChatClient` of the WebAssembly module: converts and calls, decides nothing.
class ClientBinding : private port::Listener {
 public:
  ClientBinding(const CoreOptions& options, CoreSink sink);

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

  /// `online`, `offline`, `awake`, `hidden` or `frozen`.
  void hint(const std::string& what);

  /// The time has come that the sink's `setTimer` named.
  void on_deadline() { client_.on_deadline(); }

  void subscribe(const std::string& type, int route);
  void unsubscribe(const std::string& type) { client_.unsubscribe(type); }
  void want_all(bool wanted) { client_.want_all(wanted); }

  void clear_history() { client_.clear_history(); }
  double oldest_kept() { return static_cast<double>(raw(client_.oldest_kept())); }
  CoreCounters counters() const;

 private:
  void on_event(const port::Event& event) override;
  int tell(std::uint32_t receipt, core::SendOutcome outcome);

  CoreSink sink_;
  EmscriptenHost host_;
  WebSocketTransport transport_;
  core::Client client_;
};

}  // namespace chatwire::platform

// The seam between C++ and TypeScript. Its types are generated from this file (chatwire-core.d.ts): change it
// here, run `npm run types:update`, and the TypeScript compiler says who is concerned.

#include <emscripten/bind.h>
#include <malloc.h>

#include <cstddef>

#include "platform/client_binding.h"

namespace {

/// Bytes of the module's memory that are in use, for those who look for leaks.
double heap_in_use() {
  return static_cast<double>(mallinfo().uordblks);
}

}  // namespace

EMSCRIPTEN_BINDINGS(chatwire) {
  using chatwire::platform::ClientBinding;
  using chatwire::platform::CoreCounters;
  using chatwire::platform::CoreOptions;
  using chatwire::platform::CoreSink;

  // Not spelt out here: what stands here travels with the module.
  emscripten::register_type<CoreSink>("import('../coreSink.ts').CoreSink");

  emscripten::value_object<CoreOptions>("CoreOptions")
      .field("url", &CoreOptions::url)
      .field("protocols", &CoreOptions::protocols)
      .field("requiresProtocol", &CoreOptions::requires_protocol)
      .field("asksAddress", &CoreOptions::asks_address)
      .field("asksBeforeRetry", &CoreOptions::asks_before_retry)
      .field("typeKey", &CoreOptions::type_key)
      .field("payloadKey", &CoreOptions::payload_key)
      .field("idKey", &CoreOptions::id_key)
      .field("emptyPayload", &CoreOptions::empty_payload)
      .field("reconnect", &CoreOptions::reconnect)
      .field("initialDelay", &CoreOptions::initial_delay)
      .field("multiplier", &CoreOptions::multiplier)
      .field("maxDelay", &CoreOptions::max_delay)
      .field("jitter", &CoreOptions::jitter)
      .field("maxAttempts", &CoreOptions::max_attempts)
      .field("stableAfter", &CoreOptions::stable_after)
      .field("whileHidden", &CoreOptions::while_hidden)
      .field("alwaysRetry", &CoreOptions::always_retry)
      .field("stopCodes", &CoreOptions::stop_codes)
      .field("retryCodes", &CoreOptions::retry_codes)
      .field("fixedRetryCodes", &CoreOptions::fixed_retry_codes)
      .field("outboxMaxCount", &CoreOptions::outbox_max_count)
      .field("outboxMaxBytes", &CoreOptions::outbox_max_bytes)
      .field("outboxOverflow", &CoreOptions::outbox_overflow)
      .field("highWaterMark", &CoreOptions::high_water_mark)
      .field("lowWaterMark", &CoreOptions::low_water_mark)
      .field("keepOnDisconnect", &CoreOptions::keep_on_disconnect)
      .field("rateCount", &CoreOptions::rate_count)
      .field("ratePer", &CoreOptions::rate_per)
      .field("connectOnSend", &CoreOptions::connect_on_send)
      .field("historyMaxCount", &CoreOptions::history_max_count)
      .field("historyMaxBytes", &CoreOptions::history_max_bytes)
      .field("pingType", &CoreOptions::ping_type)
      .field("pongType", &CoreOptions::pong_type)
      .field("heartbeatInterval", &CoreOptions::heartbeat_interval)
      .field("heartbeatTimeout", &CoreOptions::heartbeat_timeout)
      .field("heartbeatType", &CoreOptions::heartbeat_type)
      .field("heartbeatAnswer", &CoreOptions::heartbeat_answer)
      .field("heartbeatStrict", &CoreOptions::heartbeat_strict)
      .field("heartbeatIds", &CoreOptions::heartbeat_ids)
      .field("authenticates", &CoreOptions::authenticates)
      .field("authAcceptedType", &CoreOptions::auth_accepted_type)
      .field("authRejectedType", &CoreOptions::auth_rejected_type)
      .field("authChallengeType", &CoreOptions::auth_challenge_type)
      .field("authTimeout", &CoreOptions::auth_timeout)
      .field("connectTimeout", &CoreOptions::connect_timeout)
      .field("closeTimeout", &CoreOptions::close_timeout)
      .field("maxMessageBytes", &CoreOptions::max_message_bytes);

  emscripten::value_object<CoreCounters>("CoreCounters")
      .field("received", &CoreCounters::received)
      .field("unwanted", &CoreCounters::unwanted)
      .field("invalid", &CoreCounters::invalid)
      .field("stale", &CoreCounters::stale)
      .field("sent", &CoreCounters::sent)
      .field("connects", &CoreCounters::connects)
      .field("queuedCount", &CoreCounters::queued_count)
      .field("queuedBytes", &CoreCounters::queued_bytes)
      .field("queuedFor", &CoreCounters::queued_for)
      .field("rttP50", &CoreCounters::rtt_p50)
      .field("rttP95", &CoreCounters::rtt_p95)
      .field("requestsPending", &CoreCounters::requests_pending)
      .field("requestsAnswered", &CoreCounters::requests_answered)
      .field("requestsTimedOut", &CoreCounters::requests_timed_out)
      .field("lateReplies", &CoreCounters::late_replies)
      .field("doubleReplies", &CoreCounters::double_replies)
      .field("lastOutage", &CoreCounters::last_outage)
      .field("longestOutage", &CoreCounters::longest_outage);

  emscripten::class_<ClientBinding>("ChatClient")
      .constructor<const CoreOptions&, CoreSink>()
      .function("connect", &ClientBinding::connect)
      .function("disconnect(code, reason)", &ClientBinding::disconnect)
      .function("send(receipt, priority, ttl)", &ClientBinding::send)
      .function("request(request, priority, ttl, answerId, timeout)", &ClientBinding::request)
      .function("cancelRequest(request)", &ClientBinding::cancel_request)
      .function("matched(request)", &ClientBinding::matched)
      .function("cancel(receipt)", &ClientBinding::cancel)
      .function("dial(generation, url, protocols)", &ClientBinding::dial)
      .function("authenticate(generation, type, payloadJson, lifetime)", &ClientBinding::authenticate)
      .function("withhold(generation, isFinal)", &ClientBinding::withhold)
      .function("renewCredentials", &ClientBinding::renew_credentials)
      .function("decideRetry(generation, again)", &ClientBinding::decide_retry)
      .function("hint(what)", &ClientBinding::hint)
      .function("onDeadline", &ClientBinding::on_deadline)
      .function("subscribe(type, route)", &ClientBinding::subscribe)
      .function("unsubscribe(type)", &ClientBinding::unsubscribe)
      .function("wantAll(wanted)", &ClientBinding::want_all)
      .function("clearHistory", &ClientBinding::clear_history)
      .function("oldestKept", &ClientBinding::oldest_kept)
      .function("counters", &ClientBinding::counters);

  emscripten::function("heapInUse", &heap_in_use);
}

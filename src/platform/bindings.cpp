// The seam between C++ and TypeScript. Its types are generated from this file (chatwire-core.d.ts): change it
// here, run `npm run types:update`, and the TypeScript compiler says who is concerned.

#include <emscripten/bind.h>
#include <malloc.h>

#include <limits>
#include <string>

#include "platform/client_binding.h"

namespace {

/// Bytes of the module's memory that are in use, for those who look for leaks.
double heap_in_use() {
  return static_cast<double>(mallinfo().uordblks);
}

/// The types of parameters and results. Embind's own library registers all that there are.
void register_types() {
  using emscripten::internal::TypeID;
  using Int = std::numeric_limits<int>;
  using Unsigned = std::numeric_limits<unsigned>;
  emscripten::internal::_embind_register_void(TypeID<void>::get(), "void");
  emscripten::internal::_embind_register_bool(TypeID<bool>::get(), "bool", true, false);
  emscripten::internal::_embind_register_integer(TypeID<int>::get(), "int", sizeof(int), Int::min(),
                                                 Int::max());
  emscripten::internal::_embind_register_integer(TypeID<unsigned>::get(), "unsigned int", sizeof(unsigned),
                                                 Unsigned::min(), Unsigned::max());
  emscripten::internal::_embind_register_float(TypeID<double>::get(), "double", sizeof(double));
  emscripten::internal::_embind_register_std_string(TypeID<std::string>::get(), "std::string");
}

}  // namespace

EMSCRIPTEN_BINDINGS(chatwire) {
  using chatwire::platform::ClientBinding;
  using chatwire::platform::CoreCounters;
  using chatwire::platform::CoreOptions;
  using chatwire::platform::CoreSink;

  register_types();
  // Not spelt out here: what stands here travels with the module.
  emscripten::register_type<CoreOptions>("import('../coreOptions.ts').CoreOptions");
  emscripten::register_type<CoreCounters>("import('../coreCounters.ts').CoreCounters");
  emscripten::register_type<CoreSink>("import('../coreSink.ts').CoreSink");

  emscripten::class_<ClientBinding>("ChatClient")
      .constructor<CoreOptions, CoreSink>()
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
      .function("counters(into)", &ClientBinding::counters);

  emscripten::function("heapInUse", &heap_in_use);
}

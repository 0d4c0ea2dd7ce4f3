#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>

/// What js-glue/library/sink.library.js does for C++ with objects of JavaScript: the sink of a client, which
/// hears what happened (js-glue/core/coreSink.ts), and plain objects. Calls of `emscripten::val` look up the
/// method, and make a JavaScript value of each argument; these are ordinary imports. `EM_VAL` is what
/// `val::as_handle()` gives, and stays the caller's. Texts are UTF-8, given by address and length.
extern "C" {

/// A member that is a number, or a flag as 1 or 0.
double chatwire_number(emscripten::EM_VAL object, const char* name);
/// A member that is a text, as embind hands a std::string over: `BindingType<std::string>` reads it, and the
/// caller frees it.
void* chatwire_text(emscripten::EM_VAL object, const char* name);
/// Gives an object a member.
void chatwire_put(emscripten::EM_VAL object, const char* name, double number);

/// Milliseconds on the clock that the client lives by, which is never set back.
double chatwire_now(emscripten::EM_VAL sink);
/// Milliseconds since 1970 by the same.
double chatwire_date(emscripten::EM_VAL sink);
void chatwire_set_timer(emscripten::EM_VAL sink, double delay);
void chatwire_clear_timer(emscripten::EM_VAL sink);

/// A message has to wait. Gives back its bytes.
std::size_t chatwire_hold(emscripten::EM_VAL sink, std::uint32_t receipt);

// What happened: port::Event.

void chatwire_on_state(emscripten::EM_VAL sink, const char* state, std::size_t state_size, const char* reason,
                       std::size_t reason_size);
void chatwire_on_open(emscripten::EM_VAL sink);
void chatwire_on_close(emscripten::EM_VAL sink, int code, const char* reason, std::size_t reason_size,
                       bool was_clean, bool was_open);
void chatwire_on_retry(emscripten::EM_VAL sink, int attempt, double delay);
void chatwire_on_failure(emscripten::EM_VAL sink, const char* code, std::size_t code_size, const char* detail,
                         std::size_t detail_size, const char* remedy, std::size_t remedy_size);
void chatwire_on_address_wanted(emscripten::EM_VAL sink, std::uint32_t generation);
void chatwire_on_credentials_wanted(emscripten::EM_VAL sink, std::uint32_t generation, bool is_renewal);
void chatwire_on_retry_wanted(emscripten::EM_VAL sink, std::uint32_t generation);
/// A message that waited was sent.
void chatwire_on_sent(emscripten::EM_VAL sink, std::uint32_t receipt);
void chatwire_on_dropped(emscripten::EM_VAL sink, std::uint32_t receipt, const char* reason,
                         std::size_t reason_size, const char* remedy, std::size_t remedy_size);
void chatwire_on_request_failed(emscripten::EM_VAL sink, std::uint32_t request, const char* reason,
                                std::size_t reason_size, const char* remedy, std::size_t remedy_size);
void chatwire_on_drain(emscripten::EM_VAL sink);

}  // extern "C"

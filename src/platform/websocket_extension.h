#pragma once

#include <emscripten/em_types.h>
#include <emscripten/val.h>
#include <emscripten/websocket.h>

#include <cstddef>
#include <cstdint>

#include "core/passage.h"

/// What js-glue/library/websocket.library.js adds to <emscripten/websocket.h>. The two files are one
/// contract: whoever changes a field here changes its offset there.
namespace chatwire::platform {

enum class Unreadable : std::int32_t {
  no = 0,
  too_big = 1,        ///< over the client's `maxMessageBytes`; nothing was copied
  out_of_memory = 2,  ///< there was no memory to copy it to
};

/// How much of a text `event.data` holds.
enum class Shown : std::int32_t {
  prefix = 0,
  whole = 1,
  nothing = 2,  ///< its beginning is one whose route was settled before
};

/// What a message callback is given: the event as the header defines it, and behind it what the library knows
/// besides (in) and wants to know (out). `event.data` lies in a buffer that the next frame overwrites.
struct ReceivedFrame {
  EmscriptenWebSocketMessageEvent event;
  std::uint32_t total_size;  ///< in: of the whole frame, in UTF-16 units or bytes
  Shown shown;               ///< in
  Unreadable unreadable;     ///< in
  std::int32_t disposition;  ///< out: core::Disposition
  std::int32_t route;        ///< out; where nothing is shown, in as well
  std::int32_t is_settled;   ///< out: the type leads there until a subscription changes
  double kept_as;            ///< out: the sequence number under which to keep the text; 0: do not
  double oldest_kept;        ///< out: texts below this number may go
  std::uint32_t answered;    ///< out: RequestId of the request that it answers; 0: none
};

static_assert(offsetof(ReceivedFrame, total_size) == 16);
static_assert(offsetof(ReceivedFrame, shown) == 20);
static_assert(offsetof(ReceivedFrame, unreadable) == 24);
static_assert(offsetof(ReceivedFrame, disposition) == 28);
static_assert(offsetof(ReceivedFrame, route) == 32);
static_assert(offsetof(ReceivedFrame, is_settled) == 36);
static_assert(offsetof(ReceivedFrame, kept_as) == 40);
static_assert(offsetof(ReceivedFrame, oldest_kept) == 48);
static_assert(offsetof(ReceivedFrame, answered) == 56);
static_assert(sizeof(ReceivedFrame) == 64);

static_assert(offsetof(core::Passage, wanted) == 0);
static_assert(offsetof(core::Passage, unwanted) == 8);
static_assert(offsetof(core::Passage, sequence) == 16);
static_assert(offsetof(core::Passage, oldest_kept) == 24);
static_assert(offsetof(core::Passage, is_open) == 32);
static_assert(offsetof(core::Passage, keeps) == 36);
static_assert(offsetof(core::Passage, size_count) == 40);
static_assert(offsetof(core::Passage, room) == 44);
static_assert(offsetof(core::Passage, sizes) == 48);
static_assert(core::Passage::kMostSizes == 256);

extern "C" {

/// Names the client whose constructor, and whose handlers, the next emscripten_websocket_new() is to use, and
/// where the library counts what it need not show.
void chatwire_websocket_use(emscripten::EM_VAL sink, core::Passage* passage);

/// Sends a text of `length` bytes of UTF-8. Unlike emscripten_websocket_send_utf8_text() it takes a length,
/// and it lets no JavaScript exception through. False: not taken.
bool chatwire_websocket_send(EMSCRIPTEN_WEBSOCKET_T socket, const char* text, std::size_t length);

/// Offers the socket a message that JavaScript holds: `port::Transport::offer`, whose answer it gives.
std::int32_t chatwire_websocket_offer(EMSCRIPTEN_WEBSOCKET_T socket, std::uint32_t receipt,
                                      std::size_t most_buffered);

}  // extern "C"

}  // namespace chatwire::platform

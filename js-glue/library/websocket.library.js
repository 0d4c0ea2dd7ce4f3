/**
 * Emscripten JS library: the receive side and the constructor of <emscripten/websocket.h>, linked in place of the stock
 * ones. Its contract with C++ is src/platform/websocket_extension.h.
 *
 * The stock receive side allocates for each frame and does not check the result, so at the memory limit a frame of the
 * server is written from address 0; it also copies whole texts, which costs more than parsing them. Here a frame goes into
 * one buffer that is used again, long texts by their beginning only, and the text itself stays in JavaScript.
 *
 * `sink` is the client's own object (js-glue/core/localCore.ts). Its members are quoted: the closure compiler renames
 * what is not.
 */
addToLibrary({
  // Handed in: not every platform has them where it should (js-glue/core/utf8.ts).
  $chatwireEncoder: "Module['encoder'];",
  $chatwireDecoder: "Module['decoder'];",

  // The stock ones take half a surrogate pair, and the letter behind it, for a whole one (B15).
  $lengthBytesUTF8__deps: ['$chatwireEncoder'],
  $lengthBytesUTF8: (text) => chatwireEncoder.encode(text).length,
  $stringToUTF8Array__deps: ['$chatwireEncoder'],
  $stringToUTF8Array: (text, heap, address, size) => {
    var written = chatwireEncoder.encodeInto(text, heap.subarray(address, address + size - 1)).written;
    heap[address + written] = 0;
    return written;
  },

  $chatwireReceiver__deps: ['$chatwireEncoder', '$lengthBytesUTF8', 'malloc', 'free'],
  $chatwireReceiver: {
    /** Longer texts are shown to C++ by so many characters first. An envelope names its type within them. */
    prefixLength: 1024,
    /** The client that is about to dial, and its core::Passage. */
    sink: null,
    passage: 0,
    frame: 0,
    closeEvent: 0,
    /** Where received text is written, as an address and as a view. Both stay until a larger text comes, or memory grows. */
    buffer: 0,
    view: [],

    /** Makes room for so many bytes. False: there is none. */
    reserve(size) {
#if WASM2JS
      // Memory in plain JavaScript grows by moving, and leaves a view of the old one as it was.
      if (chatwireReceiver.view.buffer != HEAPU8.buffer) chatwireReceiver.view = [];
#endif
      // A view of memory that has grown since is empty.
      if (size > chatwireReceiver.view.length) {
        _free(chatwireReceiver.buffer);
        chatwireReceiver.buffer = _malloc(size);
        if (!chatwireReceiver.buffer) size = 0;
        chatwireReceiver.view = HEAPU8.subarray(chatwireReceiver.buffer, chatwireReceiver.buffer + size);
      }
      return chatwireReceiver.view.length > 0;
    },

    /** Does the frame hold more than `limit` bytes? Counts only where the length alone does not tell. */
    isTooBig(data, limit) {
      if (typeof data != 'string') return data.byteLength > limit;
      // A UTF-16 unit is three bytes of UTF-8 at the most.
      return data.length > limit || (data.length * 3 > limit && lengthBytesUTF8(data) > limit);
    },

    /** One frame into C++. The answers stand in the struct afterwards; false: there are none. */
    enter(sink, call, text, isText, totalSize, shown, unreadable, route) {
      try {
        var length = 0;
        if (!unreadable && isText && shown != 2) {
          // A UTF-16 unit is three bytes of UTF-8 at the most; a short text finds room that is already there.
          if (chatwireReceiver.reserve(Math.max(text.length, chatwireReceiver.prefixLength) * 3)) {
            length = chatwireEncoder.encodeInto(text, chatwireReceiver.view).written;
          } else {
            unreadable = 2;
          }
        }
        chatwireReceiver.frame ||= _malloc(64);
        var frame = chatwireReceiver.frame;
        if (!frame) return false;
        {{{ makeSetValue('frame', C_STRUCTS.EmscriptenWebSocketMessageEvent.data, 'chatwireReceiver.buffer', '*') }}};
        {{{ makeSetValue('frame', C_STRUCTS.EmscriptenWebSocketMessageEvent.numBytes, 'length', 'i32') }}};
        {{{ makeSetValue('frame', C_STRUCTS.EmscriptenWebSocketMessageEvent.isText, 'isText', 'i8') }}};
        {{{ makeSetValue('frame', 16, 'totalSize', 'i32') }}};
        {{{ makeSetValue('frame', 20, 'shown', 'i32') }}};
        {{{ makeSetValue('frame', 24, 'unreadable', 'i32') }}};
        {{{ makeSetValue('frame', 32, 'route', 'i32') }}};
        call(frame);
        return true;
      } catch (cause) {
        sink['crash'](cause);
        return false;
      }
    },

    /**
     * Counts a text of a settled route in core::Passage. Gives back the number under which history keeps it, 0 where it does
     * not; -1: it must be shown.
     */
    pass(sink, passage, size, route) {
      if (!{{{ makeGetValue('passage', 32, 'i32') }}}) return -1;
      var keptAs = 0;
      if ({{{ makeGetValue('passage', 36, 'i32') }}}) {
        var index = {{{ makeGetValue('passage', 40, 'i32') }}};
        var room = {{{ makeGetValue('passage', 44, 'i32') }}} - size;
        if (index == 256 || room < 0 || sink['isRelay']) return -1;
        var place = passage + index * 4;
        {{{ makeSetValue('place', 48, 'size', 'i32') }}};
        {{{ makeSetValue('passage', 40, 'index + 1', 'i32') }}};
        {{{ makeSetValue('passage', 44, 'room', 'i32') }}};
        keptAs = {{{ makeGetValue('passage', 16, 'double') }}} + index + 1;
      }
      var count = route < 0 ? passage + 8 : passage;
      {{{ makeSetValue('count', 0, makeGetValue('count', 0, 'double') + ' + 1', 'double') }}};
      return keptAs;
    },

    /** A frame: one message, or several (js-glue/core/unpack.ts). */
    receive(socket, sink, call, passage, data) {
      var unreadable = chatwireReceiver.isTooBig(data, sink['maxMessageBytes']) ? 1 : 0;
      var isText = typeof data == 'string';
      if (!isText && !unreadable && sink['readBinary']) {
        data = sink['readBinary'](data);
        isText = true;
      }
      var texts = isText && !unreadable ? sink['unpack'](data) : undefined;
      if (!texts) return chatwireReceiver.receiveOne(sink, call, passage, data, isText, unreadable);
      for (var text of texts) {
        // Who got one of them may have ended the link, and with it what C++ holds of it.
        if (!socket.onmessage || !chatwireReceiver.receiveOne(sink, call, passage, text, true, 0)) return;
      }
    },

    /** False: C++ could not be asked, and is not to be asked again. */
    receiveOne(sink, call, passage, data, isText, unreadable) {
      var size = isText ? data.length : data.byteLength;
      var isLong = isText && !unreadable && size > chatwireReceiver.prefixLength;
      var frame;
      var disposition = 4;
      // What is known by its first characters is shown no byte of: to copy it costs more than to look.
      var settled = isText && !unreadable ? sink['settledRoute'](data) : -2;
      if (settled > -2) {
        var passed = chatwireReceiver.pass(sink, passage, size, settled);
        if (passed >= 0) {
          if (settled >= 0 || passed) sink['message'](data, settled, passed, {{{ makeGetValue('passage', 24, 'double') }}}, 0);
          return true;
        }
        if (!chatwireReceiver.enter(sink, call, data, true, size, 2, 0, settled)) return false;
        frame = chatwireReceiver.frame;
        disposition = {{{ makeGetValue('frame', 28, 'i32') }}};
      }
      if (disposition == 4) {
        var text = isLong ? data.slice(0, chatwireReceiver.prefixLength) : data;
        if (!chatwireReceiver.enter(sink, call, text, isText, size, isLong ? 0 : 1, unreadable, 0)) return false;
        frame = chatwireReceiver.frame;
        disposition = {{{ makeGetValue('frame', 28, 'i32') }}};
      }
      if (disposition == 4) {
        if (!chatwireReceiver.enter(sink, call, data, true, size, 1, 0, 0)) return false;
        disposition = {{{ makeGetValue('frame', 28, 'i32') }}};
      }
      var route = {{{ makeGetValue('frame', 32, 'i32') }}};
      if (settled == -2 && disposition < 2 && {{{ makeGetValue('frame', 36, 'i32') }}}) sink['settle'](data, route);
      var keptAs = {{{ makeGetValue('frame', 40, 'double') }}};
      if (disposition == 3) {
        sink['invalid'](data);
      } else if (disposition == 6) {
        sink['challenge'](data);
      } else if (disposition == 0 || (disposition == 1 && keptAs)) {
        sink['message'](data, route, keptAs, {{{ makeGetValue('frame', 48, 'double') }}}, {{{ makeGetValue('frame', 56, 'u32') }}});
      }
      return true;
    },
  },

  chatwire_websocket_use__deps: ['$chatwireReceiver', '$Emval'],
  chatwire_websocket_use: (sink, passage) => {
    chatwireReceiver.sink = Emval.toValue(sink);
    chatwireReceiver.passage = passage;
  },

  emscripten_websocket_new__deps: ['$webSockets', '$chatwireReceiver', '$UTF8ToString'],
  emscripten_websocket_new: (attributes) => {
    var sink = chatwireReceiver.sink;
    // Not kept: a destroyed client must be free to go.
    chatwireReceiver.sink = null;
    var url = UTF8ToString({{{ makeGetValue('attributes', 0, '*') }}});
    var protocols = UTF8ToString({{{ makeGetValue('attributes', C_STRUCTS.EmscriptenWebSocketCreateAttributes.protocols, '*') }}});
    // The sink catches what the constructor throws: nothing may be thrown through C++ frames.
    var socket = sink['dial'](url, protocols ? protocols.split(',') : []);
    if (!socket) return {{{ cDefs.EMSCRIPTEN_RESULT_FAILED }}};
    return webSockets.allocate(socket);
  },

  // C++ looks at nothing of these two events.
  emscripten_websocket_set_onopen_callback_on_thread__deps: ['$webSockets'],
  emscripten_websocket_set_onopen_callback_on_thread: (socketId, userData, callback) => {
    webSockets.get(socketId).onopen = () => {{{ makeDynCall('iipp', 'callback') }}}(0, 0, userData);
  },
  emscripten_websocket_set_onerror_callback_on_thread__deps: ['$webSockets'],
  emscripten_websocket_set_onerror_callback_on_thread: (socketId, userData, callback) => {
    webSockets.get(socketId).onerror = () => {{{ makeDynCall('iipp', 'callback') }}}(0, 0, userData);
  },

  emscripten_websocket_set_onclose_callback_on_thread__deps: ['$webSockets', '$chatwireReceiver', '$stringToUTF8', 'malloc'],
  emscripten_websocket_set_onclose_callback_on_thread: (socketId, userData, callback) => {
    webSockets.get(socketId).onclose = (event) => {
      // One for all sockets.
      var told = (chatwireReceiver.closeEvent ||= _malloc({{{ C_STRUCTS.EmscriptenWebSocketCloseEvent.__size__ }}}));
      {{{ makeSetValue('told', C_STRUCTS.EmscriptenWebSocketCloseEvent.wasClean, 'event.wasClean', 'i8') }}};
      {{{ makeSetValue('told', C_STRUCTS.EmscriptenWebSocketCloseEvent.code, 'event.code', 'i16') }}};
      stringToUTF8(event.reason, told + {{{ C_STRUCTS.EmscriptenWebSocketCloseEvent.reason }}}, 512);
      {{{ makeDynCall('iipp', 'callback') }}}(0, told, userData);
    };
  },

  emscripten_websocket_set_onmessage_callback_on_thread__deps: ['$webSockets', '$chatwireReceiver'],
  emscripten_websocket_set_onmessage_callback_on_thread: (socketId, userData, callback) => {
    var socket = webSockets.get(socketId);
    var sink = socket['sink'];
    // Looked up once: the table of a module is slow to ask, and this is the hot path.
    var entry = {{{ makeDynCall('iipp', 'callback') }}};
    var call = (frame) => entry(0, frame, userData);
    var passage = chatwireReceiver.passage;
    socket.onmessage = (data) => chatwireReceiver.receive(socket, sink, call, passage, data);
  },

  emscripten_websocket_close__deps: ['$webSockets', '$UTF8ToString'],
  emscripten_websocket_close: (socketId, code, reason) => webSockets.get(socketId).close(code, UTF8ToString(reason)),

  emscripten_websocket_delete__deps: ['$webSockets'],
  emscripten_websocket_delete: (socketId) => {
    var socket = webSockets.get(socketId);
    socket.onopen = socket.onerror = socket.onclose = socket.onmessage = null;
    webSockets.free(socketId);
  },

  chatwire_websocket_send__deps: ['$webSockets', '$chatwireTextAt'],
  chatwire_websocket_send: (socketId, text, length) => webSockets.get(socketId)['offer'](chatwireTextAt(text, length)),

  chatwire_websocket_offer__deps: ['$webSockets'],
  chatwire_websocket_offer: (socketId, receipt, mostBuffered) => {
    var socket = webSockets.get(socketId);
    return socket['sink']['offer'](socket, receipt >>> 0, mostBuffered >>> 0);
  },
});

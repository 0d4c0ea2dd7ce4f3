/**
 * Emscripten JS library: what C++ does with objects of JavaScript (src/platform/sink.h), which are the client's sink
 * (js-glue/core/localCore.ts) and plain ones. Their members are quoted: the closure compiler renames what is not.
 */
addToLibrary({
  $chatwireTextAt__deps: ['$chatwireDecoder'],
  $chatwireTextAt: (address, size) => chatwireDecoder.decode(HEAPU8.subarray(address, address + size)),

  /** As embind hands over a std::string. What is to be freed after a call of embind's goes into `owned`. */
  $chatwireTextToWire__deps: ['$chatwireEncoder', 'malloc'],
  $chatwireTextToWire: (text, owned) => {
    var bytes = chatwireEncoder.encode(text);
    var address = _malloc({{{ POINTER_SIZE }}} + bytes.length + 1);
    {{{ makeSetValue('address', 0, 'bytes.length', SIZE_TYPE) }}};
    HEAPU8.set(bytes, address + {{{ POINTER_SIZE }}});
    owned?.push(address);
    return address;
  },

  chatwire_number__deps: ['$Emval', '$UTF8ToString'],
  chatwire_number: (object, name) => Number(Emval.toValue(object)[UTF8ToString(name)]),

  chatwire_text__deps: ['$Emval', '$UTF8ToString', '$chatwireTextToWire'],
  chatwire_text: (object, name) => chatwireTextToWire(Emval.toValue(object)[UTF8ToString(name)]),

  chatwire_put__deps: ['$Emval', '$UTF8ToString'],
  chatwire_put: (object, name, number) => {
    Emval.toValue(object)[UTF8ToString(name)] = number;
  },

  chatwire_now__deps: ['$Emval'],
  chatwire_now: (sink) => Emval.toValue(sink)['now'](),

  chatwire_date__deps: ['$Emval'],
  chatwire_date: (sink) => Emval.toValue(sink)['date'](),

  chatwire_set_timer__deps: ['$Emval'],
  chatwire_set_timer: (sink, delay) => Emval.toValue(sink)['setTimer'](delay),

  chatwire_clear_timer__deps: ['$Emval'],
  chatwire_clear_timer: (sink) => Emval.toValue(sink)['clearTimer'](),

  chatwire_hold__deps: ['$Emval'],
  chatwire_hold: (sink, receipt) => Emval.toValue(sink)['hold'](receipt >>> 0),

  chatwire_on_state__deps: ['$Emval', '$chatwireTextAt'],
  chatwire_on_state: (sink, state, stateSize, reason, reasonSize) =>
    Emval.toValue(sink)['onState'](chatwireTextAt(state, stateSize), chatwireTextAt(reason, reasonSize)),

  chatwire_on_open__deps: ['$Emval'],
  chatwire_on_open: (sink) => Emval.toValue(sink)['onOpen'](),

  chatwire_on_close__deps: ['$Emval', '$chatwireTextAt'],
  chatwire_on_close: (sink, code, reason, reasonSize, wasClean, wasOpen) =>
    Emval.toValue(sink)['onClose'](code, chatwireTextAt(reason, reasonSize), !!wasClean, !!wasOpen),

  chatwire_on_retry__deps: ['$Emval'],
  chatwire_on_retry: (sink, attempt, delay) => Emval.toValue(sink)['onRetry'](attempt, delay),

  chatwire_on_failure__deps: ['$Emval', '$chatwireTextAt'],
  chatwire_on_failure: (sink, code, codeSize, detail, detailSize, remedy, remedySize) =>
    Emval.toValue(sink)['onFailure'](chatwireTextAt(code, codeSize), chatwireTextAt(detail, detailSize), chatwireTextAt(remedy, remedySize)),

  chatwire_on_address_wanted__deps: ['$Emval'],
  chatwire_on_address_wanted: (sink, generation) => Emval.toValue(sink)['onAddressWanted'](generation >>> 0),

  chatwire_on_credentials_wanted__deps: ['$Emval'],
  chatwire_on_credentials_wanted: (sink, generation, isRenewal) =>
    Emval.toValue(sink)['onCredentialsWanted'](generation >>> 0, !!isRenewal),

  chatwire_on_retry_wanted__deps: ['$Emval'],
  chatwire_on_retry_wanted: (sink, generation) => Emval.toValue(sink)['onRetryWanted'](generation >>> 0),

  chatwire_on_sent__deps: ['$Emval'],
  chatwire_on_sent: (sink, receipt) => Emval.toValue(sink)['onSent'](receipt >>> 0),

  chatwire_on_dropped__deps: ['$Emval', '$chatwireTextAt'],
  chatwire_on_dropped: (sink, receipt, reason, reasonSize, remedy, remedySize) =>
    Emval.toValue(sink)['onDropped'](receipt >>> 0, chatwireTextAt(reason, reasonSize), chatwireTextAt(remedy, remedySize)),

  chatwire_on_request_failed__deps: ['$Emval', '$chatwireTextAt'],
  chatwire_on_request_failed: (sink, request, reason, reasonSize, remedy, remedySize) =>
    Emval.toValue(sink)['onRequestFailed'](request >>> 0, chatwireTextAt(reason, reasonSize), chatwireTextAt(remedy, remedySize)),

  chatwire_on_drain__deps: ['$Emval'],
  chatwire_on_drain: (sink) => Emval.toValue(sink)['onDrain'](),
});

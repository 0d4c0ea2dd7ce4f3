/**
 * Emscripten JS library: embind's part in JavaScript, cut down to how this seam is registered (src/platform/bindings.cpp). It is
 * one class with one constructor, no two methods of a name, and no base class, whose owner (js-glue/core/localCore.ts)
 * deletes its one handle itself. What goes to C++ are numbers, flags, texts, and objects by a handle; what comes back is a
 * number or nothing. (While Emscripten writes the types of the seam, functions of these names are its own; it links no
 * module then.)
 */
if (MODULARIZE) {
  addToLibrary({
    // Nothing to do for numbers and flags: the engine makes of a value what WebAssembly asks for.
    _embind_register_void__deps: [],
    _embind_register_void: () => {},
    _embind_register_bool__deps: [],
    _embind_register_bool: () => {},
    _embind_register_integer__deps: [],
    _embind_register_integer: () => {},
    _embind_register_float__deps: [],
    _embind_register_float: () => {},

    /** By the number of a type: makes of a value what C++ takes for it. What must be freed after the call goes into `owned`. */
    $chatwireConverters: {},

    _embind_register_std_string__deps: ['$chatwireConverters', '$chatwireTextToWire'],
    _embind_register_std_string: (type) => {
      chatwireConverters[type] = chatwireTextToWire;
    },

    _embind_register_user_type__deps: ['$chatwireConverters', '$Emval'],
    _embind_register_user_type: (type) => {
      chatwireConverters[type] = (object) => Emval.toHandle(object);
    },

    $chatwireClass: {},

    $chatwireAddressOf: (instance) => {
      if (!instance.address) throw new TypeError('no instance, or a deleted one');
      return instance.address;
    },

    _embind_register_class__deps: ['$chatwireAddressOf', '$chatwireClass', '$UTF8ToString'],
    _embind_register_class: (type, _pointer, _constPointer, _base, _s1, _f1, _s2, _f2, _s3, _f3, name, _signature, destructor) => {
      var destroy = {{{ makeDynCall('vp', 'destructor') }}};
      // No finalizer: C++ holds the sink, and the sink the handle, so the handle is never garbage before it is deleted.
      var itsClass = function (...values) {
        this.address = chatwireClass.construct(...values);
      };
      chatwireClass.prototype = itsClass.prototype;
      itsClass.prototype['delete'] = function () {
        var address = chatwireAddressOf(this);
        this.address = 0;
        destroy(address);
      };
      Module[UTF8ToString(name)] = itsClass;
    },

    /**
     * A function that calls C++. `types` are those of its result, of the instance, if it `isMethod`, and of its parameters.
     * The stock one gathers the parameters of each call in lists, which costs more than most of our calls do.
     */
    $chatwireCaller__deps: ['$chatwireAddressOf', '$chatwireConverters', 'free'],
    $chatwireCaller: (isMethod, count, types, invoker, target) => {
      var invoke = {{{ makeDynCall('pp', 'invoker') }}};
      var begin = (types >> 2) + 1 + isMethod;
      var converters = Array.from(HEAPU32.subarray(begin, (types >> 2) + count), (type) => chatwireConverters[type]);
      if (isMethod && !converters.some(Boolean)) {
        // None has more than three. What C++ does not ask for the engine drops.
        return function (a, b, c) {
          return invoke(target, chatwireAddressOf(this), a, b, c);
        };
      }
      return function (...values) {
        var owned = [];
        var passed = converters.map((convert, index) => (convert ? convert(values[index], owned) : values[index]));
        if (isMethod) passed.unshift(chatwireAddressOf(this));
        var answer = invoke(target, ...passed);
        owned.forEach((address) => _free(address));
        return answer;
      };
    },

    _embind_register_class_constructor__deps: ['$chatwireCaller', '$chatwireClass'],
    _embind_register_class_constructor: (_type, count, types, _signature, invoker, constructor) => {
      chatwireClass.construct = chatwireCaller(0, count, types, invoker, constructor);
    },

    /** In the names stand the parameters as well, for the types. */
    $chatwireNameAt__deps: ['$UTF8ToString'],
    $chatwireNameAt: (address) => UTF8ToString(address).split('(')[0],

    _embind_register_class_function__deps: ['$chatwireCaller', '$chatwireClass', '$chatwireNameAt'],
    _embind_register_class_function: (_type, name, count, types, _signature, invoker, target) => {
      chatwireClass.prototype[chatwireNameAt(name)] = chatwireCaller(1, count, types, invoker, target);
    },

    _embind_register_function__deps: ['$chatwireCaller', '$chatwireNameAt'],
    _embind_register_function: (name, count, types, _signature, invoker, target) => {
      Module[chatwireNameAt(name)] = chatwireCaller(0, count, types, invoker, target);
    },
  });
}

addToLibrary({
  /**
   * The objects that C++ holds, by a handle for each time that one was handed over, which copies of an `emscripten::val`
   * share. The first handles are left out: they stand for `undefined` and the like, and C++ does not count who holds them
   * (`_EMVAL_LAST_RESERVED_HANDLE` in emscripten/val.h).
   */
  $chatwireObjects__deps: ['$HandleAllocator'],
  $chatwireObjects: 'new HandleAllocator();',
  $chatwireObjects__postset: 'chatwireObjects.allocated.length = 9;',
  $Emval__deps: ['$chatwireObjects'],
  $Emval: {
    toValue: (handle) => chatwireObjects.get(handle).value,
    toHandle: (value) => chatwireObjects.allocate({ value, copies: 1 }),
  },
  _emval_incref__deps: ['$chatwireObjects'],
  _emval_incref: (handle) => {
    chatwireObjects.get(handle).copies++;
  },
  _emval_decref__deps: ['$chatwireObjects'],
  _emval_decref: (handle) => {
    if (!--chatwireObjects.get(handle).copies) chatwireObjects.free(handle);
  },

  // Nothing of ours is a coroutine; the stock one would bring embind's own library in.
  _emval_coro_suspend__deps: [],
  _emval_coro_suspend: () => {},

  $UTF8ArrayToString__deps: ['$chatwireDecoder'],
  $UTF8ArrayToString: (bytes, begin, most) => {
    var end = begin;
    var last = begin + most;
    while (bytes[end] && !(end >= last)) ++end;
    return chatwireDecoder.decode(bytes.subarray(begin, end));
  },

  // JavaScript sees it, and says so: it need not be printed as well.
  _abort_js__deps: [],
  _abort_js: () => {
    throw new WebAssembly.RuntimeError('Aborted()');
  },

  // By a fifth at least, so that it grows seldom; by what is needed where that is too much. False: there is no more.
  emscripten_resize_heap__deps: [],
  emscripten_resize_heap: (size) => {
    var before = HEAPU8.length;
    for (var spare of [before / 5, 0]) {
      try {
        wasmMemory.grow(Math.ceil((Math.max(size >>> 0, before + spare) - before) / {{{ WASM_PAGE_SIZE }}}));
        updateMemoryViews();
        return true;
      } catch {}
    }
    return false;
  },
});

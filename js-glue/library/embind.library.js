/**
 * Emscripten JS library: the parts of embind that know of base classes, smart pointers, shared and deferred ownership, cut
 * down to what a seam of one class needs, whose owner (js-glue/core/localCore.ts) deletes its one handle itself. A handle
 * that was deleted is refused as embind refuses it.
 */
addToLibrary({
  $chatwirePointerOf__deps: ['$throwBindingError'],
  $chatwirePointerOf: (_destructors, handle) => {
    if (!handle?.$$?.ptr) throwBindingError('no instance, or a deleted one');
    return handle.$$.ptr;
  },

  $RegisteredPointer__deps: ['$init_RegisteredPointer', '$chatwirePointerOf'],
  $RegisteredPointer: function (name, registeredClass, isReference, isConst) {
    this.name = name;
    this.registeredClass = registeredClass;
    this.isReference = isReference;
    this.isConst = isConst;
    this['toWireType'] = chatwirePointerOf;
    this.destructorFunction = null;
  },

  $RegisteredPointer_fromWireType__deps: ['$makeClassHandle'],
  $RegisteredPointer_fromWireType: function (ptr) {
    return makeClassHandle(this.registeredClass.instancePrototype, { ptrType: this, ptr });
  },

  $init_RegisteredPointer__deps: ['$RegisteredPointer', '$RegisteredPointer_fromWireType', '$readPointer', '$GenericWireTypeSize'],
  $init_RegisteredPointer: () => {
    var prototype = RegisteredPointer.prototype;
    prototype.argPackAdvance = GenericWireTypeSize;
    prototype['readValueFromPointer'] = readPointer;
    prototype['fromWireType'] = RegisteredPointer_fromWireType;
  },

  // No finalizer: C++ holds the sink, and the sink the handle, so the handle is never garbage before it is deleted.
  $makeClassHandle__deps: [],
  $makeClassHandle: (prototype, record) => Object.create(prototype, { $$: { value: record } }),

  $init_ClassHandle__deps: ['$ClassHandle', '$chatwirePointerOf'],
  $init_ClassHandle: () => {
    ClassHandle.prototype['delete'] = function () {
      var ptr = chatwirePointerOf(0, this);
      this.$$.ptr = 0;
      this.$$.ptrType.registeredClass.rawDestructor(ptr);
    };
  },

  // The stock one gathers the parameters of each call in lists, which costs more than most of our calls do.
  $craftInvokerFunction__deps: ['$runDestructors'],
  $craftInvokerFunction: (_name, types, _classType, invoke, target) => {
    var result = types[0];
    var self = types[1];
    var parameters = types.slice(2);
    var isPlain = parameters.length < 4 && parameters.every((type) => type.destructorFunction === null);
    if (self && isPlain) {
      // What C++ does not ask for it is not given: JavaScript passes nothing, and the engine drops that.
      var wires = (type) => (type ? (value) => type['toWireType'](0, value) : (value) => value);
      var first = wires(parameters[0]);
      var second = wires(parameters[1]);
      var third = wires(parameters[2]);
      return function (a, b, c) {
        return result['fromWireType'](invoke(target, self['toWireType'](0, this), first(a), second(b), third(c)));
      };
    }
    return function (...values) {
      var destructors = [];
      var passed = parameters.map((type, index) => type['toWireType'](destructors, values[index]));
      if (self) passed.unshift(self['toWireType'](destructors, this));
      var answer = result['fromWireType'](invoke(target, ...passed));
      runDestructors(destructors);
      return answer;
    };
  },

  $UTF8ArrayToString__deps: ['$chatwireDecoder'],
  $UTF8ArrayToString: (bytes, begin, most) => {
    var end = begin;
    var last = begin + most;
    while (bytes[end] && !(end >= last)) ++end;
    return chatwireDecoder.decode(bytes.subarray(begin, end));
  },
});

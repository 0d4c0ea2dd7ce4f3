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

/**
 * How the seam is registered: one class with one constructor, no two methods of a name, no base class, strings that are
 * UTF-8, and every type bound. Most of what embind has here says what is wrong where that is not so. (While Emscripten
 * writes the types of the seam, functions of these names are its own; it links no module then.)
 */
if (MODULARIZE) {
  addToLibrary({
    $sharedRegisterType__deps: ['$registeredTypes', '$awaitingDependencies'],
    $sharedRegisterType: (rawType, type) => {
      registeredTypes[rawType] = type;
      awaitingDependencies[rawType]?.forEach((resolve) => resolve());
      delete awaitingDependencies[rawType];
    },

    $throwInternalError__deps: ['$throwBindingError'],
    $throwInternalError: (message) => throwBindingError(message),

    _embind_register_std_string__deps: ['$registerType', '$readPointer', '$GenericWireTypeSize', '$readLatin1String', '$chatwireDecoder', '$chatwireEncoder', 'malloc', 'free'],
    _embind_register_std_string: (rawType, name) => {
      registerType(rawType, {
        name: readLatin1String(name),
        'fromWireType'(base) {
          var begin = base + {{{ POINTER_SIZE }}};
          var text = chatwireDecoder.decode(HEAPU8.subarray(begin, begin + {{{ makeGetValue('base', 0, SIZE_TYPE) }}}));
          _free(base);
          return text;
        },
        'toWireType'(destructors, text) {
          var bytes = chatwireEncoder.encode(text);
          var base = _malloc({{{ POINTER_SIZE }}} + bytes.length + 1);
          {{{ makeSetValue('base', 0, 'bytes.length', SIZE_TYPE) }}};
          HEAPU8.set(bytes, base + {{{ POINTER_SIZE }}});
          destructors?.push(_free, base);
          return base;
        },
        argPackAdvance: GenericWireTypeSize,
        'readValueFromPointer': readPointer,
        destructorFunction: (base) => _free(base),
      });
    },

    _embind_register_class__deps: ['$ClassHandle', '$RegisteredPointer', '$embind__requireFunction', '$readLatin1String', '$whenDependentTypesAreResolved'],
    _embind_register_class: (type, pointer, constPointer, _base, _s1, _f1, _s2, _f2, _s3, _f3, name, signature, destructor) => {
      name = readLatin1String(name);
      var registeredClass = {
        name,
        instancePrototype: Object.create(ClassHandle.prototype),
        rawDestructor: embind__requireFunction(signature, destructor),
      };
      var itsClass = function (...values) {
        return registeredClass.create(...values);
      };
      itsClass.prototype = registeredClass.instancePrototype;
      Module[name] = itsClass;
      whenDependentTypesAreResolved([type, pointer, constPointer], [], () =>
        [name, `${name}*`, `${name} const*`].map((each) => new RegisteredPointer(each, registeredClass)),
      );
    },

    _embind_register_class_constructor__deps: ['$craftInvokerFunction', '$embind__requireFunction', '$heap32VectorToArray', '$whenDependentTypesAreResolved'],
    _embind_register_class_constructor: (classType, count, types, signature, invoker, constructor) => {
      invoker = embind__requireFunction(signature, invoker);
      whenDependentTypesAreResolved([], [classType, ...heap32VectorToArray(count, types)], ([itsClass, result, ...parameters]) => {
        itsClass.registeredClass.create = craftInvokerFunction('', [result, null, ...parameters], null, invoker, constructor);
        return [];
      });
    },

    _embind_register_class_function__deps: ['$craftInvokerFunction', '$embind__requireFunction', '$getFunctionName', '$heap32VectorToArray', '$readLatin1String', '$whenDependentTypesAreResolved'],
    _embind_register_class_function: (classType, name, count, types, signature, invoker, target) => {
      name = getFunctionName(readLatin1String(name));
      invoker = embind__requireFunction(signature, invoker);
      whenDependentTypesAreResolved([], [classType, ...heap32VectorToArray(count, types)], ([itsClass, ...itsTypes]) => {
        itsClass.registeredClass.instancePrototype[name] = craftInvokerFunction(name, itsTypes, itsClass, invoker, target);
        return [];
      });
    },

    _embind_register_function__deps: ['$craftInvokerFunction', '$embind__requireFunction', '$getFunctionName', '$heap32VectorToArray', '$readLatin1String', '$whenDependentTypesAreResolved'],
    _embind_register_function: (name, count, types, signature, invoker, target) => {
      name = getFunctionName(readLatin1String(name));
      invoker = embind__requireFunction(signature, invoker);
      whenDependentTypesAreResolved([], heap32VectorToArray(count, types), ([result, ...parameters]) => {
        Module[name] = craftInvokerFunction(name, [result, null, ...parameters], null, invoker, target);
        return [];
      });
    },
  });
}

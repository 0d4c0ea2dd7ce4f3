# How every target of ours is compiled: one interface library, `chatwire_options`.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

option(CHATWIRE_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(CHATWIRE_FUZZ "libFuzzer targets in place of the tests" OFF)
option(CHATWIRE_PLAIN "The module as plain JavaScript, for engines without WebAssembly" OFF)

add_library(chatwire_options INTERFACE)
# Only what both g++ 12 and clang 19 know.
target_compile_options(chatwire_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror
  -Wconversion -Wsign-conversion -Wdouble-promotion -Wfloat-equal
  -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wcast-align -Wcast-qual
  -Wimplicit-fallthrough -Wnull-dereference -Wformat=2 -Wextra-semi -Wundef -Wunused)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 suspects the standard library's own code, once it is inlined or rewritten by the sanitizers.
  target_compile_options(chatwire_options INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict)
endif()

if(CHATWIRE_SANITIZE)
  # For the whole build and not only for our targets: Catch2 must agree with us on container annotations.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

if(CHATWIRE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "libFuzzer comes with clang: run `npm run fuzz`, or install clang and libclang-rt-dev.")
  endif()
endif()

if(EMSCRIPTEN)
  # No exceptions or RTTI in what ships; natively both stay on, because Catch2 needs them.
  # The linker is told too: embind's own library comes in a variant for each.
  add_compile_options(-fno-exceptions -fno-rtti)
  # JavaScript has no vectors to translate these to. What has vectors has had the other three for longer.
  if(NOT CHATWIRE_PLAIN)
    add_compile_options(-msimd128 -mbulk-memory -mnontrapping-fptoint -msign-ext)
  endif()
  add_link_options(-fno-exceptions -fno-rtti)
  # CMake's own Release flags would be -O3, and Debug must keep its asserts.
  # With the whole program at hand, calls of interfaces that one class implements become calls of that class.
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG -flto -fwhole-program-vtables -fvisibility=hidden")
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
endif()

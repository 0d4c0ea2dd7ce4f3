// The standard library reports what -fno-exceptions leaves it no other way to report (a vector that cannot
// grow) through this function, which a program may define itself. The library's own prints with all of
// printf: 5 KB for a text that nobody would read, since JavaScript sees the abort.

#include <__verbose_abort>
#include <cstdlib>

// Newer versions of libc++ declare it noexcept, and say so.
#ifndef _LIBCPP_VERBOSE_ABORT_NOEXCEPT
#define _LIBCPP_VERBOSE_ABORT_NOEXCEPT
#endif

_LIBCPP_BEGIN_NAMESPACE_STD

[[noreturn]] void __libcpp_verbose_abort(const char*, ...) _LIBCPP_VERBOSE_ABORT_NOEXCEPT {
  std::abort();
}

_LIBCPP_END_NAMESPACE_STD

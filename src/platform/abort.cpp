// The standard library reports what -fno-exceptions leaves it no other way to report (a vector that cannot
// grow) through this function, which a program may define itself. The library's own prints with all of
// printf: 5 KB for a text that nobody would read, since JavaScript sees the abort.

#include <__verbose_abort>
#include <cstdlib>

_LIBCPP_BEGIN_NAMESPACE_STD

// noexcept in newer versions of libc++ only: whatever its own declaration says.
[[noreturn]] void __libcpp_verbose_abort(const char*, ...) noexcept(noexcept(__libcpp_verbose_abort(""))) {
  std::abort();
}

_LIBCPP_END_NAMESPACE_STD

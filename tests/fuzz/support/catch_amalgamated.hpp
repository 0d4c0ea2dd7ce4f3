#pragma once

// Stands in for Catch2's header: of all of Catch2 the fakes use one macro, and where they would fail a test
// they end the process here.

#include <sstream>

#include "require.h"

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define FAIL_CHECK(message)                            \
  do {                                                 \
    std::ostringstream complaint;                      \
    complaint << message;                              \
    ::chatwire::fuzz::require(false, complaint.str()); \
  } while (false)

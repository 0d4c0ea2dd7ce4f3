#pragma once

#include <string>

#include "port/event.h"

namespace chatwire::fakes {

/// One event as people read it, e.g. "state connecting -> connected".
std::string to_line(const port::Event& event);

}  // namespace chatwire::fakes

#pragma once

// What the journeys share: a whole client in a scripted world, whose events are read as lines.
#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "fakes/world.h"

namespace chatwire {

using core::Config;
using core::Disposition;
using fakes::auth_config;
using fakes::frame_of;
using fakes::plain_config;
using fakes::World;
using port::Delivery;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

}  // namespace chatwire

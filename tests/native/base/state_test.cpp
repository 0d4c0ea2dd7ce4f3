#include "base/state.h"

#include <catch_amalgamated.hpp>
#include <set>
#include <string_view>

namespace chatwire {
namespace {

TEST_CASE("each of the eight states has the name that the TypeScript client publishes", "[state]") {
  CHECK(name_of(State::idle) == "idle");
  CHECK(name_of(State::connecting) == "connecting");
  CHECK(name_of(State::authenticating) == "authenticating");
  CHECK(name_of(State::connected) == "connected");
  CHECK(name_of(State::reconnecting) == "reconnecting");
  CHECK(name_of(State::closing) == "closing");
  CHECK(name_of(State::closed) == "closed");
  CHECK(name_of(State::failed) == "failed");
}

TEST_CASE("the count of states is the number of states with a name", "[state]") {
  std::set<std::string_view> names;
  for (int state = 0; state < kStateCount; ++state) names.insert(name_of(static_cast<State>(state)));
  CHECK(names.size() == kStateCount);
  CHECK_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace chatwire

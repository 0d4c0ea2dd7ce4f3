#include "core/flat_map.h"

#include <catch_amalgamated.hpp>
#include <map>
#include <string>
#include <string_view>

#include "fakes/dice.h"

namespace chatwire::core {
namespace {

TEST_CASE("a map without entries finds nothing and loses nothing", "[flat_map]") {
  FlatMap<int, int> map;
  map.erase(1);
  CHECK(map.find(1) == nullptr);
}

TEST_CASE("of several entries of a key the last counts, also in a list", "[flat_map]") {
  const FlatMap<int, char> map = {{2, 'a'}, {1, 'b'}, {2, 'c'}};
  CHECK(*map.find(2) == 'c');
  CHECK(*map.find(1) == 'b');
}

TEST_CASE("it holds what a std::map would after the same calls", "[flat_map]") {
  fakes::Dice dice(1);
  FlatMap<std::string, int> map;
  std::map<std::string, int> model;
  for (int call = 0; call < 2'000; ++call) {
    const std::string key = std::to_string(dice.below(50));
    if (dice.chance(40)) {
      map.erase(std::string_view(key));
      model.erase(key);
    } else {
      map.insert_or_assign(key, call);
      model[key] = call;
    }
    const int* found = map.find(std::string_view(key));
    CHECK((found != nullptr) == model.contains(key));
  }
  for (const auto& [key, value] : model) CHECK(*map.find(key) == value);
}

}  // namespace
}  // namespace chatwire::core

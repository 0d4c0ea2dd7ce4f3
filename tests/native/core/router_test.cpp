#include "core/router.h"

#include <catch_amalgamated.hpp>
#include <string>

namespace chatwire::core {
namespace {

TEST_CASE("a type goes to the route that asked for it", "[router]") {
  Router router;
  router.subscribe("chat", Route{1});
  router.subscribe("status", Route{2});
  CHECK(router.route_of("chat") == Route{1});
  CHECK(router.route_of("status") == Route{2});
  CHECK(router.route_of("other") == Route::none);
}

TEST_CASE("a type that is unsubscribed is wanted no more and others stay", "[router]") {
  Router router;
  router.subscribe("chat", Route{1});
  router.subscribe("status", Route{2});
  router.unsubscribe("chat");
  router.unsubscribe("never heard of");
  CHECK(router.route_of("chat") == Route::none);
  CHECK(router.route_of("status") == Route{2});
}

TEST_CASE("subscribing again replaces the route", "[router]") {
  Router router;
  router.subscribe("chat", Route{1});
  router.subscribe("chat", Route{7});
  CHECK(router.route_of("chat") == Route{7});
  router.unsubscribe("chat");
  CHECK(router.route_of("chat") == Route::none);
}

TEST_CASE("who wants all gets what nobody named", "[router]") {
  Router router;
  router.subscribe("chat", Route{1});
  router.want_all(true);
  CHECK(router.route_of("chat") == Route{1});
  CHECK(router.route_of("other") == Route::wildcard);
  CHECK(router.route_of("") == Route::wildcard);
  router.unsubscribe("chat");
  CHECK(router.route_of("chat") == Route::wildcard);
  router.want_all(false);
  CHECK(router.route_of("chat") == Route::none);
}

TEST_CASE("B22: names that JavaScript objects stumble over are names like others", "[router][B22][B23]") {
  Router router;
  const std::string name =
      GENERATE(as<std::string>{}, "__proto__", "constructor.prototype", "toString", "", "*", "😀",
               "\xE2\x80\xA8", "../", std::string("a\0b", 3), std::string(64 * 1024, 'n'));
  CHECK(router.route_of(name) == Route::none);
  router.subscribe(name, Route{4});
  CHECK(router.route_of(name) == Route{4});
  CHECK(router.route_of(name + "x") == Route::none);
  CHECK(router.route_of("a") == Route::none);
}

TEST_CASE("thousands of types are kept apart", "[router]") {
  Router router;
  for (int n = 1; n <= 5'000; ++n) router.subscribe("type " + std::to_string(n), Route{n});
  for (int n = 1; n <= 5'000; n += 2) router.unsubscribe("type " + std::to_string(n));
  for (int n = 1; n <= 5'000; ++n) {
    const Route expected = n % 2 == 0 ? Route{n} : Route::none;
    if (router.route_of("type " + std::to_string(n)) != expected) FAIL("at " << n);
  }
}

}  // namespace
}  // namespace chatwire::core

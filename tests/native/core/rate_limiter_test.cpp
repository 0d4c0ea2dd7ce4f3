#include "core/rate_limiter.h"

#include <catch_amalgamated.hpp>

namespace chatwire::core {
namespace {

TimePoint at(double milliseconds) {
  return TimePoint{Duration{milliseconds}};
}

TEST_CASE("C34: so many messages leave at once, the next one when the first is long enough ago",
          "[rate_limiter][C34]") {
  RateLimiter limiter({.count = 2});
  CHECK(limiter.is_open(at(0)));
  CHECK_FALSE(limiter.opens_at());
  limiter.on_sent(at(0));
  CHECK(limiter.is_open(at(0)));
  limiter.on_sent(at(400));
  CHECK_FALSE(limiter.is_open(at(999)));
  CHECK(limiter.opens_at() == at(1'000));
  CHECK(limiter.is_open(at(1'000)));
}

TEST_CASE("C34: the window slides, so none of its length holds more than the limit", "[rate_limiter][C34]") {
  RateLimiter limiter({.count = 3, .per = Duration{100}});
  for (const double now : {0.0, 60.0, 90.0}) limiter.on_sent(at(now));
  CHECK(limiter.opens_at() == at(100));
  limiter.on_sent(at(100));
  // A window that began anew at 100 would let two more through here.
  CHECK_FALSE(limiter.is_open(at(101)));
  CHECK(limiter.opens_at() == at(160));
  limiter.on_sent(at(170));
  CHECK(limiter.opens_at() == at(190));
  limiter.on_sent(at(500));
  CHECK(limiter.opens_at() == at(200));
}

TEST_CASE("C34: a limit of one keeps each message apart from the next", "[rate_limiter][C34]") {
  RateLimiter limiter({.count = 1, .per = Duration{50}});
  for (const double now : {0.0, 50.0, 120.0}) {
    CHECK(limiter.is_open(at(now)));
    limiter.on_sent(at(now));
    CHECK_FALSE(limiter.is_open(at(now + 49)));
  }
}

}  // namespace
}  // namespace chatwire::core

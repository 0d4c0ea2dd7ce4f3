#include "core/rate_limiter.h"

namespace chatwire::core {

bool RateLimiter::is_open(TimePoint now) const {
  const auto opening = opens_at();
  return !opening || *opening <= now;
}

std::optional<TimePoint> RateLimiter::opens_at() const {
  if (sent_.size() < limit_.count) return std::nullopt;
  return sent_[oldest_] + limit_.per;
}

void RateLimiter::on_sent(TimePoint now) {
  if (sent_.size() < limit_.count) return sent_.push_back(now);
  sent_[oldest_] = now;
  oldest_ = (oldest_ + 1) % limit_.count;
}

}  // namespace chatwire::core

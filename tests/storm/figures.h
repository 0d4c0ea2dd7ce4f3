#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "storm/life.h"

namespace chatwire::storm {

/// What the server sees of a storm, and what the clients feel. Shares are of all clients.
struct Figures {
  double dials_per_client = 0;
  double busiest_tenth = 0;          ///< that dialled within one tenth of a second, at any time
  double busiest_second_after = 0;   ///< that dialled within one second, from the server's return on
  std::optional<Duration> p95_back;  ///< from the server's return; nothing: fewer than 95 % ever came back
  double gave_up = 0;
};

Figures figures_of(const std::vector<Life>& lives, Duration outage);

/// Of each figure the worse one.
Figures worst_of(const Figures& one, const Figures& other);

/// How long each client waited for its first retry.
std::vector<Duration> first_waits(const std::vector<Life>& lives);

/// Does the sample look as if it was drawn uniformly between `earliest` and `latest`? The Kolmogorov-Smirnov
/// test: how far does the sample's distribution stray from the straight line, and how often would chance
/// alone stray so far?
struct Uniformity {
  double distance;     ///< the greatest, in [0, 1]
  double probability;  ///< the p value: near 0 means that it is not uniform
};
Uniformity uniformity_of(std::vector<Duration> sample, Duration earliest, Duration latest);

}  // namespace chatwire::storm

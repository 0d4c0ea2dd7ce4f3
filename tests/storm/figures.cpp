#include "storm/figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace chatwire::storm {
namespace {

/// The most points of time that fall into one bin.
std::size_t fullest_bin(const std::vector<Duration>& times, Duration bin) {
  std::vector<std::size_t> bins;
  for (const Duration time : times) {
    const auto at = static_cast<std::size_t>(time / bin);
    if (at >= bins.size()) bins.resize(at + 1);
    ++bins[at];
  }
  return bins.empty() ? 0 : *std::max_element(bins.begin(), bins.end());
}

/// How often chance alone strays by `distance` or more, for a sample of `count`: Kolmogorov's limit, with
/// Stephens' correction for a finite sample.
double chance_of(double distance, double count) {
  const double root = std::sqrt(count);
  const double scaled = distance * (root + 0.12 + 0.11 / root);
  // Below this the alternating sum needs many terms to reach what is 1 within rounding.
  if (scaled < 0.2) return 1;
  double sum = 0;
  for (int term = 1; term <= 100; ++term) {
    const double part = 2 * std::exp(-2 * term * term * scaled * scaled);
    sum += term % 2 == 1 ? part : -part;
  }
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace

Figures figures_of(const std::vector<Life>& lives, Duration outage) {
  std::vector<Duration> dials;
  std::vector<Duration> after;
  std::vector<Duration> back;
  for (const Life& life : lives) {
    for (const Duration dial : life.dials) {
      dials.push_back(dial);
      if (dial >= outage) after.push_back(dial - outage);
    }
    if (life.came_back) back.push_back(life.dials.back() - outage);
  }
  const auto share = [&lives](std::size_t count) {
    return static_cast<double>(count) / static_cast<double>(lives.size());
  };
  Figures figures;
  figures.dials_per_client = share(dials.size());
  figures.busiest_tenth = share(fullest_bin(dials, Duration{100}));
  figures.busiest_second_after = share(fullest_bin(after, Duration{1'000}));
  figures.gave_up = share(lives.size() - back.size());
  std::sort(back.begin(), back.end());
  const std::size_t needed = (lives.size() * 95 + 99) / 100;
  if (needed > 0 && back.size() >= needed) figures.p95_back = back[needed - 1];
  return figures;
}

Figures worst_of(const Figures& one, const Figures& other) {
  Figures worst;
  worst.dials_per_client = std::max(one.dials_per_client, other.dials_per_client);
  worst.busiest_tenth = std::max(one.busiest_tenth, other.busiest_tenth);
  worst.busiest_second_after = std::max(one.busiest_second_after, other.busiest_second_after);
  if (one.p95_back && other.p95_back) worst.p95_back = std::max(*one.p95_back, *other.p95_back);
  worst.gave_up = std::max(one.gave_up, other.gave_up);
  return worst;
}

std::vector<Duration> first_waits(const std::vector<Life>& lives) {
  std::vector<Duration> waits;
  for (const Life& life : lives) {
    if (!life.dials.empty()) waits.push_back(life.dials.front());
  }
  return waits;
}

Uniformity uniformity_of(std::vector<Duration> sample, Duration earliest, Duration latest) {
  std::sort(sample.begin(), sample.end());
  const auto count = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t index = 0; index < sample.size(); ++index) {
    const double expected = std::clamp((sample[index] - earliest) / (latest - earliest), 0.0, 1.0);
    const double below = static_cast<double>(index) / count;
    distance = std::max({distance, expected - below, below + 1 / count - expected});
  }
  return {.distance = distance, .probability = chance_of(distance, count)};
}

}  // namespace chatwire::storm

// Ten thousand clients lose their server together, ours and others: docs/STORM.md.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <span>

#include "storm/figures.h"
#include "storm/life.h"
#include "storm/options.h"
#include "storm/peers.h"

namespace chatwire::storm {
namespace {

constexpr std::uint64_t kSeeds[] = {1, 2, 3};

/// What the storm of our clients must stay below, on each of the seeds.
constexpr double kBusiestTenth = 0.05;
constexpr Duration kBack{20'000};
constexpr double kLeastProbability = 0.001;

struct Scenario {
  const char* name;
  int close_code;
  /// Between these the first retry falls.
  Duration earliest;
  Duration latest;
};

void print_row(const char* name, const Figures& figures) {
  std::printf("%-38s %7.1f %9.1f %% %9.1f %%", name, figures.dials_per_client, figures.busiest_tenth * 100,
              figures.busiest_second_after * 100);
  if (figures.p95_back) {
    std::printf(" %7.1f s", figures.p95_back->count() / 1'000);
  } else {
    std::printf("     never");
  }
  std::printf(" %6.0f %%\n", figures.gave_up * 100);
}

bool is_within_reach(const Figures& figures) {
  return figures.busiest_tenth <= kBusiestTenth && figures.p95_back && *figures.p95_back <= kBack &&
         figures.gave_up <= 0;
}

/// The worst of all seeds, printed.
template <class Kind>
Figures storm_row(const char* name, const Kind& kind, const Options& options, int close_code) {
  const Loss loss{.close_code = close_code, .outage = options.outage};
  const auto storm = [&](std::uint64_t seed) {
    return figures_of(storm_of(options.clients, kind, loss, seed), options.outage);
  };
  Figures worst = storm(kSeeds[0]);
  for (const std::uint64_t seed : std::span(kSeeds).subspan(1)) worst = worst_of(worst, storm(seed));
  print_row(name, worst);
  return worst;
}

/// Prints one line. False: chance alone would hardly deal the first retries so unevenly.
bool print_uniformity(const Scenario& scenario, const core::Config& config, const Options& options) {
  if (scenario.latest <= scenario.earliest) return true;
  std::printf("  %-28s %4.1f to %4.1f s   p =", scenario.name, scenario.earliest.count() / 1'000,
              scenario.latest.count() / 1'000);
  double least = 1;
  for (const std::uint64_t seed : kSeeds) {
    const Loss loss{.close_code = scenario.close_code, .outage = options.outage};
    const auto waits = first_waits(storm_of(options.clients, config, loss, seed));
    const Uniformity found = uniformity_of(waits, scenario.earliest, scenario.latest);
    std::printf(" %.3f", found.probability);
    least = std::min(least, found.probability);
  }
  std::printf("\n");
  return least >= kLeastProbability;
}

int run(const Options& options) {
  core::Config config;
  config.reconnect = options.reconnect;
  const core::ReconnectPolicy& policy = config.reconnect;
  const Duration window = std::min(policy.initial_delay, policy.max_delay);
  const Duration longest = std::min(policy.max_delay, Duration{60'000});
  const Scenario scenarios[] = {
      {"chatwire, dropped", 1006, window * (1 - policy.jitter), window},
      {"chatwire, closed with 1012", 1012, Duration{5'000}, Duration{30'000}},
      {"chatwire, closed with 1013", 1013, longest * (1 - policy.jitter / 2), longest},
  };

  std::printf(
      "%zu clients lose their server together; it is down for %.0f s. The worst of %zu seeds.\n\n"
      "%38s %7s %11s %11s %9s %8s\n",
      options.clients, options.outage.count() / 1'000, std::size(kSeeds), "", "dials", "busiest", "busiest",
      "95 %", "gave");
  std::printf("%-38s %7s %11s %11s %9s %8s\n", "", "each", "100 ms", "1 s after", "back", "up");
  bool is_good = true;
  for (const Scenario& scenario : scenarios) {
    is_good &= is_within_reach(storm_row(scenario.name, config, options, scenario.close_code));
  }
  for (const Peer& peer : peers()) storm_row(peer.name, peer.formula, options, 1006);

  std::printf("\nIs the first retry uniform? Kolmogorov-Smirnov, for each seed:\n");
  for (const Scenario& scenario : scenarios) is_good &= print_uniformity(scenario, config, options);

  std::printf("\n%s: busiest 100 ms <= %.0f %%, 95 %% back <= %.0f s, nobody gives up, p >= %.3f\n",
              is_good ? "Within reach" : "OUT OF REACH", kBusiestTenth * 100, kBack.count() / 1'000,
              kLeastProbability);
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace chatwire::storm

int main(int count, char** words) {
  return chatwire::storm::run(chatwire::storm::read_options(count, words));
}

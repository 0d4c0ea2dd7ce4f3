// The core, run through years of faults: docs/SIMULATION.md.
#include <chrono>
#include <cstdio>

#include "sim/last_words.h"
#include "sim/options.h"
#include "sim/run.h"

namespace chatwire::sim {
namespace {

int complain(std::uint64_t seed, const Options& options) {
  std::printf("\nAgain: %s\n", replay_line(seed, options.entries).c_str());
  return 1;
}

/// The same life once more, step by step beside that of another client: they share nothing, so neither
/// changes.
std::uint64_t hash_in_company(std::uint64_t seed, const Options& options) {
  Run run(seed, false);
  Run other(seed + 1, false);
  for (bool goes_on = true; goes_on;) {
    goes_on = run.live(options.entries);
    goes_on |= other.live(options.entries);
  }
  other.end();
  run.end();
  return run.hash();
}

/// Adds to the tally. False: something was found, and printed.
bool play(std::uint64_t seed, const Options& options, Tally& tally) {
  remember_seed(seed, options.entries);
  Run run(seed, options.verbose);
  while (run.live(options.entries)) {
  }
  run.end();
  tally.add(run.tally());
  if (!run.is_content()) {
    std::printf("\nSeed %llu: ", static_cast<unsigned long long>(seed));
    run.report();
    return false;
  }
  if (seed % options.replay_every != 0) return true;
  ++tally.replayed;
  if (hash_in_company(seed, options) == run.hash()) return true;
  std::printf("\nSeed %llu: two runs differ\n", static_cast<unsigned long long>(seed));
  return false;
}

int simulate(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [start] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  Tally tally;
  const auto is_enough = [&](std::uint64_t seed) {
    return seed > options.last && tally.virtual_hours >= options.hours && seconds() >= options.minutes * 60;
  };
  for (std::uint64_t seed = options.first; !is_enough(seed); ++seed) {
    if (!play(seed, options, tally)) return complain(seed, options);
  }
  tally.print(seconds());
  return 0;
}

}  // namespace
}  // namespace chatwire::sim

int main(int count, char** words) {
  return chatwire::sim::simulate(chatwire::sim::read_options(count, words));
}

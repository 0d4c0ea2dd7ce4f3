// Ten thousand clients lose their server together.

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <chrono>
#include <cstdio>
#include <queue>
#include <utility>
#include <vector>

#include "core/backoff.h"
#include "fakes/dice.h"

namespace chatwire {
namespace {

using namespace std::chrono_literals;
using core::Backoff;
using core::CloseAction;

constexpr std::size_t kClients = 10'000;
constexpr Duration kOutage = 60s;
constexpr Duration kBin = 100ms;

struct Storm {
  double busiest_share;  ///< of all clients, dialling within one bin, over the whole time
  double return_share;   ///< the same, from the moment when the server is back
  Duration p95_back;     ///< after the server is back
  std::size_t given_up;
};

/// All are dropped at 0 with `first`; a dial before the outage is over is refused at once, one after it
/// succeeds.
Storm storm(std::uint64_t seed, CloseAction first) {
  fakes::Dice dice(seed);
  std::vector<Backoff> clients(kClients, Backoff(core::ReconnectPolicy{}));
  using Dial = std::pair<Duration, std::size_t>;
  std::priority_queue<Dial, std::vector<Dial>, std::greater<>> dials;
  Storm result{};
  const auto plan = [&](Duration now, std::size_t client, CloseAction action) {
    if (const auto delay = clients[client].next(dice.unit(), action)) {
      dials.emplace(now + *delay, client);
    } else {
      ++result.given_up;
    }
  };
  for (std::size_t client = 0; client < kClients; ++client) plan(0s, client, first);

  std::vector<std::size_t> bins;
  std::vector<Duration> back;
  while (!dials.empty()) {
    const auto [now, client] = dials.top();
    dials.pop();
    const auto bin = static_cast<std::size_t>(now / kBin);
    if (bin >= bins.size()) bins.resize(bin + 1);
    ++bins[bin];
    if (now < kOutage) {
      plan(now, client, CloseAction::retry);
    } else {
      back.push_back(now - kOutage);
    }
  }

  const auto share = [](std::size_t count) {
    return static_cast<double>(count) / static_cast<double>(kClients);
  };
  const auto after_outage = bins.begin() + static_cast<std::ptrdiff_t>(kOutage / kBin);
  result.busiest_share = share(*std::max_element(bins.begin(), bins.end()));
  result.return_share = share(*std::max_element(after_outage, bins.end()));
  std::sort(back.begin(), back.end());
  result.p95_back = back.at(back.size() * 95 / 100);
  CHECK(back.size() + result.given_up == kClients);
  return result;
}

TEST_CASE("F24: ten thousand clients come back spread out and soon", "[journey][F24][W14]") {
  const auto first = GENERATE(CloseAction::retry, CloseAction::retry_restart);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Storm result = storm(seed, first);
    std::printf("storm, seed %d, %s: busiest 100 ms %.2f %%, after the outage %.2f %%, p95 back %.1f s\n",
                static_cast<int>(seed), first == CloseAction::retry ? "dropped" : "closed with 1012",
                result.busiest_share * 100, result.return_share * 100, result.p95_back.count() / 1'000);
    CAPTURE(seed);
    CHECK(result.busiest_share <= 0.05);
    CHECK(result.p95_back <= 20s);
    CHECK(result.given_up == 0);
  }
}

}  // namespace
}  // namespace chatwire

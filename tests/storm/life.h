#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "core/config.h"
#include "fakes/dice.h"

namespace chatwire::storm {

/// What befalls every client: the link is lost at 0, a dial before the end of the outage is refused at once,
/// one after it succeeds at once.
struct Loss {
  int close_code = 1006;  ///< 1006: the wire broke
  Duration outage{60'000};
};

/// One client between the loss and its return. Times are counted from the loss.
struct Life {
  std::vector<Duration> dials;
  bool came_back = false;  ///< with its last dial; else it gave up
};

/// The life of a real client of the core, with its own clock and timer. It was connected for long enough to
/// start with a fresh budget.
Life live(const core::Config& config, const Loss& loss, fakes::Dice& dice);

/// How long a client waits before retry `retry` (from 0). Nothing: it gives up. `page` is uniform in [0, 1)
/// and drawn once for each client, for those that draw no more often.
using Formula = std::optional<Duration> (*)(int retry, double page, fakes::Dice& dice);

/// The life of a client that waits as `formula` says.
Life live(Formula formula, const Loss& loss, fakes::Dice& dice);

/// Many clients of one kind, a `core::Config` or a `Formula`, lose their server together. One after the
/// other: they do not hear of each other.
template <class Kind>
std::vector<Life> storm_of(std::size_t clients, const Kind& kind, const Loss& loss, std::uint64_t seed) {
  fakes::Dice dice(seed);
  std::vector<Life> lives(clients);
  for (Life& life : lives) life = live(kind, loss, dice);
  return lives;
}

}  // namespace chatwire::storm

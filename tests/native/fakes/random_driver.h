#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fakes/dice.h"
#include "fakes/world.h"

namespace chatwire::fakes {

/// A server, a network and a user with moods, all from one seed: dials that succeed or are refused or never
/// answered, cuts at any moment, frames that are not taken, a wire that clogs, closes of every class, and a
/// user who sends all the while. Each message's type is its receipt number, so the wire shows what left and
/// in what order.
class RandomDriver {
 public:
  struct Moods {
    double disconnects = 0;  ///< percent of the steps in which the user disconnects, and connects again later
    double rejections = 20;  ///< percent of the credentials that the server rejects
    double refusals = 5;     ///< percent of the frames that the socket does not take
    double clogs = 2;        ///< percent of the steps in which the server stops reading
  };

  RandomDriver(World& world, std::uint64_t seed, Moods moods);

  /// One thing happens.
  void step();

  /// Sends one message under its own number.
  void send();

  /// Everything works from here on, until nothing waits any more.
  void heal();

 private:
  void network();
  void server();
  void user();

  World& world_;
  Dice dice_;
  Moods moods_;
};

/// The numbers of the messages in the order in which they left, without pongs and credentials.
std::vector<std::uint32_t> numbers_on_the_wire(const World& world);

}  // namespace chatwire::fakes

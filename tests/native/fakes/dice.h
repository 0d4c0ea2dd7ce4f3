#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

namespace chatwire::fakes {

/// Random numbers that are the same on every machine: the standard's engines are exact, its distributions are
/// not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [0, 1).
  double unit() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }

  /// Uniform in [0, count).
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(unit() * static_cast<double>(count));
  }

  /// True `percent` times in a hundred.
  bool chance(double percent) { return unit() * 100 < percent; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace chatwire::fakes

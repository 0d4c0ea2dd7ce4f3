#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace chatwire::core {

/// Texts that are counted where they arrive, without a call of the client.
///
/// While it is open, who hands in texts of settled routes may add one here in place of each call of
/// `Client::on_settled_text()`, and deliver the wanted ones. Where history keeps texts, their sizes are noted
/// as well, and a text passes only if there is a place and room for it. The client takes all of it over at
/// the beginning of its next entry, before anything else is looked at. Nothing is lost by that: while it is
/// open, no rule depends on when such a text came, only on whether one did since the entry before.
struct Passage {
  /// So many texts, and so many bytes of them, may pass before history drops what they push out: who holds
  /// the texts holds no more than that beyond its limits.
  static constexpr std::size_t kMostSizes = 256;
  static constexpr std::size_t kMostBytes = 64 * 1024;

  // JavaScript counts in doubles.
  double wanted = 0;
  double unwanted = 0;
  /// The number of the last message before those that are counted here: the next one has the next number.
  double sequence = 0;
  /// Texts below this number are kept no longer, as far as the client has taken over what passed.
  double oldest_kept = 0;
  /// 1 or 0. The client's to write, at the end of each entry.
  std::int32_t is_open = 0;
  /// 1: history is on, and keeps what passes. 0: no sizes are noted.
  std::int32_t keeps = 0;
  /// How many sizes stand here: one for each text counted above.
  std::uint32_t size_count = 0;
  /// How many more bytes may pass, where history keeps them.
  std::uint32_t room = 0;
  std::array<std::uint32_t, kMostSizes> sizes{};
};

}  // namespace chatwire::core

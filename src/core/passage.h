#pragma once

#include <cstdint>

namespace chatwire::core {

/// Texts that are counted where they arrive, without a call of the client.
///
/// While it is open, who hands in texts of settled routes may add one here in place of each call of
/// `Client::on_settled_text()`, and deliver the wanted ones. The client takes the counts over at the
/// beginning of its next entry, before anything else is looked at. Nothing is lost by that: while it is open,
/// no rule depends on when such a text came, only on whether one did since the entry before.
struct Passage {
  // JavaScript counts in doubles.
  double wanted = 0;
  double unwanted = 0;
  /// 1 or 0. The client's to write, at the end of each entry.
  std::int32_t is_open = 0;
};

}  // namespace chatwire::core

#pragma once

#include <cstdint>

#include "core/client.h"
#include "sim/delivery.h"
#include "sim/shadow.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// What must hold whenever the client rests, whatever befell it.
class Invariants {
 public:
  Invariants(const core::Client& client, const Wire::Context& context, const Wire& wire, const Shadow& shadow,
             const Delivery& delivery)
      : client_(client), context_(context), wire_(wire), shadow_(shadow), delivery_(delivery) {}

  /// After each entry.
  void check();

  /// Before the timer's entry: the client must not wake up more often than it has something to do.
  void wake();

  /// Before any other entry.
  void stir() { wakes_ = 0; }

 private:
  void check_timer() const;
  void check_outbox() const;
  void check_counters() const;
  void check_requests() const;
  void expect(bool truth, const char* otherwise) const {
    if (!truth) context_.judge.object(otherwise);
  }

  const core::Client& client_;
  Wire::Context context_;
  const Wire& wire_;
  const Shadow& shadow_;
  const Delivery& delivery_;
  int wakes_ = 0;
  TimePoint wakes_since_{};
};

}  // namespace chatwire::sim

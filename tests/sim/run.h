#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/client.h"
#include "port/listener.h"
#include "sim/app.h"
#include "sim/climate.h"
#include "sim/clock.h"
#include "sim/delivery.h"
#include "sim/enquiries.h"
#include "sim/intent.h"
#include "sim/invariants.h"
#include "sim/judge.h"
#include "sim/liveness.h"
#include "sim/mail.h"
#include "sim/shadow.h"
#include "sim/tally.h"
#include "sim/trace.h"
#include "sim/weather.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// The life of one client, from one seed. The same seed leads the same life, on every machine.
class Run final : public port::Listener {
 public:
  Run(std::uint64_t seed, bool verbose);

  /// One entry more. False: it has lived for so many, or dies young, or something was found.
  bool live(std::uint64_t entries);

  /// Destroys the client, and sums up.
  void end();

  void on_event(const port::Event& event) override;

  bool is_content() const { return judge_.is_content(); }
  const Tally& tally() const { return tally_; }
  std::uint64_t hash() const { return trace_.hash(); }

  /// What was found, when, and what led to it.
  void report();

 private:
  void step();
  void count(const port::Event& event);
  /// What was dialled since the last time.
  void carry();
  void destroy();

  Climate climate_;
  fakes::Dice dice_;
  Judge judge_;
  Tally tally_;
  Trace trace_;
  Intent intent_;
  Mail mail_;
  Enquiries enquiries_;
  Clock clock_;
  Wire::Context context_;
  Wire wire_;
  Shadow shadow_;
  std::optional<core::Client> client_;
  Delivery delivery_;
  App app_;
  Weather weather_;
  Liveness liveness_;
  Invariants invariants_;
  bool is_destroyed_ = false;
  std::optional<std::uint64_t> dies_after_;  ///< entries
  Generation opened_{};
  std::uint32_t sent_before_ = 0;  ///< this step
};

}  // namespace chatwire::sim

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace chatwire::sim {

/// Everything that can go wrong, or merely odd.
enum class Fault : std::size_t {
  bad_url,
  refused_dial,
  black_hole,
  late_open,
  refused_protocol,
  no_address,
  renewed_credentials,
  named_time,
  hidden_page,
  frozen_page,
  error_without_close,
  cut,
  cut_at_once,
  cut_before_verdict,
  cut_in_queue,
  cut_after_frame,
  half_open,
  deaf,
  dumb,
  dead_link_found,
  server_close,
  outage,
  congestion,
  refused_frame,
  flood,
  duplicate,
  garbage,
  cut_off_frame,
  binary_frame,
  unreadable_frame,
  stale_event,
  sleep,
  wall_clock_step,
  throttled_timers,
  odd_timer,
  timed_out,
  late_reply,
  double_reply,
  foreign_reply,
  too_many_requests,
  young_death,
  count,
};

inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::count);

/// For the table.
const char* name_of(Fault fault);

/// What happened, summed up over the seeds.
struct Tally {
  double virtual_hours = 0;
  std::uint64_t seeds = 0;
  std::uint64_t replayed = 0;
  std::uint64_t entries = 0;
  std::uint64_t events = 0;
  std::uint64_t dials = 0;
  std::uint64_t links = 0;
  std::uint64_t sent = 0;
  std::uint64_t arrived = 0;
  std::uint64_t dropped = 0;
  std::uint64_t received = 0;
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  std::array<std::uint64_t, kFaultCount> faults{};

  void count(Fault fault) { ++faults[static_cast<std::size_t>(fault)]; }
  std::uint64_t of(Fault fault) const { return faults[static_cast<std::size_t>(fault)]; }
  void add(const Tally& other);
  void print(double wall_seconds) const;
};

}  // namespace chatwire::sim

#include "sim/tally.h"

#include <cinttypes>
#include <cstdio>

namespace chatwire::sim {

const char* name_of(Fault fault) {
  switch (fault) {
    case Fault::bad_url:
      return "bad URL";
    case Fault::refused_dial:
      return "refused dials";
    case Fault::black_hole:
      return "black holes";
    case Fault::late_open:
      return "opened late";
    case Fault::refused_protocol:
      return "refused sub-protocols";
    case Fault::no_address:
      return "no address in time";
    case Fault::renewed_credentials:
      return "renewals";
    case Fault::named_time:
      return "times to stay away";
    case Fault::hidden_page:
      return "page hidden";
    case Fault::frozen_page:
      return "page frozen";
    case Fault::error_without_close:
      return "error without close";
    case Fault::cut:
      return "cuts";
    case Fault::cut_at_once:
      return "  as it opened";
    case Fault::cut_before_verdict:
      return "  before the verdict";
    case Fault::cut_in_queue:
      return "  amid the queue";
    case Fault::cut_after_frame:
      return "  after another frame";
    case Fault::half_open:
      return "half open";
    case Fault::deaf:
      return "only server deaf";
    case Fault::dumb:
      return "only server dumb";
    case Fault::dead_link_found:
      return "found dead";
    case Fault::server_close:
      return "closed by server";
    case Fault::outage:
      return "outages";
    case Fault::congestion:
      return "congestion";
    case Fault::refused_frame:
      return "frames not taken";
    case Fault::flood:
      return "floods";
    case Fault::duplicate:
      return "duplicates";
    case Fault::garbage:
      return "garbage";
    case Fault::cut_off_frame:
      return "cut-off frames";
    case Fault::binary_frame:
      return "binary frames";
    case Fault::unreadable_frame:
      return "unreadable frames";
    case Fault::stale_event:
      return "stale events";
    case Fault::sleep:
      return "sleeps";
    case Fault::wall_clock_step:
      return "wall clock steps";
    case Fault::throttled_timers:
      return "timers throttled";
    case Fault::odd_timer:
      return "early or late timers";
    case Fault::timed_out:
      return "requests timed out";
    case Fault::late_reply:
      return "late replies";
    case Fault::double_reply:
      return "double replies";
    case Fault::foreign_reply:
      return "replies by another link";
    case Fault::too_many_requests:
      return "too many requests";
    case Fault::young_death:
      return "destroyed early";
    case Fault::count:
      break;
  }
  return "?";
}

void Tally::add(const Tally& other) {
  virtual_hours += other.virtual_hours;
  seeds += other.seeds;
  replayed += other.replayed;
  entries += other.entries;
  events += other.events;
  dials += other.dials;
  links += other.links;
  sent += other.sent;
  arrived += other.arrived;
  dropped += other.dropped;
  received += other.received;
  asked += other.asked;
  answered += other.answered;
  for (std::size_t index = 0; index < kFaultCount; ++index) faults[index] += other.faults[index];
}

void Tally::print(double wall_seconds) const {
  const auto line = [](const char* name, std::uint64_t value) {
    std::printf("  %-24s %12" PRIu64 "\n", name, value);
  };
  std::printf("  %-24s %12.1f hours (%.2f years)\n", "virtual time", virtual_hours, virtual_hours / 8'766);
  std::printf("  %-24s %12.1f seconds\n", "wall time", wall_seconds);
  line("seeds", seeds);
  line("  played twice", replayed);
  line("entries", entries);
  line("events", events);
  line("dials", dials);
  line("links", links);
  line("messages sent", sent);
  line("  arrived", arrived);
  line("messages dropped", dropped);
  line("messages received", received);
  line("requests", asked);
  line("  answered", answered);
  for (std::size_t index = 0; index < kFaultCount; ++index)
    line(name_of(static_cast<Fault>(index)), faults[index]);
}

}  // namespace chatwire::sim

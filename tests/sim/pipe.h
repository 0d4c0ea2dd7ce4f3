#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "base/time.h"
#include "sim/mail.h"

namespace chatwire::sim {

/// The way from one socket to the server: a buffer that drains at some rate, then the wire with its latency.
/// What is in neither any more has arrived, or is lost without a word.
class Pipe {
 public:
  struct Quality {
    double bytes_per_ms;
    Duration latency;
  };

  Pipe(TimePoint now, const Quality& quality, Mail& mail) : mail_(&mail), quality_(quality), last_(now) {}

  /// `number`: of the application's message; 0: one of the core's own.
  void push(TimePoint now, std::uint32_t number, std::size_t bytes);

  /// What left the buffer by now.
  void advance(TimePoint now);

  /// Nothing leaves the buffer until then (F25).
  void stall(TimePoint until) { stalled_until_ = until; }

  /// Nothing leaves any more, and what is under way is lost.
  void cut();

  /// All leaves as ever, and nothing arrives.
  void leak();

  /// What is under way arrives, as before an orderly close. Not after a cut or a leak.
  void flush();

  std::size_t buffered() const { return static_cast<std::size_t>(buffered_); }

 private:
  struct Cargo {
    std::uint32_t number;
    double left;
  };
  struct Flight {
    std::uint32_t number;
    TimePoint arrival;
  };

  void arrive(std::uint32_t number);

  Mail* mail_;
  Quality quality_;
  TimePoint last_;
  TimePoint stalled_until_{};
  bool is_cut_ = false;
  bool leaks_ = false;
  double buffered_ = 0;
  std::deque<Cargo> cargo_;
  std::deque<Flight> flights_;
};

}  // namespace chatwire::sim

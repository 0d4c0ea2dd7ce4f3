#include "sim/pipe.h"

#include <algorithm>

namespace chatwire::sim {

void Pipe::push(TimePoint now, std::uint32_t number, std::size_t bytes) {
  advance(now);
  buffered_ += static_cast<double>(bytes);
  cargo_.push_back({.number = number, .left = static_cast<double>(bytes)});
}

void Pipe::advance(TimePoint now) {
  const TimePoint since = std::max(last_, stalled_until_);
  last_ = std::max(last_, now);
  if (is_cut_) return;
  double credit = since < now ? (now - since).count() * quality_.bytes_per_ms : 0;
  while (!cargo_.empty() && credit > 0) {
    Cargo& front = cargo_.front();
    const double gone = std::min(credit, front.left);
    credit -= gone;
    front.left -= gone;
    buffered_ -= gone;
    if (front.left > 0) break;
    flights_.push_back({.number = front.number, .arrival = now + quality_.latency});
    cargo_.pop_front();
  }
  if (cargo_.empty()) buffered_ = 0;
  while (!flights_.empty() && flights_.front().arrival <= now) {
    arrive(flights_.front().number);
    flights_.pop_front();
  }
}

void Pipe::cut() {
  is_cut_ = true;
  flights_.clear();
}

void Pipe::leak() {
  leaks_ = true;
  flights_.clear();
}

void Pipe::flush() {
  if (is_cut_) return;
  for (const Flight& flight : flights_) arrive(flight.number);
  for (const Cargo& cargo : cargo_) arrive(cargo.number);
  flights_.clear();
  cargo_.clear();
  buffered_ = 0;
}

void Pipe::arrive(std::uint32_t number) {
  if (number != 0 && !leaks_) mail_->arrive(number);
}

}  // namespace chatwire::sim

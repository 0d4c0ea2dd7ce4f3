#include "sim/trace.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <type_traits>

#include "fakes/event_line.h"

namespace chatwire::sim {

void Trace::event(TimePoint now, const port::Event& event) {
  ++events_;
  mix_plain(now.time_since_epoch().count());
  mix_plain(event.index());
  std::visit(
      [this](const auto& happened) {
        using Kind = std::decay_t<decltype(happened)>;
        if constexpr (std::is_same_v<Kind, port::StateChanged>) {
          mix_plain(happened.from);
          mix_plain(happened.to);
          mix_plain(happened.reason);
        } else if constexpr (std::is_same_v<Kind, port::Closed>) {
          mix_plain(happened.code);
          mix(happened.reason);
          mix_plain(happened.was_clean);
          mix_plain(happened.was_open);
        } else if constexpr (std::is_same_v<Kind, port::RetryScheduled>) {
          mix_plain(happened.attempt);
          mix_plain(happened.delay.count());
        } else if constexpr (std::is_same_v<Kind, port::Failure>) {
          mix_plain(happened.code);
          mix(happened.detail);
        } else if constexpr (std::is_same_v<Kind, port::ReceiptChanged>) {
          mix_plain(happened.receipt);
          mix_plain(happened.delivery);
          mix_plain(happened.reason);
        } else if constexpr (std::is_same_v<Kind, port::RequestFailed>) {
          mix_plain(happened.request);
          mix_plain(happened.reason);
        } else {
          mix(fakes::to_line(happened));
        }
      },
      event);
  Line& line = next();
  line.at = now;
  line.what = nullptr;
  line.event = event;
  if (verbose_) std::puts(text_of(line).c_str());
}

void Trace::note(TimePoint now, const char* what, double one, double two) {
  mix_plain(now.time_since_epoch().count());
  mix(what);
  mix_plain(one);
  mix_plain(two);
  Line& line = next();
  line.at = now;
  line.what = what;
  line.one = one;
  line.two = two;
  if (verbose_) std::puts(text_of(line).c_str());
}

std::vector<std::string> Trace::last() const {
  std::vector<std::string> lines;
  const std::size_t count = std::min(lines_, ring_.size());
  for (std::size_t back = count; back > 0; --back)
    lines.push_back(text_of(ring_[(lines_ - back) % ring_.size()]));
  return lines;
}

std::string Trace::text_of(const Line& line) {
  char text[160];
  const double at = line.at.time_since_epoch().count();
  if (line.what == nullptr) {
    std::snprintf(text, sizeof text, "%16.3f ms   ", at);
    return text + fakes::to_line(line.event);
  }
  std::snprintf(text, sizeof text, "%16.3f ms > %s %.15g %.15g", at, line.what, line.one, line.two);
  return text;
}

Trace::Line& Trace::next() {
  return ring_[lines_++ % ring_.size()];
}

void Trace::mix(std::string_view bytes) {
  // FNV-1a.
  for (const char byte : bytes) hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  mix_plain(bytes.size());
}

template <class Plain>
void Trace::mix_plain(const Plain& value) {
  std::uint64_t word = 0;
  if constexpr (std::is_same_v<Plain, double>) {
    word = std::bit_cast<std::uint64_t>(value);
  } else {
    word = static_cast<std::uint64_t>(value);
  }
  hash_ = (hash_ ^ word) * 0x9e3779b97f4a7c15U;
  hash_ ^= hash_ >> 29U;
}

}  // namespace chatwire::sim

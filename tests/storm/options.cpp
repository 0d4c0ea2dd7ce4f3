#include "storm/options.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace chatwire::storm {
namespace {

[[noreturn]] void refuse(std::string_view word) {
  std::fprintf(stderr,
               "cannot read '%.*s'\n"
               "chatwire_storm [--clients N] [--outage SECONDS] [--initial-delay MS] [--multiplier X]"
               " [--max-delay MS] [--jitter 0..1]\n",
               static_cast<int>(word.size()), word.data());
  std::exit(2);
}

double number(const std::string& word, double least, double most) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  if (word.empty() || *end != '\0' || !(value >= least && value <= most)) refuse(word);
  return value;
}

}  // namespace

Options read_options(int count, const char* const* words) {
  Options options;
  for (int index = 1; index < count; index += 2) {
    const std::string_view name = words[index];
    if (index + 1 == count) refuse(name);
    const std::string value = words[index + 1];
    if (name == "--clients") {
      options.clients = static_cast<std::size_t>(number(value, 1, 1e6));
    } else if (name == "--outage") {
      options.outage = Duration{1'000 * number(value, 0, 86'400)};
    } else if (name == "--initial-delay") {
      options.reconnect.initial_delay = Duration{number(value, 1, 1e7)};
    } else if (name == "--multiplier") {
      options.reconnect.multiplier = number(value, 1, 100);
    } else if (name == "--max-delay") {
      options.reconnect.max_delay = Duration{number(value, 1, 1e7)};
    } else if (name == "--jitter") {
      options.reconnect.jitter = number(value, 0, 1);
    } else {
      refuse(name);
    }
  }
  return options;
}

}  // namespace chatwire::storm

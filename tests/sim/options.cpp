#include "sim/options.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace chatwire::sim {
namespace {

[[noreturn]] void refuse(std::string_view word) {
  std::fprintf(stderr,
               "cannot read '%.*s'\n"
               "chatwire_sim [--seed S | --seeds A..B | --from A] [--hours H] [--minutes M] [--entries N]"
               " [--verbose]\n",
               static_cast<int>(word.size()), word.data());
  std::exit(2);
}

double number(const std::string& word) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  if (word.empty() || *end != '\0' || !(value >= 0)) refuse(word);
  return value;
}

std::uint64_t whole(const std::string& word) {
  char* end = nullptr;
  const std::uint64_t value = std::strtoull(word.c_str(), &end, 10);
  if (word.empty() || *end != '\0') refuse(word);
  return value;
}

void read_range(const std::string& word, Options& options) {
  const std::size_t dots = word.find("..");
  if (dots == std::string::npos) refuse(word);
  options.first = whole(word.substr(0, dots));
  options.last = whole(word.substr(dots + 2));
  if (options.last < options.first) refuse(word);
}

}  // namespace

Options read_options(int count, const char* const* words) {
  Options options;
  for (int index = 1; index < count; ++index) {
    const std::string_view name = words[index];
    if (name == "--verbose") {
      options.verbose = true;
      continue;
    }
    if (index + 1 == count) refuse(name);
    const std::string value = words[++index];
    if (name == "--seeds") {
      read_range(value, options);
    } else if (name == "--seed") {
      options.first = options.last = whole(value);
    } else if (name == "--from") {
      options.first = options.last = whole(value);
    } else if (name == "--hours") {
      options.hours = number(value);
    } else if (name == "--minutes") {
      options.minutes = number(value);
    } else if (name == "--entries") {
      options.entries = whole(value);
    } else {
      refuse(name);
    }
  }
  return options;
}

}  // namespace chatwire::sim

#include "sim/last_words.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>

#include "sim/options.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace chatwire::sim {
namespace {

// Global, because a signal handler can see nothing else.
std::array<char, 160> line{};
std::size_t length = 0;

void speak() {
  // Only what a signal handler may call.
  [[maybe_unused]] const auto written = write(STDOUT_FILENO, line.data(), length);
}

void on_abort(int) {
  speak();
  _exit(1);
}

}  // namespace

std::string replay_line(std::uint64_t seed, std::uint64_t entries) {
  std::string text = "npm run sim -- --seed " + std::to_string(seed);
  if (entries != Options{}.entries) text += " --entries " + std::to_string(entries);
  return text;
}

void remember_seed(std::uint64_t seed, std::uint64_t entries) {
  const int written =
      std::snprintf(line.data(), line.size(), "\nseed %llu ended the process. Again: %s\n",
                    static_cast<unsigned long long>(seed), replay_line(seed, entries).c_str());
  length = written > 0 ? static_cast<std::size_t>(written) : 0;
  std::signal(SIGABRT, on_abort);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_set_death_callback(speak);
#endif
}

}  // namespace chatwire::sim

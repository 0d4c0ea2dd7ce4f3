#include "fakes/recording_listener.h"

#include <catch_amalgamated.hpp>

#include "core/transitions.h"

namespace chatwire::fakes {

void RecordingListener::on_event(const port::Event& event) {
  events_.push_back(event);
  if (const auto* move = std::get_if<port::StateChanged>(&event)) check_chain(*move);
  if (reaction_) reaction_(event);
}

std::vector<std::string> RecordingListener::lines() const {
  std::vector<std::string> lines;
  lines.reserve(events_.size());
  for (const port::Event& event : events_) lines.push_back(to_line(event));
  return lines;
}

std::vector<std::string> RecordingListener::take() {
  std::vector<std::string> lines;
  for (; taken_ < events_.size(); ++taken_) lines.push_back(to_line(events_[taken_]));
  return lines;
}

void RecordingListener::check_chain(const port::StateChanged& move) {
  if (move.from != state_) FAIL_CHECK("was " << name_of(state_) << ", yet heard: " << to_line(move));
  if (!core::is_legal(move.from, move.to)) FAIL_CHECK("not in the table: " << to_line(move));
  state_ = move.to;
}

}  // namespace chatwire::fakes

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fakes/event_line.h"
#include "port/listener.h"

namespace chatwire::fakes {

/// Writes down what it hears. Fails the test when what it hears cannot be: a state that does not begin where
/// the last one ended, or a move that is not in the table.
class RecordingListener final : public port::Listener {
 public:
  void on_event(const port::Event& event) override;

  /// Runs on each event, after it was written down.
  void react(std::function<void(const port::Event&)> reaction) { reaction_ = std::move(reaction); }

  const std::vector<port::Event>& events() const { return events_; }
  std::vector<std::string> lines() const;

  /// Lines since the last take().
  std::vector<std::string> take();

  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const port::Event& event : events_) {
      if (const auto* kind = std::get_if<Kind>(&event)) found.push_back(*kind);
    }
    return found;
  }

 private:
  void check_chain(const port::StateChanged& move);

  std::vector<port::Event> events_;
  std::size_t taken_ = 0;
  State state_ = State::idle;
  std::function<void(const port::Event&)> reaction_;
};

}  // namespace chatwire::fakes

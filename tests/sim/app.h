#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/client.h"
#include "fakes/dice.h"
#include "sim/delivery.h"
#include "sim/intent.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// An application that calls anything at any moment, also from inside of the listener.
class App {
 public:
  App(std::uint64_t seed, core::Client& client, const Wire::Context& context, const Wire& wire,
      Intent& intent, Delivery& delivery);

  /// When it wants to act next.
  TimePoint next() const;
  void act();

  /// In the listener.
  void react(const port::Event& event);

  /// A new entry from outside: how often the listener may call back in during it.
  void rest() { patience_ = 8; }

 private:
  /// What the application was asked, and when it will answer.
  struct Question {
    TimePoint ready;
    Generation socket;
  };

  void do_anything();
  void connect();
  void disconnect();
  void send();
  core::SendOptions draw_options();
  void cancel();
  void listen();
  void look_back();
  void authenticate();
  void decide_retry();
  /// Mostly the one that was asked about, else one that nobody asks about any more.
  Generation draw_generation(Generation asked);
  void expect(bool truth, const char* otherwise) {
    if (!truth) context_.judge.object(otherwise);
  }

  core::Client& client_;
  Wire::Context context_;
  const Wire& wire_;
  Intent& intent_;
  Delivery& delivery_;
  fakes::Dice dice_;
  TimePoint next_;
  std::optional<Question> credentials_;
  std::optional<Question> retry_;
  int patience_ = 0;
};

}  // namespace chatwire::sim

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/client.h"
#include "fakes/dice.h"
#include "sim/delivery.h"
#include "sim/intent.h"
#include "sim/shadow.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// An application that calls anything at any moment, also from inside of the listener.
class App {
 public:
  App(std::uint64_t seed, core::Client& client, const Wire::Context& context, const Wire& wire,
      Intent& intent, Delivery& delivery, Shadow& shadow);

  /// When it wants to act next.
  TimePoint next() const;
  void act();

  /// In the listener.
  void react(const port::Event& event);

  /// How many questions it asked.
  std::uint64_t asked() const { return asked_; }

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
  /// It is about to send: at rest that may dial.
  void announce_dial();
  void ask();
  void forget_question();
  void cancel();
  void listen();
  void look_back();
  void give_address();
  void authenticate();
  void renew_credentials();
  /// False: there is something to give.
  bool withhold(Generation socket);
  void decide_retry();
  void hint();
  void hasten();
  /// The page is seen no longer, or stops; after a while it comes back.
  void hide();
  void wake();
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
  Shadow& shadow_;
  fakes::Dice dice_;
  TimePoint next_;
  std::optional<Question> address_;
  std::optional<Question> credentials_;
  std::optional<Question> retry_;
  std::optional<TimePoint> wakes_;
  std::int32_t last_route_ = 0;
  std::uint32_t tickets_ = 0;  ///< in the addresses that were given
  std::uint64_t asked_ = 0;
  std::uint32_t last_id_ = 0;  ///< of a question
  int patience_ = 0;
  bool is_inside_ = false;  ///< of the listener
};

}  // namespace chatwire::sim

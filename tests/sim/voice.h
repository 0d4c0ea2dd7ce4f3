#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fakes/dice.h"
#include "sim/climate.h"
#include "sim/tally.h"

namespace chatwire::sim {

/// One frame of the server, and what it is.
struct Utterance {
  enum class Kind { message, ping, pong, accepted, rejected, challenge, garbage, binary, unreadable };

  Kind kind = Kind::message;
  std::string text = {};
  std::string type = {};  ///< of a message, decoded
  std::string id = {};    ///< of an answer
};

/// What the server may say. All frames are made once: a run hears thousands of them.
class Voice {
 public:
  Voice(const Climate& climate, fakes::Dice& dice, Tally& tally);

  /// The next frame of its own accord. Valid until the next call.
  const Utterance& speak();

  /// A frame of a certain kind, as an answer.
  const Utterance& say(Utterance::Kind kind) const { return answers_[static_cast<std::size_t>(kind)]; }

  /// The answer to a question: by its id, or by its type where that is 0.
  Utterance reply(std::uint32_t asked, std::uint32_t id);

  /// The types of its messages; index 0 is spoken most.
  static std::string type_name(std::size_t index) { return "topic-" + std::to_string(index); }
  static constexpr std::size_t kTypes = 6;

 private:
  const Utterance& disturb();

  const Climate& climate_;
  fakes::Dice& dice_;
  Tally& tally_;
  std::vector<Utterance> messages_;
  std::vector<Utterance> garbage_;
  std::vector<Utterance> answers_;
  Utterance cut_off_;
  std::size_t last_ = 0;
};

}  // namespace chatwire::sim

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/client.h"
#include "fakes/dice.h"
#include "sim/archive.h"
#include "sim/shadow.h"
#include "sim/wire.h"

namespace chatwire::sim {

/// Hands to the client what the wire heard, and holds its verdict on each frame against what the frame was
/// and who wanted it.
class Delivery {
 public:
  Delivery(std::uint64_t seed, core::Client& client, const Wire::Context& context, const Wire& wire,
           Shadow& shadow)
      : client_(client),
        context_(context),
        wire_(wire),
        shadow_(shadow),
        dice_(seed * 7 + 13),
        archive_(context.climate.config.history) {}

  void hand(const Heard& heard);

  // The application told the client, and tells us.

  void subscribed(const std::string& type, Route route);
  void unsubscribed(const std::string& type);
  void wants_all(bool wanted);
  void cleared_history();

  const Archive& archive() const { return archive_; }
  std::uint64_t received() const { return received_; }
  std::uint64_t stale() const { return stale_; }

 private:
  /// What the client has to make of a frame.
  struct Expectation {
    core::Disposition disposition;
    Route route;
    bool counts;   ///< as a message
    bool answers;  ///< one of ours, and so proves the link
    bool is_stale;
    Enquiries::Meaning meaning = {};
  };

  void say(Generation socket, const Utterance& said);
  /// The platform knows this type, and does not show the text. False: the client wants to see it.
  bool hand_settled(Generation socket, const Utterance& said);
  /// Any change of what is wanted makes the platform forget which types it knows.
  void forget_settled();
  /// False: the client wants the whole text.
  bool hand_text(Generation socket, const Utterance& said, std::string_view text, wire::Extent extent);
  void count(const Expectation& expected);
  /// Will the client see enough of it to know whose answer it is?
  bool shows_id(std::string_view text, wire::Extent extent) const;
  /// The application finds the answer that it knows by its type.
  void match(const Utterance& said);
  Expectation expect_of(Generation socket, const Utterance& said) const;
  /// `was_cleared`: the listener has emptied the history since.
  void judge(const Expectation& expected, const Utterance& said, const core::Verdict& verdict,
             bool was_cleared);
  Route route_of(const std::string& type) const;
  void keep(const Utterance& said, const core::Verdict& verdict, bool was_cleared);
  void expect(bool truth, const char* otherwise) {
    if (!truth) context_.judge.object(otherwise);
  }

  core::Client& client_;
  Wire::Context context_;
  const Wire& wire_;
  Shadow& shadow_;
  fakes::Dice dice_;
  std::map<std::string, Route> routes_;
  bool wants_all_ = false;
  std::map<std::string, Route> settled_;  ///< types whose texts need not be shown
  std::uint64_t changes_ = 0;             ///< of what is wanted
  std::uint64_t received_ = 0;            ///< as the client counts: binary ones too
  std::uint64_t numbered_ = 0;
  std::uint64_t stale_ = 0;
  Archive archive_;
  std::uint64_t clearings_ = 0;
};

}  // namespace chatwire::sim

#include "sim/voice.h"

#include "sim/enquiries.h"

namespace chatwire::sim {

using Kind = Utterance::Kind;

Voice::Voice(const Climate& climate, fakes::Dice& dice, Tally& tally)
    : climate_(climate), dice_(dice), tally_(tally) {
  for (std::size_t index = 0; index < 40; ++index) {
    const std::string type = type_name(dice_.below(1 + dice_.below(kTypes)));
    const std::size_t size = dice_.chance(5) ? 5'000 : dice_.below(100);
    const std::string payload = R"("payload":{"text":")" + std::string(size, 'x') + R"("})";
    const std::string named = R"("type":")" + type + '"';
    messages_.push_back(
        {.text = dice_.chance(20) ? "{" + payload + "," + named + "}" : "{" + named + "," + payload + "}",
         .type = type});
  }
  messages_.push_back({.text = R"({"payload":"of no type"})"});
  messages_.push_back({.text = R"({"type":17})"});
  messages_.push_back({.text = "{}"});
  messages_.push_back({.text = R"({"id":"of nobody"})", .id = "of nobody"});
  for (const char* text : {"", "{", "nonsense", "[1,2]", "42", "null", R"({"type":"topic-0"}})"})
    garbage_.push_back({.kind = Kind::garbage, .text = text});
  answers_ = {
      {.kind = Kind::message, .text = R"({"type":"topic-0"})", .type = "topic-0"},
      {.kind = Kind::ping, .text = R"({"type":"ping"})", .type = "ping"},
      {.kind = Kind::pong, .text = R"({"type":"pong"})", .type = "pong"},
      {.kind = Kind::accepted, .text = R"({"type":"auth_ok"})", .type = "auth_ok"},
      {.kind = Kind::rejected, .text = R"({"type":"auth_error"})", .type = "auth_error"},
      {.kind = Kind::challenge, .text = R"({"type":"challenge"})", .type = "challenge"},
      {.kind = Kind::garbage, .text = "{"},
      {.kind = Kind::binary},
      {.kind = Kind::unreadable},
  };
}

const Utterance& Voice::speak() {
  if (dice_.chance(climate_.disturbance)) return disturb();
  if (dice_.chance(5)) return say(Kind::ping);
  last_ = dice_.below(messages_.size());
  return messages_[last_];
}

Utterance Voice::reply(std::uint32_t asked, std::uint32_t id) {
  const std::string payload =
      R"("payload":")" + std::string(dice_.chance(5) ? 5'000 : dice_.below(100), 'z') + '"';
  if (id == 0) {
    const std::string type = Enquiries::answer_type(asked);
    return {.text = R"({"type":")" + type + "\"," + payload + '}', .type = type};
  }
  const std::string type = type_name(dice_.below(kTypes));
  const std::string number = std::to_string(id);
  // Some servers write an integer for it.
  const std::string member = R"("id":)" + (dice_.chance(20) ? number : '"' + number + '"');
  const std::string rest = dice_.chance(50) ? member + ',' + payload : payload + ',' + member;
  return {.text = R"({"type":")" + type + "\"," + rest + '}', .type = type, .id = number};
}

const Utterance& Voice::disturb() {
  switch (dice_.below(8)) {
    case 0:
      tally_.count(Fault::garbage);
      return garbage_[dice_.below(garbage_.size())];
    case 1: {
      tally_.count(Fault::cut_off_frame);
      const std::string& whole = messages_[dice_.below(messages_.size())].text;
      cut_off_ = {.kind = Kind::garbage, .text = whole.substr(0, dice_.below(whole.size()))};
      return cut_off_;
    }
    case 2:
      tally_.count(Fault::binary_frame);
      return say(Kind::binary);
    case 3:
      if (!dice_.chance(20)) return say(Kind::ping);
      tally_.count(Fault::unreadable_frame);
      return say(Kind::unreadable);
    case 4:
      if (dice_.chance(20)) return say(Kind::challenge);
      // Out of the blue. A pong would pass for a sign of life where nothing else does, unless it needs an id.
      if (climate_.config.heartbeat && climate_.config.heartbeat->strict && !climate_.config.heartbeat->ids)
        return say(Kind::accepted);
      return say(dice_.chance(50) ? Kind::accepted : Kind::pong);
    default:
      tally_.count(Fault::duplicate);
      return messages_[last_];
  }
}

}  // namespace chatwire::sim

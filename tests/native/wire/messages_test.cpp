#include <catch_amalgamated.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "wire/messages/autobot.h"
#include "wire/messages/chat.h"
#include "wire/messages/dashboard.h"
#include "wire/messages/nexus.h"
#include "wire/messages/wazuh.h"

namespace chatwire::messages {
namespace {

Json catalog_of(const std::string& system) {
  std::ifstream file(CHATWIRE_SOURCE_DIR "/src/wire/catalog/" + system + ".json");
  return Json::parse(file);
}

bool is_sent_by(const Json& message, const std::string& side) {
  return message["direction"] == side || message["direction"] == "both";
}

std::string told(const Verdict& fault) {
  return fault ? fault->path + ": " + fault->reason : "";
}

/// Each example of this side is read, and written as it was; without a field that it must have, the fault
/// names that.
template <class AnyFrame>
int check_examples(const std::string& system, const std::string& side, const EnvelopeKeys& keys) {
  int checked = 0;
  const Json catalog = catalog_of(system);
  for (const Json& message : catalog["messages"]) {
    if (!is_sent_by(message, side)) continue;
    INFO(message["example"]);
    const Json& example = message["example"];
    AnyFrame frame;
    CHECK(told(read_frame(example, keys, frame)).empty());
    // With its keys in the order of the alphabet, as nlohmann has them.
    CHECK(write_frame(frame, keys).dump() == example.dump());
    const Json fields = message.value("payload", Json::object());
    for (const auto& [key, field] : fields.items()) {
      if (field.value("optional", false)) continue;
      Json broken = example;
      broken[std::string(keys.payload)].erase(key);
      CHECK(told(read_frame(broken, keys, frame)) == std::string(keys.payload) + "." + key + ": is missing");
      broken[std::string(keys.payload)][key] = nullptr;
      CHECK(told(read_frame(broken, keys, frame))
                .starts_with(std::string(keys.payload) + "." + key + ": must be "));
    }
    ++checked;
  }
  return checked;
}

TEST_CASE("S4.160 every message of autobot is read and written as its system has it", "[messages][S4.9]") {
  CHECK(check_examples<autobot::ServerFrame>("autobot", "server", autobot::kKeys) == 30);
  CHECK(check_examples<autobot::ClientFrame>("autobot", "client", autobot::kKeys) == 9);
}

TEST_CASE("every message of dashboard, nexus and wazuh is read and written as its system has it",
          "[messages][S0.13][S2.57][S3.11]") {
  CHECK(check_examples<dashboard::ServerFrame>("dashboard", "server", dashboard::kKeys) == 6);
  CHECK(check_examples<dashboard::ClientFrame>("dashboard", "client", dashboard::kKeys) == 1);
  CHECK(check_examples<nexus::ServerFrame>("nexus", "server", nexus::kKeys) == 5);
  CHECK(check_examples<nexus::ClientFrame>("nexus", "client", nexus::kKeys) == 2);
  CHECK(check_examples<wazuh::ServerFrame>("wazuh", "server", wazuh::kKeys) == 8);
  CHECK(check_examples<wazuh::ClientFrame>("wazuh", "client", wazuh::kKeys) == 3);
}

TEST_CASE("nlohmann converts the messages of chat, and keeps what nobody has described",
          "[messages][S1.77][S1.87]") {
  const Json sent = {{"message", "Hello"}, {"conversation_id", "abc-123"}};
  CHECK(Json(sent.get<chat::ClientMessage>()) == sent);
  const Json received = {{"response", "Hel"}, {"tool_calls", {{{"name", "ls"}}, 5}}, {"another", {1, 2}}};
  const auto message = received.get<chat::ServerMessage>();
  CHECK(message.response == "Hel");
  CHECK(message.others.at("another") == Json({1, 2}));
  CHECK(Json(message) == received);
  CHECK_THROWS_WITH(Json({{"conversation_id", "c"}}).get<chat::ClientMessage>(), "message: is missing");
  CHECK_THROWS_WITH(Json("Hello").get<chat::ClientMessage>(), ": must be object, not string");
}

TEST_CASE("a fault says where it is, what must be there, and what is", "[messages][S3.94][S3.95]") {
  const auto reading = [](const char* text) {
    autobot::ServerFrame frame;
    return told(read_frame(Json::parse(text), autobot::kKeys, frame));
  };
  CHECK(reading(R"([])") == ": must be object, not array");
  CHECK(reading(R"({})") == "type: is missing");
  CHECK(reading(R"({"type":5})") == "type: must be string, not number");
  CHECK(reading(R"({"type":"unheard_of"})") == "type: is not known");
  CHECK(reading(R"({"type":"goal_received"})") == "payload: is missing");
  CHECK(reading(R"({"type":"goal_received","payload":[]})") == "payload: must be object, not array");
  CHECK(reading(R"({"type":"plan_ready","payload":{"llm_response":"","steps":["a",2]}})") ==
        "payload.steps[1]: must be string, not number");
  CHECK(
      reading(R"({"type":"thought","payload":{"thought":{"content":"","reasoning":"","confidence":1.5}}})") ==
      "payload.thought.confidence: must be at most 1");
  CHECK(reading(R"({"type":"progress","payload":{"message":"","percentage":-1,"stage":"executing"}})") ==
        "payload.percentage: must be at least 0");
  CHECK(reading(R"({"type":"progress","payload":{"message":"","percentage":1,"stage":"x"}})") ==
        R"(payload.stage: must be "processing" or "analyzing" or "executing")");
  CHECK(reading(R"({"type":"workflow_failed","payload":
        {"workflow_id":"w","error":"","failed_step":1.5,"total_steps":5}})") ==
        "payload.failed_step: must be integer, not number");
  CHECK(reading(R"({"type":"tool_output","payload":{"output":"","tool":"","success":"yes"}})") ==
        "payload.success: must be boolean, not string");
}

TEST_CASE("a backend answers what it was told, as docs/MESSAGES.md shows it", "[messages]") {
  autobot::ClientFrame frame;
  const Json said = Json::parse(R"({"type":"user_message","payload":{"message":"Ship it"}})");
  REQUIRE_FALSE(read_frame(said, autobot::kKeys, frame));
  const auto& message = std::get<autobot::UserMessage>(frame.message).message;
  const autobot::ServerFrame answer{.message = autobot::GoalReceived{.goal = message}};
  CHECK(write_frame(answer, autobot::kKeys).dump() ==
        R"({"payload":{"goal":"Ship it"},"type":"goal_received"})");
}

TEST_CASE("fields that nobody described are passed over", "[messages]") {
  nexus::ServerFrame frame;
  const Json json = {
      {"type", "response"}, {"id", "1"}, {"at", 5}, {"payload", {{"answer", "Yes"}, {"mood", "good"}}}};
  CHECK(told(read_frame(json, nexus::kKeys, frame)).empty());
  CHECK(frame.id == "1");
  CHECK(std::get<nexus::AskResponse>(frame.message).answer == "Yes");
  CHECK_FALSE(std::get<nexus::AskResponse>(frame.message).usage);
}

TEST_CASE("S2.52 a pong of dashboard is read with data and without", "[messages]") {
  dashboard::ServerFrame frame;
  for (const char* text :
       {R"({"type":"pong","data":{}})", R"({"type":"pong"})", R"({"type":"pong","data":null})"}) {
    CHECK(told(read_frame(Json::parse(text), dashboard::kKeys, frame)).empty());
    CHECK(std::holds_alternative<dashboard::Pong>(frame.message));
  }
}

TEST_CASE("S2.53 the kind of a terminal's output is one of three, or none", "[messages]") {
  dashboard::TerminalOutput output;
  CHECK(told(read(Json{{"output", "$"}, {"type", "error"}}, output)).empty());
  CHECK(output.type == dashboard::TerminalOutput::Type::error);
  CHECK(told(read(Json{{"output", "$"}}, output)).empty());
  CHECK_FALSE(output.type);
  CHECK(told(read(Json{{"output", "$"}, {"type", "warning"}}, output)) ==
        R"(type: must be "output" or "error" or "info")");
}

TEST_CASE("S4.35 services that nobody has heard of are kept", "[messages]") {
  const Json services = {{"redis", "up"}, {"ollama", "up"}, {"knowledge_base", "up"}, {"postgres", "down"}};
  const Json json = {{"system", {{"cpu_usage", 1}, {"memory_usage", 2.5}, {"disk_usage", 3}}},
                     {"services", services}};
  const auto report = json.get<autobot::DiagnosticsReport>();
  CHECK(report.services.others.at("postgres") == "down");
  CHECK(Json(report).dump() == json.dump());
}

TEST_CASE("numbers are written as JavaScript writes them", "[messages]") {
  CHECK(write(45.0).dump() == "45");
  CHECK(write(-0.0).dump() == "0");
  CHECK(write(2.34).dump() == "2.34");
  CHECK(write(9007199254740992.0).dump() == "9007199254740992");
  CHECK(write(1e300).dump() == "1e+300");
  std::int64_t whole = 0;
  CHECK(told(read(Json(3.0), whole)).empty());
  CHECK(whole == 3);
  CHECK(told(read(Json(1e300), whole)) == ": must be integer, not number");
}

}  // namespace
}  // namespace chatwire::messages

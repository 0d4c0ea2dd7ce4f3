#include "fakes/random_driver.h"

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

namespace chatwire::fakes {

RandomDriver::RandomDriver(World& world, std::uint64_t seed, Moods moods)
    : world_(world), dice_(seed), moods_(moods) {
  world_.transport.refuse_send([this] { return dice_.chance(moods_.refusals); });
}

void RandomDriver::step() {
  user();
  if (dice_.chance(60)) network();
  if (dice_.chance(60)) server();
  if (dice_.chance(50)) world_.advance(Duration{dice_.unit() * (dice_.chance(5) ? 30'000 : 300)});
}

void RandomDriver::send() {
  const std::string type = std::to_string(world_.last_receipt() + 1);
  world_.send(type);
}

void RandomDriver::heal() {
  moods_.refusals = 0;
  world_.transport.read_on();
  for (int round = 0; round < 100; ++round) {
    if (world_.state() == State::connected && world_.client.queued_count() == 0) return;
    world_.connect();
    if (world_.state() == State::closing || world_.state() == State::reconnecting) world_.step();
    if (world_.state() == State::connecting) world_.open();
    if (world_.state() == State::authenticating) world_.receive(frame_of("auth_ok"));
    world_.advance(1s);
  }
  FAIL_CHECK("a healthy world did not heal: " << name_of(world_.state()));
}

void RandomDriver::user() {
  for (std::size_t left = dice_.below(4); left > 0; --left) send();
  if (dice_.chance(moods_.disconnects)) world_.disconnect(dice_.chance(50) ? 1000 : 4000, "done");
  // Also when it is none of its business: it must not hurt.
  const State state = world_.state();
  const bool at_rest = state == State::idle || state == State::closed || state == State::failed;
  if (at_rest || dice_.chance(5)) world_.connect();
}

void RandomDriver::network() {
  if (!world_.has_socket()) return;
  const State state = world_.state();
  if (dice_.chance(5)) world_.socket_fails();
  if (state == State::connecting) {
    // Else nobody answers, and the timeout must.
    if (dice_.chance(60)) {
      world_.open();
    } else if (dice_.chance(60)) {
      world_.cut();
    }
  } else if (dice_.chance(10)) {
    world_.cut();
  }
  if (dice_.chance(moods_.clogs)) world_.transport.stop_reading();
  if (dice_.chance(20)) world_.transport.read_on();
  // An old socket wakes up.
  if (dice_.chance(10)) {
    const auto& sockets = world_.transport.sockets();
    const Generation old = sockets[dice_.below(sockets.size())].generation;
    if (old != world_.socket()) {
      world_.receive(old, frame_of("ping"));
      world_.server_closes(old, 1000);
    }
  }
}

void RandomDriver::server() {
  static constexpr int kCodes[] = {1000, 1001, 1005, 1006, 1008, 1011, 1012, 1013, 3000, 4000, 4400, 4401};
  if (!world_.has_socket()) return;
  const State state = world_.state();
  if (state == State::authenticating) {
    if (dice_.chance(70)) world_.authenticate();
    world_.receive(frame_of(dice_.chance(moods_.rejections) ? "auth_error" : "auth_ok"));
  } else if (state == State::connected) {
    if (dice_.chance(30)) world_.receive(frame_of("ping"));
    if (dice_.chance(50)) world_.receive(frame_of("news"));
    if (dice_.chance(3)) world_.receive("{");
    if (dice_.chance(2)) world_.unreadable(ErrorCode::message_too_big);
  }
  const bool may_close = world_.state() == State::closing || world_.state() == State::connected;
  if (may_close && dice_.chance(world_.state() == State::closing ? 50 : 5)) {
    world_.server_closes(kCodes[dice_.below(std::size(kCodes))]);
  }
}

std::vector<std::uint32_t> numbers_on_the_wire(const World& world) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& text : world.wire()) {
    const auto type = nlohmann::json::parse(text).at("type").get<std::string>();
    if (type != "pong" && type != "auth") numbers.push_back(static_cast<std::uint32_t>(std::stoul(type)));
  }
  return numbers;
}

}  // namespace chatwire::fakes

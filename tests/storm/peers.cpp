// How other clients wait after a lost link, by default, or by the default of the option that makes them
// reconnect at all. Our own wording of what the sources of the versions named below do; times in
// milliseconds.
#include "storm/peers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace chatwire::storm {
namespace {

using fakes::Dice;
using Wait = std::optional<Duration>;

Duration at_most(double cap, double delay) {
  return Duration{std::min(cap, delay)};
}

/// From a list, and its last entry for ever.
template <std::size_t Count>
Wait listed(const std::array<double, Count>& delays, int retry) {
  return Duration{delays[std::min(static_cast<std::size_t>(retry), Count - 1)]};
}

/// A browser draws once, when the page is loaded: min(10 s, (1 s + 4 s * random) * 1.3^n).
Wait reconnecting_websocket(int retry, double page, Dice& /*dice*/) {
  return at_most(10'000, (1'000 + 4'000 * page) * std::pow(1.3, retry));
}

/// Its fork, in which the first delay is a plain 3 s.
Wait partysocket(int retry, double /*page*/, Dice& /*dice*/) {
  return at_most(10'000, 3'000 * std::pow(1.3, retry));
}

Wait liveblocks(int retry, double /*page*/, Dice& /*dice*/) {
  return listed(std::array{250.0, 500.0, 1'000.0, 2'000.0, 4'000.0, 8'000.0, 10'000.0}, retry);
}

Wait phoenix(int retry, double /*page*/, Dice& /*dice*/) {
  return listed(std::array{10.0, 50.0, 100.0, 150.0, 200.0, 250.0, 500.0, 1'000.0, 2'000.0, 5'000.0}, retry);
}

/// Jitter of a half up or down, and only then the cap: at the cap most of it is cut off. One random number
/// says how far and, by its first digit, which way.
Wait socket_io(int retry, double /*page*/, Dice& dice) {
  const double base = 1'000 * std::pow(2, retry);
  const double random = dice.unit();
  const double deviation = std::floor(random * 0.5 * base);
  const bool is_up = static_cast<int>(random * 10) % 2 == 1;
  return at_most(5'000, is_up ? base + deviation : base - deviation);
}

/// Full jitter on top of 0.5 s.
Wait centrifuge(int retry, double /*page*/, Dice& dice) {
  return at_most(20'000, 500 + dice.unit() * std::min(20'000.0, 500 * std::pow(2, std::min(retry, 31))));
}

/// 1 s * 2^n up to 16 s, half up or down. (What the client itself closes starts at 0.1 s.)
Wait convex(int retry, double /*page*/, Dice& dice) {
  return std::min(16'000.0, 1'000 * std::pow(2, retry)) * Duration{0.5 + dice.unit()};
}

/// At once, then 15 s * min((n + 2) / 3, 2), less up to a fifth. n counts the losses, also the one that is
/// answered at once.
Wait ably(int retry, double /*page*/, Dice& dice) {
  if (retry == 0) return Duration{0};
  return Duration{15'000 * std::min((retry + 3) / 3.0, 2.0) * (1 - 0.2 * dice.unit())};
}

/// With `shouldReconnect`: every 5 s, 20 times.
Wait react_use_websocket(int retry, double /*page*/, Dice& /*dice*/) {
  if (retry >= 20) return std::nullopt;
  return Duration{5'000};
}

/// With `autoReconnect`.
Wait vueuse(int /*retry*/, double /*page*/, Dice& /*dice*/) {
  return Duration{1'000};
}

Wait pusher(int /*retry*/, double /*page*/, Dice& /*dice*/) {
  return Duration{1'000};
}

Wait stomp(int /*retry*/, double /*page*/, Dice& /*dice*/) {
  return Duration{5'000};
}

Wait trpc(int retry, double /*page*/, Dice& /*dice*/) {
  if (retry == 0) return Duration{0};
  return at_most(30'000, 1'000 * std::pow(2, retry));
}

/// With `withAutomaticReconnect()`.
Wait signalr(int retry, double /*page*/, Dice& /*dice*/) {
  static constexpr std::array kDelays{0.0, 2'000.0, 10'000.0, 30'000.0};
  if (retry >= static_cast<int>(kDelays.size())) return std::nullopt;
  return listed(kDelays, retry);
}

Wait graphql_ws(int retry, double /*page*/, Dice& dice) {
  if (retry >= 5) return std::nullopt;
  return Duration{1'000 * std::pow(2, retry) + 300 + 2'700 * dice.unit()};
}

/// At once, then every 2 s and a bit.
Wait nats(int retry, double /*page*/, Dice& dice) {
  if (retry >= 10) return std::nullopt;
  return Duration{retry == 0 ? 0 : 2'000 + 100 * dice.unit()};
}

/// What is often written by hand: full jitter, in a window that begins with a second, on top of a constant.
Wait by_hand(int retry, double /*page*/, Dice& dice) {
  return Duration{250 + dice.unit() * std::min(30'000.0, 1'000 * std::pow(2, retry))};
}

constexpr std::array kPeers{
    Peer{.name = "reconnecting-websocket 4.4.0", .formula = reconnecting_websocket},
    Peer{.name = "partysocket 1.3.0", .formula = partysocket},
    Peer{.name = "@liveblocks/core 3.24.2", .formula = liveblocks},
    Peer{.name = "phoenix 1.8.16", .formula = phoenix},
    Peer{.name = "socket.io-client 4.8.4", .formula = socket_io},
    Peer{.name = "centrifuge 5.8.0", .formula = centrifuge},
    Peer{.name = "convex 1.48.0", .formula = convex},
    Peer{.name = "ably 2.28.0", .formula = ably},
    Peer{.name = "react-use-websocket 4.13.0", .formula = react_use_websocket},
    Peer{.name = "@vueuse/core 14.4.0", .formula = vueuse},
    Peer{.name = "pusher-js 8.6.0", .formula = pusher},
    Peer{.name = "@stomp/stompjs 7.5.0", .formula = stomp},
    Peer{.name = "@trpc/client 11.25.2", .formula = trpc},
    Peer{.name = "@microsoft/signalr 10.0.11", .formula = signalr},
    Peer{.name = "graphql-ws 6.4.2", .formula = graphql_ws},
    Peer{.name = "@nats-io/nats-core 3.4.0", .formula = nats},
    Peer{.name = "by hand: 250 ms + rand * 1 s * 2^n", .formula = by_hand},
};

}  // namespace

std::span<const Peer> peers() {
  return kPeers;
}

}  // namespace chatwire::storm

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/client.h"
#include "fakes/fake_host.h"
#include "fakes/recording_listener.h"
#include "fakes/scripted_transport.h"

namespace chatwire::fakes {

using namespace std::chrono_literals;

/// Everything named, nothing left to chance: the first retry comes after exactly `initial_delay`.
core::Config plain_config();

/// `plain_config` with first-frame authentication.
core::Config auth_config();

/// A client among fakes, and short words for what befalls it. After each of them the world is checked: at
/// most one live socket, a timer exactly where one is needed, one `Closed` for each socket that ended, and
/// each receipt and each request settled once.
class World {
 public:
  explicit World(core::Config config = plain_config(), std::uint64_t seed = 1);

  FakeHost host;
  ScriptedTransport transport;
  RecordingListener listener;
  core::Client client;

  // The application.

  void connect();
  void disconnect(int code = 1000, std::string_view reason = {});
  /// Sends `{"type":<type>}` under the next receipt number, from 1.
  core::SendOutcome send(std::string_view type, const core::SendOptions& options = {});
  /// Sends a whole frame under the next receipt number.
  core::SendOutcome send_frame(std::string bytes, const core::SendOptions& options = {});
  bool cancel(std::uint32_t receipt);
  /// Asks `{"type":<type>,"id":<id>}` under the next receipt number, which is the request's number too.
  /// Without an id it is for `matched` to end it.
  core::SendOutcome request(std::string_view type, std::string_view id, Duration timeout = 10s,
                            const core::SendOptions& options = {});
  void cancel_request(std::uint32_t request);
  void matched(std::uint32_t request);
  void authenticate(std::optional<Duration> lifetime = {});
  /// Answers the newest `port::AddressWanted`.
  void give_address(const std::string& url, const std::vector<std::string>& protocols = {});
  void withhold(bool is_final);
  void renew_credentials();
  void decide_retry(std::optional<bool> again);

  // The server and the wire. Where no socket is named, the newest is meant.

  void open() { open(socket()); }
  void open(Generation generation);
  core::Verdict receive(std::string_view text) { return receive(socket(), text); }
  core::Verdict receive(Generation generation, std::string_view text);
  bool receive_binary() { return receive_binary(socket()); }
  bool receive_binary(Generation generation);
  void server_closes(int code, std::string_view reason = {}) { server_closes(socket(), code, reason); }
  void server_closes(Generation generation, int code, std::string_view reason = {});
  /// The wire breaks: 1006, not clean.
  void cut() { cut(socket()); }
  void cut(Generation generation);
  void socket_fails() { socket_fails(socket()); }
  void socket_fails(Generation generation);
  void unreadable(ErrorCode why) { unreadable(socket(), why); }
  void unreadable(Generation generation, ErrorCode why);

  /// What the platform says of the network.
  void hint(port::Hint hint);

  // Time.

  void advance(Duration span);
  /// To the deadline, and over it. False: there is none.
  bool step();

  // Whole stretches of road.

  void establish();
  /// `count` dials in a row that nobody answers are refused.
  void refuse_dials(int count);

  // What is seen.

  State state() const { return client.state(); }
  Generation socket() const;
  bool has_socket() const { return !transport.sockets().empty(); }
  std::vector<std::string> wire() const { return transport.texts(); }
  std::vector<std::string> take() { return listener.take(); }
  std::uint32_t last_receipt() const { return next_receipt_ - 1; }
  /// Delivery of every receipt, by its number.
  const std::map<std::uint32_t, port::Delivery>& receipts() const { return receipts_; }
  /// How every request ended, by its number: "answered", or the name of the reason. Empty: it has not.
  const std::map<std::uint32_t, std::string>& requests() const { return requests_; }

  /// Runs `reaction` inside the listener, on each event. The words above may be used in it: the world is then
  /// checked only when the client rests again.
  void react(std::function<void(const port::Event&)> reaction);

  /// What must hold whenever the client rests. Called by each of the words above.
  void check();

 private:
  void settle(const port::ReceiptChanged& change);
  core::SendOutcome book(ReceiptId receipt, core::SendOutcome outcome, bool can_expire);

  void end_request(RequestId request, std::string_view how);
  void follow(const port::Event& event);
  bool holds_socket() const;
  bool has_deadline() const;

  bool reacting_ = false;
  /// The newest generation that a dial, an address or a decision was asked for.
  Generation asked_{};
  /// The next dial has a date.
  bool is_planned_ = false;
  bool has_lifetime_ = false;
  bool is_hidden_ = false;
  std::uint32_t next_receipt_ = 1;
  std::map<std::uint32_t, port::Delivery> receipts_;
  std::map<std::uint32_t, std::string> requests_;
  std::size_t pending_ = 0;
  std::size_t events_seen_ = 0;
  std::size_t closed_seen_ = 0;
  std::size_t queued_ = 0;
  std::set<std::uint32_t> expiring_;  ///< of the queued ones
};

/// `{"type":"<type>"}`, as `World::send` puts it on the wire.
std::string frame_of(std::string_view type);

}  // namespace chatwire::fakes

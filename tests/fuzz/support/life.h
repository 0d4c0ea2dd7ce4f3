#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/client.h"
#include "fakes/fake_host.h"
#include "fakes/recording_listener.h"
#include "fakes/scripted_transport.h"
#include "fuzz/support/bytes.h"
#include "fuzz/support/witness.h"

namespace chatwire::fuzz {

/// The life of one client, from the bytes of an input. Each step is a letter and its arguments, a byte each;
/// any other byte is taken for one of the letters. Where a `(` follows, the listener takes the next step from
/// inside of the next event that it hears, if it is a call.
///
///   c connect         d disconnect      m send a message   a authenticate
///   M ... with options n take it back    A give address     v withhold it      N renew credentials
///   Y decide on retry
///   s subscribe       x unsubscribe     w want all         h hint             q history
///   o socket opens    k socket closes   e socket error     t text frame       b binary frame
///   u unreadable      p time passes     T to the deadline  y timer comes early z sleep
///   g stops reading   G reads on        r refuses a frame  R refuses dials    W wall clock steps
///   F page hidden or frozen
///   D destroy: the end, wherever it stands
class Life {
 public:
  Life(core::Config config, Bytes& input);

  /// Until the input ends or says so. Then the client is destroyed, and must be silent.
  void live();

 private:
  /// False: the letter is no call.
  bool call(char letter);
  void befall(char letter);
  void befall(char letter, Generation socket);
  void react(const port::Event& event);
  void hear_question(const port::Event& event);
  void tell(const std::string& line);
  void rest();
  void end();

  void connect();
  void disconnect();
  void give_address();
  void authenticate();
  void withhold();
  void renew_credentials();
  void decide_retry();
  void send(const core::SendOptions& options);
  core::SendOptions pick_options();
  void cancel();
  void listen(char letter);
  void look_back();

  void receive_text(Generation socket);
  void receive_binary(Generation socket);
  void close(Generation socket);
  void pass(Duration span);
  void hint(port::Hint hint);

  /// The newest socket, or one of those before. Nothing: none was ever dialled.
  std::optional<Generation> pick_socket();
  /// What an answer of the application is to.
  Generation pick_question();
  std::string pick_type();
  /// A frame of this socket counts.
  bool listens_to(Generation socket) const;
  void count(bool answers);

  Bytes& input_;
  fakes::FakeHost host_;
  fakes::ScriptedTransport transport_;
  fakes::RecordingListener listener_;
  core::Config config_;
  Witness witness_;
  std::optional<core::Client> client_;
  bool is_told_;              ///< step by step, by whoever replays an input
  Generation asked_{};        ///< the latest that an address, credentials or a decision was asked for
  std::size_t refusals_ = 0;  ///< of the next frames
  bool is_over_ = false;      ///< the client is destroyed
  std::uint64_t received_ = 0;
  std::uint64_t stale_ = 0;
};

}  // namespace chatwire::fuzz

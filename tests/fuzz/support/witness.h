#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/client.h"
#include "fakes/fake_host.h"
#include "fakes/scripted_transport.h"
#include "port/event.h"
#include "sim/intent.h"
#include "sim/judge.h"
#include "sim/mail.h"
#include "sim/shadow.h"

namespace chatwire::fuzz {

/// Holds a client against the simulator's second accounts of it: `sim::Shadow` of its connection, `sim::Mail`
/// of its messages. What does not fit ends the process.
class Witness {
 public:
  /// Stands in all credentials, and in nothing else.
  static constexpr const char* kSecret = "secret";

  Witness(const core::Config& config, fakes::FakeHost& host, const fakes::ScriptedTransport& transport);

  // What the application does, told just before it does it.

  void connects(const core::Client& client);
  void disconnects(const core::Client& client, const sim::Farewell& farewell);
  void renews(const core::Client& client);
  /// With credentials that end after so long, if they leave.
  void authenticates(std::optional<Duration> lifetime);
  void withholds(const core::Client& client, Generation generation, bool is_final);
  void decides(Generation generation);
  /// A message of this size.
  ReceiptId begins(const core::Client& client, std::size_t bytes, const core::SendOptions& options);
  void sent(ReceiptId receipt, const core::SendOutcome& outcome);
  void takes_back(ReceiptId receipt) { mail_.take_back(receipt); }
  ReceiptId next_receipt() const { return ReceiptId{mail_.last() + 1}; }
  ReceiptId last_receipt() const { return ReceiptId{mail_.last()}; }
  /// Nothing has been told yet of what became of it.
  bool is_open(ReceiptId receipt) const { return mail_.is_open(receipt); }

  /// A socket ends, told just before the client hears it.
  void closes(Generation socket, const sim::Farewell& farewell) { shadow_.hear_close(socket, farewell); }

  /// In the listener.
  void hears(const port::Event& event);

  /// Has a message of the application left on this socket? Then one that is received answers it, and proves
  /// the link.
  bool has_sent_on(Generation socket) const { return last_sent_on_ == socket; }
  void answered() { shadow_.hear_answer(host_.now()); }

  /// What the platform says of the page, told just before the client hears it. `frozen`: in an entry of its
  /// own.
  void hints(port::Hint hint);

  /// Before each entry that is no call from inside another one.
  void begins_entry() { sent_before_ = mail_.last(); }

  /// Whenever the client rests.
  void check(const core::Client& client);

 private:
  /// What was dialled, and what the sockets took, since the last time.
  void carry();
  void check_dials() const;
  void check_timer(const core::Client& client) const;
  void check_outbox(const core::Client& client) const;

  const core::Config& config_;
  fakes::FakeHost& host_;
  const fakes::ScriptedTransport& transport_;
  sim::Judge judge_;
  sim::Intent intent_;
  sim::Mail mail_;
  sim::Shadow shadow_;
  std::size_t sockets_seen_ = 0;
  std::size_t frames_seen_ = 0;
  std::size_t last_dial_ = 0;  ///< before the last disconnect()
  std::uint32_t sent_before_ = 0;
  std::optional<Generation> last_sent_on_;
};

}  // namespace chatwire::fuzz

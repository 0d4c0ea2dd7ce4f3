#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "port/transport.h"

namespace chatwire::fakes {

/// Sockets that do what the test says, and write down what they were told. Fails the test when the core
/// breaks the contract of `port::Transport`, or holds two live sockets.
class ScriptedTransport final : public port::Transport {
 public:
  enum class Phase { dialling, open, closing, gone };

  struct Socket {
    Generation generation;
    std::string url;
    std::vector<std::string> protocols;
    Phase phase;
    bool abandoned;
    int close_code;  ///< as the core asked for; 0: it did not
    std::string close_reason;
  };

  struct Frame {
    Generation socket;
    std::string bytes;
    std::optional<ReceiptId> receipt;  ///< of the application's; nothing: one of the core's own
  };

  bool open(Generation generation, const std::string& url,
            const std::vector<std::string>& protocols) override;
  bool send(Generation generation, std::string_view text) override;
  port::Handover offer(Generation generation, ReceiptId message, std::size_t most_buffered) override;
  std::size_t hold(ReceiptId message) override;
  void close(Generation generation, int code, const std::string& reason) override;
  void abandon(Generation generation, int code, const std::string& reason) override;

  // What the test decides.

  void refuse_open(bool refuses) { refuses_open_ = refuses; }
  /// Asked for each frame: true refuses it.
  void refuse_send(std::function<bool()> refuses) { refuses_send_ = std::move(refuses); }
  void take_everything() { refuses_send_ = nullptr; }
  void set_buffered_amount(std::size_t bytes) { buffered_amount_ = bytes; }
  /// Each frame that is sent adds its size to the buffered amount.
  void stop_reading() { reads_ = false; }
  void read_on();

  // The application's messages, which stay with whoever sends them.

  /// To be called before the core is told to send it.
  void begin_message(ReceiptId receipt, std::string bytes);
  /// Has the core said that it waits?
  bool is_held(ReceiptId receipt) { return message(receipt).waits; }
  /// It was sent or dropped: the core must not ask for it any more.
  void forget_message(ReceiptId receipt) { messages_.erase(receipt); }

  // What happened on the wire: the test tells, the fake remembers.

  void has_opened(Generation generation);
  void has_closed(Generation generation);

  // What the core did.

  const std::vector<Socket>& sockets() const { return sockets_; }
  const std::vector<Frame>& frames() const { return frames_; }
  /// The bytes of all frames, whatever socket took them.
  std::vector<std::string> texts() const;
  /// How often open() was called, refusals included.
  std::size_t dials() const { return dials_; }
  std::size_t live() const { return live_; }
  std::size_t gone() const { return sockets_.size() - live(); }
  Socket& socket(Generation generation);

 private:
  struct Message {
    std::string bytes;
    bool waits = false;  ///< the core has said so
  };

  static void check_close(const Socket& socket, int code, const std::string& reason);
  bool take(Frame frame);
  Message& message(ReceiptId receipt);
  void bury(Socket& socket);

  std::vector<Socket> sockets_;
  std::vector<Frame> frames_;
  std::map<ReceiptId, Message> messages_;
  std::size_t dials_ = 0;
  std::size_t live_ = 0;
  Generation last_generation_{};
  bool refuses_open_ = false;
  bool reads_ = true;
  std::size_t buffered_amount_ = 0;
  std::function<bool()> refuses_send_;
};

}  // namespace chatwire::fakes

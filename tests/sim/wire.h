#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/dice.h"
#include "port/transport.h"
#include "sim/climate.h"
#include "sim/clock.h"
#include "sim/enquiries.h"
#include "sim/intent.h"
#include "sim/judge.h"
#include "sim/mail.h"
#include "sim/pipe.h"
#include "sim/tally.h"
#include "sim/trace.h"
#include "sim/voice.h"

namespace chatwire::sim {

/// What the client is to hear next.
struct Heard {
  enum class What { nothing, opened, failed, closed, said } what = What::nothing;
  Generation socket{};
  int code = 0;
  const char* reason = "";
  const Utterance* said = nullptr;
};

/// The network and the server. It knows the truth that the client can only guess: what arrived, and which
/// sockets are dead without having said so. Objects when the core breaks the contract of `port::Transport`,
/// holds two live sockets, or dials after a disconnect().
class Wire final : public port::Transport {
 public:
  /// What all parts of a run share.
  struct Context {
    const Climate& climate;
    Clock& clock;
    Judge& judge;
    Tally& tally;
    Trace& trace;
    Intent& intent;
    Mail& mail;
    Enquiries& enquiries;
  };

  Wire(std::uint64_t seed, const Context& context);

  // What the core does.

  bool open(Generation generation, const std::string& url,
            const std::vector<std::string>& protocols) override;
  bool send(Generation generation, std::string_view text) override;
  port::Handover offer(Generation generation, ReceiptId message, std::size_t most_buffered) override;
  std::size_t hold(ReceiptId message) override { return context_.mail.bytes_of(message); }
  void close(Generation generation, int code, const std::string& reason) override;
  void abandon(Generation generation, int code, const std::string& reason) override;

  // What happens.

  /// When the next thing happens.
  std::optional<TimePoint> next() const;
  /// Lets it happen.
  Heard happen();

  // The weather.

  void outage(Duration span);
  void congest(Duration span);
  /// The world went on for so long, and this computer did not.
  void oversleep(Duration span);

  // What is seen.

  /// The socket that the core holds.
  std::optional<Generation> live() const;
  Generation last_dialled() const { return last_; }
  /// The newest dial that the platform did not refuse.
  Generation last_opened() const { return last_opened_; }
  /// The socket that took the application's last message.
  Generation last_sent_on() const { return last_sent_on_; }
  /// Since when the client hears nothing on this socket.
  std::optional<TimePoint> silent_since(Generation generation) const;
  /// Since when the client is not heard.
  std::optional<TimePoint> unheard_since(Generation generation) const;
  std::uint64_t pongs() const { return pongs_; }
  std::uint64_t refused_frames() const { return refused_frames_; }

 private:
  enum class Phase { dialling, open, closing, gone };
  enum class Act { accept, close, error, speak, answer, reply, end };

  struct Socket {
    Generation generation;
    Phase phase;
    std::optional<TimePoint> silent_since;   ///< what the server says is lost
    std::optional<TimePoint> unheard_since;  ///< what the client says is lost
    bool is_dead;                            ///< cut, and the client has not heard of it
    Pipe pipe;
  };

  struct Plan {
    TimePoint at;
    std::uint64_t order;
    Generation socket;
    Act act;
    int detail;               ///< close: the code; answer: the kind of utterance; speak: 1 is part of a flood
    std::uint32_t id;         ///< answer, reply: the id that the ping or the question had; 0: none
    std::uint32_t asked = 0;  ///< reply: the number of the question

    /// For a heap whose top is the earliest.
    bool operator<(const Plan& other) const { return at != other.at ? at > other.at : order > other.order; }
  };

  void plan(double in_ms, Generation socket, Act act, int detail = 0, std::uint32_t id = 0,
            std::uint32_t asked = 0);
  Socket* find(Generation generation);
  const Socket* find(Generation generation) const;
  Socket* open_socket(Generation generation, const char* purpose);
  /// Sockets may refuse what they are given.
  bool refuses();
  void check_close(int code, const std::string& reason);
  void check_address(Generation generation, const std::string& url,
                     const std::vector<std::string>& protocols) const;
  void dial(Generation generation, bool offers);
  void take_credentials(Socket& socket);
  const char* draw_reason();
  void begin_session(Socket& socket);
  void end_session(Socket& socket);
  void cut(Socket& socket, int code);
  void break_off(Socket& socket, Fault when);
  void answer_ping(const Socket& socket, std::string_view ping);
  void plan_replies(const Socket& socket, std::uint32_t asked, std::uint32_t id);
  Heard reply(Socket& socket, const Plan& plan);
  /// A server that knows who asked answers on whatever link there is. Nothing: there is none.
  Socket* successor();
  Heard speak(Socket& socket, const Plan& plan);
  Heard ghost(const Plan& plan);
  /// Bounded, so that a question and its answer never take longer than the patience of a heartbeat.
  double latency();

  Context context_;
  fakes::Dice dice_;
  Voice voice_;
  Utterance pong_;              ///< the last one with an id
  Utterance reply_;             ///< the last one
  std::deque<Socket> sockets_;  ///< the last few
  std::vector<Plan> plans_;
  std::uint64_t order_ = 0;
  Generation last_{};
  Generation last_opened_{};
  bool offers_protocols_ = true;  ///< the next dial has to
  Generation last_sent_on_{};
  TimePoint down_until_{};
  std::uint64_t pongs_ = 0;
  std::uint64_t refused_frames_ = 0;
};

}  // namespace chatwire::sim

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/state.h"
#include "base/time.h"
#include "core/client.h"
#include "port/event.h"
#include "sim/judge.h"
#include "sim/mail.h"

namespace chatwire::sim {

/// So many may be open (S8).
inline constexpr std::size_t kMostRequests = 1'000;

/// The requests of the application, by the number that each shares with the receipt of its message: a second
/// account of docs/REQUESTS.md. Objects where one ends twice, for a reason that it has not, or not at all,
/// and where an answer is taken for something else.
class Enquiries {
 public:
  /// What a frame with an id means.
  struct Meaning {
    enum class Kind { nothing, answer, late, double_ } kind = Kind::nothing;
    std::uint32_t answered = 0;  ///< answer: the request
  };

  Enquiries(Judge& judge, const Mail& mail) : judge_(judge), mail_(mail) {}

  // The application asks.

  /// Just before the call, which may already report the end of its own request. `id`: what the answer
  /// repeats; 0: the application knows it by its type.
  void begin(std::uint32_t number, std::uint32_t id, TimePoint deadline);
  /// What the call returned.
  void end(std::uint32_t number, const core::SendOutcome& outcome);
  /// What the listener heard, with the socket that the client holds.
  void fail(TimePoint now, std::optional<Generation> live, const port::RequestFailed& failure);
  /// It is about to say that it waits no more. False: that one is not open.
  bool take_back(std::uint32_t number);
  /// It is about to close the usable link of this socket.
  void dismiss(Generation live);

  // The wire carries.

  /// A socket takes a message. What the answer repeats, 0 where it is known by its type; nothing: it is no
  /// question.
  std::optional<std::uint32_t> hand_over(std::uint32_t number, Generation socket);

  // Answers come.

  Meaning meaning_of(TimePoint now, std::string_view id) const;
  void heed(TimePoint now, const Meaning& meaning);
  /// The question that a message of this type answers; it is settled. 0: none.
  std::uint32_t match(TimePoint now, std::string_view type);
  /// The type of the answer to this one.
  static std::string answer_type(std::uint32_t number) { return "answer-" + std::to_string(number); }
  /// Somebody must look at every message.
  bool wants_all() const { return matching_ > 0; }

  /// When the client rests.
  void check(State state, std::optional<Generation> live);

  // The count, true whenever the client rests.

  std::size_t open() const { return open_.size(); }
  std::optional<TimePoint> deadline() const;
  const core::Requests::Counts& counts() const { return counts_; }

 private:
  struct Enquiry {
    std::uint32_t id;
    TimePoint deadline;
    std::optional<Generation> sent_on = {};
    bool is_calling = true;
    bool is_taken_back = false;
    bool is_dismissed = false;
  };
  struct Settled {
    std::uint32_t id;
    TimePoint forgotten;
    bool was_answered;
  };
  using Place = std::map<std::uint32_t, Enquiry>::iterator;

  bool is_reason(TimePoint now, std::optional<Generation> live, Place place, ErrorCode reason) const;
  void settle(Place place, bool is_answered, TimePoint now);

  Judge& judge_;
  const Mail& mail_;
  std::map<std::uint32_t, Enquiry> open_;
  /// Told to have failed before their calls had returned, which are to give the same reason.
  std::map<std::uint32_t, ErrorCode> refused_;
  std::vector<std::uint32_t> unsent_;  ///< failed before they were sent: nobody may send them any more
  std::deque<Settled> settled_;        ///< the oldest in front
  std::size_t matching_ = 0;
  core::Requests::Counts counts_;
};

}  // namespace chatwire::sim

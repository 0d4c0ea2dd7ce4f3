#include "core/requests.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "fakes/dice.h"

namespace chatwire::core {
namespace {

using namespace std::chrono_literals;
using Receipts = std::vector<ReceiptId>;

constexpr TimePoint kStart{Duration{1'000'000}};

struct Failure {
  std::uint32_t request;
  ErrorCode reason;

  bool operator==(const Failure&) const = default;
};
using Failures = std::vector<Failure>;

/// Requests and what they say. The message of request n has the receipt 100 + n.
class Bench : private port::Listener {
 public:
  Requests requests{events_};

  static ReceiptId receipt_of(std::uint32_t id) { return ReceiptId{100 + id}; }

  void open(std::uint32_t id, std::string answer_id, Duration timeout = 10s, TimePoint now = kStart) {
    requests.open({.id = RequestId{id},
                   .receipt = receipt_of(id),
                   .answer_id = std::move(answer_id),
                   .deadline = now + timeout});
  }

  void open_sent(std::uint32_t id, std::string answer_id, Duration timeout = 10s) {
    open(id, std::move(answer_id), timeout);
    requests.on_sent(receipt_of(id));
  }

  /// Since it was last asked.
  Failures failures() {
    events_.flush(*this);
    return std::exchange(failures_, {});
  }

 private:
  void on_event(const port::Event& event) override {
    const auto& failed = std::get<port::RequestFailed>(event);
    failures_.push_back({.request = raw(failed.request), .reason = failed.reason});
  }

  EventQueue events_;
  Failures failures_;
};

TEST_CASE("S3.31: two answers in the wrong order find their requests", "[requests]") {
  Bench bench;
  bench.open_sent(1, "a");
  bench.open_sent(2, "b");
  CHECK(bench.requests.answer("b", kStart) == RequestId{2});
  CHECK(bench.requests.answer("a", kStart) == RequestId{1});
  CHECK(bench.requests.pending() == 0);
  CHECK(bench.requests.counts().answered == 2);
  CHECK(bench.failures().empty());
}

TEST_CASE("F36: a reply to an unknown id, or to none, settles nothing and is counted nowhere", "[requests]") {
  Bench bench;
  bench.open_sent(1, "a");
  bench.open_sent(2, "");
  CHECK(bench.requests.answer("c", kStart) == RequestId::none);
  CHECK(bench.requests.answer("", kStart) == RequestId::none);
  CHECK(bench.requests.pending() == 2);
  CHECK(bench.requests.counts().late_replies + bench.requests.counts().double_replies == 0);
}

TEST_CASE("what has not been sent cannot be answered", "[requests]") {
  Bench bench;
  bench.open(1, "a");
  CHECK(bench.requests.answer("a", kStart) == RequestId::none);
  bench.requests.on_sent(Bench::receipt_of(1));
  CHECK(bench.requests.answer("a", kStart) == RequestId{1});
}

TEST_CASE("F36: a request fails at its deadline and not before", "[requests]") {
  Bench bench;
  bench.open_sent(1, "a", 10s);
  bench.open(2, "b", 5s);
  CHECK(bench.requests.deadline() == kStart + 5s);
  CHECK(bench.requests.expire(kStart + 4'999ms).empty());
  CHECK(bench.requests.expire(kStart + 5s) == Receipts{Bench::receipt_of(2)});
  CHECK(bench.failures() == Failures{{2, ErrorCode::request_timeout}});
  CHECK(bench.requests.deadline() == kStart + 10s);
  CHECK(bench.requests.expire(kStart + 1h).empty());
  CHECK(bench.failures() == Failures{{1, ErrorCode::request_timeout}});
  CHECK(bench.requests.deadline() == std::nullopt);
  CHECK(bench.requests.counts().timed_out == 2);
}

TEST_CASE("F36: a late reply and a second reply are counted, each as what it is", "[requests]") {
  Bench bench;
  bench.open_sent(1, "answered");
  bench.open_sent(2, "cancelled");
  bench.open_sent(3, "lost");
  bench.requests.answer("answered", kStart);
  bench.requests.cancel(RequestId{2}, kStart);
  bench.requests.on_link_lost(ErrorCode::connection_lost, kStart);
  for (const char* id : {"answered", "cancelled", "lost"}) {
    CHECK(bench.requests.answer(id, kStart) == RequestId::none);
  }
  CHECK(bench.requests.counts().double_replies == 1);
  CHECK(bench.requests.counts().late_replies == 2);
  CHECK(bench.failures() == Failures{{2, ErrorCode::cancelled}, {3, ErrorCode::connection_lost}});
}

TEST_CASE("a lost link fails what was sent on it, and what still waits goes on waiting", "[requests]") {
  Bench bench;
  bench.open_sent(1, "a");
  bench.open(2, "b");
  bench.open_sent(3, "");
  bench.requests.on_link_lost(ErrorCode::connection_lost, kStart);
  CHECK(bench.failures() == Failures{{1, ErrorCode::connection_lost}, {3, ErrorCode::connection_lost}});
  CHECK(bench.requests.pending() == 1);
  CHECK_FALSE(bench.requests.wants_all());
}

TEST_CASE("a request fails with its message, for the same reason", "[requests]") {
  Bench bench;
  bench.open(1, "a");
  bench.requests.on_dropped(ReceiptId{7}, ErrorCode::outbox_overflow);
  bench.requests.on_dropped(Bench::receipt_of(1), ErrorCode::outbox_overflow);
  CHECK(bench.failures() == Failures{{1, ErrorCode::outbox_overflow}});
  CHECK(bench.requests.empty());
}

TEST_CASE("what is cancelled gives its message back while that waits", "[requests]") {
  Bench bench;
  bench.open(1, "a");
  bench.open_sent(2, "b");
  CHECK(bench.requests.cancel(RequestId{1}, kStart) == Bench::receipt_of(1));
  CHECK(bench.requests.cancel(RequestId{2}, kStart) == std::nullopt);
  CHECK(bench.requests.cancel(RequestId{2}, kStart) == std::nullopt);
  CHECK(bench.failures() == Failures{{1, ErrorCode::cancelled}, {2, ErrorCode::cancelled}});
}

TEST_CASE("G8: a request without an id is matched by its caller, who sees everything meanwhile",
          "[requests]") {
  Bench bench;
  CHECK_FALSE(bench.requests.wants_all());
  bench.open_sent(1, "");
  CHECK(bench.requests.wants_all());
  CHECK_FALSE(bench.requests.wants_ids(kStart));
  bench.requests.matched(RequestId{1}, kStart);
  bench.requests.matched(RequestId{1}, kStart);
  CHECK(bench.requests.counts().answered == 1);
  CHECK(bench.requests.empty());
  CHECK(bench.failures().empty());
}

TEST_CASE("ids matter while a request is open, and for a minute afterwards", "[requests]") {
  Bench bench;
  CHECK(bench.requests.empty());
  bench.open_sent(1, "a");
  CHECK(bench.requests.wants_ids(kStart));
  bench.requests.answer("a", kStart);
  CHECK(bench.requests.wants_ids(kStart + 59'999ms));
  CHECK_FALSE(bench.requests.wants_ids(kStart + 60s));
  CHECK(bench.requests.empty());
  CHECK(bench.requests.answer("a", kStart + 60s) == RequestId::none);
  CHECK(bench.requests.counts().double_replies == 0);
}

TEST_CASE("the last 256 are remembered", "[requests]") {
  Bench bench;
  for (std::uint32_t id = 0; id < 257; ++id) {
    bench.open_sent(id + 1, std::to_string(id));
    bench.requests.answer(std::to_string(id), kStart);
  }
  bench.requests.answer("0", kStart);
  CHECK(bench.requests.counts().double_replies == 0);
  for (std::uint32_t id = 1; id < 257; ++id) bench.requests.answer(std::to_string(id), kStart);
  CHECK(bench.requests.counts().double_replies == 256);
}

TEST_CASE("an id that is used again belongs to the request that is open", "[requests]") {
  Bench bench;
  bench.open_sent(1, "a", 1s);
  bench.requests.expire(kStart + 1s);
  bench.open_sent(2, "a");
  CHECK(bench.requests.answer("a", kStart) == RequestId{2});
  bench.requests.answer("a", kStart);
  CHECK(bench.requests.counts().double_replies == 1);
  CHECK(bench.requests.counts().late_replies == 0);
}

/// The same in the plainest way: all requests that ever were, each with its end.
class Model {
 public:
  struct Entry {
    std::uint32_t id;
    std::string answer_id;
    TimePoint deadline;
    bool is_sent = false;
    bool is_over = false;
    bool is_answered = false;
  };

  Requests::Counts counts;
  Failures failures;

  std::deque<Entry>& entries() { return entries_; }

  /// Who is open, in the order of the deadlines.
  std::vector<Entry*> open() {
    std::vector<Entry*> found;
    for (Entry& entry : entries_) {
      if (!entry.is_over) found.push_back(&entry);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Entry* one, const Entry* other) { return one->deadline < other->deadline; });
    return found;
  }

  void fail(Entry& entry, ErrorCode why) {
    end(entry);
    failures.push_back({.request = entry.id, .reason = why});
  }

  void succeed(Entry& entry) {
    end(entry);
    entry.is_answered = true;
    ++counts.answered;
  }

  RequestId answer(const std::string& id) {
    if (id.empty()) return RequestId::none;
    for (Entry* entry : open()) {
      if (!entry->is_sent || entry->answer_id != id) continue;
      succeed(*entry);
      return RequestId{entry->id};
    }
    for (auto ended = ended_.rbegin(); ended != ended_.rend(); ++ended) {
      const Entry& entry = **ended;
      if (!entry.is_sent || entry.answer_id != id) continue;
      ++(entry.is_answered ? counts.double_replies : counts.late_replies);
      break;
    }
    return RequestId::none;
  }

 private:
  void end(Entry& entry) {
    entry.is_over = true;
    ended_.push_back(&entry);
  }

  std::deque<Entry> entries_;
  std::vector<Entry*> ended_;
};

/// One story of a few requests, their replies and their misfortunes, told to both.
class Story {
 public:
  explicit Story(std::uint64_t seed) : dice_(seed) {}

  void run(int steps) {
    for (int step = 0; step < steps; ++step) {
      happen(dice_.below(10));
      compare();
    }
  }

 private:
  void happen(std::size_t what) {
    Requests& requests = bench_.requests;
    if (what < 3 || model_.entries().empty()) return open();
    Model::Entry& some = model_.entries()[dice_.below(model_.entries().size())];
    const bool is_open = !some.is_over;
    switch (what) {
      case 3:
        if (is_open && !some.is_sent) send(some);
        return;
      case 4:
        if (some.is_sent) return;
        if (is_open) model_.fail(some, ErrorCode::outbox_overflow);
        return requests.on_dropped(Bench::receipt_of(some.id), ErrorCode::outbox_overflow);
      case 5:
        for (Model::Entry* entry : model_.open()) {
          if (entry->is_sent) model_.fail(*entry, ErrorCode::connection_lost);
        }
        return requests.on_link_lost(ErrorCode::connection_lost, now_);
      case 6: {
        const bool waits = is_open && !some.is_sent;
        if (is_open) model_.fail(some, ErrorCode::cancelled);
        const auto given_back = requests.cancel(RequestId{some.id}, now_);
        return expect(given_back == (waits ? std::optional(Bench::receipt_of(some.id)) : std::nullopt));
      }
      case 7:
        if (is_open) model_.succeed(some);
        return requests.matched(RequestId{some.id}, now_);
      case 8:
        return wait();
      default:
        const std::string id = dice_.chance(80) ? some.answer_id : "nobody's";
        return expect(requests.answer(id, now_) == model_.answer(id));
    }
  }

  void open() {
    static constexpr const char* kIds[] = {"", "a", "b", "c"};
    const Duration timeout{static_cast<double>(1 + dice_.below(4))};
    const auto id = static_cast<std::uint32_t>(model_.entries().size() + 1);
    const std::string answer_id = kIds[dice_.below(4)];
    model_.entries().push_back({.id = id, .answer_id = answer_id, .deadline = now_ + timeout});
    bench_.open(id, answer_id, timeout, now_);
    if (dice_.chance(60)) send(model_.entries().back());
  }

  void send(Model::Entry& entry) {
    entry.is_sent = true;
    bench_.requests.on_sent(Bench::receipt_of(entry.id));
  }

  void wait() {
    now_ += Duration{static_cast<double>(dice_.below(3))};
    Receipts waiting;
    for (Model::Entry* entry : model_.open()) {
      if (entry->deadline > now_) continue;
      if (!entry->is_sent) waiting.push_back(Bench::receipt_of(entry->id));
      ++model_.counts.timed_out;
      model_.fail(*entry, ErrorCode::request_timeout);
    }
    expect(bench_.requests.expire(now_) == waiting);
  }

  void compare() {
    const Requests& requests = bench_.requests;
    const auto open = model_.open();
    const auto matching = [](const Model::Entry* entry) { return entry->answer_id.empty(); };
    const Requests::Counts& counts = requests.counts();
    expect(bench_.failures() == std::exchange(model_.failures, {}));
    expect(requests.pending() == open.size());
    expect(requests.deadline() == (open.empty() ? std::nullopt : std::optional(open.front()->deadline)));
    expect(requests.wants_all() == std::any_of(open.begin(), open.end(), matching));
    expect(counts.answered == model_.counts.answered && counts.timed_out == model_.counts.timed_out);
    expect(counts.late_replies == model_.counts.late_replies);
    expect(counts.double_replies == model_.counts.double_replies);
  }

  static void expect(bool is_so) {
    if (!is_so) FAIL("the requests and their model disagree");
  }

  Bench bench_;
  Model model_;
  fakes::Dice dice_;
  TimePoint now_ = kStart;
};

TEST_CASE("F36: a hundred thousand interleavings settle each request once, as the model says", "[requests]") {
  for (std::uint64_t seed = 1; seed <= 100'000; ++seed) {
    CAPTURE(seed);
    Story(seed).run(12);
  }
}

}  // namespace
}  // namespace chatwire::core

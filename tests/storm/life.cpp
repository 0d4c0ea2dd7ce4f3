#include "storm/life.h"

#include <string>
#include <string_view>

#include "core/client.h"

namespace chatwire::storm {
namespace {

/// The platform and the server of one client. Nothing happens here but dials, so all ports fit on one page.
class Page final : public port::Host, public port::Transport, public port::Listener {
 public:
  Page(const core::Config& config, fakes::Dice& dice) : dice_(dice), client_(config, *this, *this, *this) {}

  Life live(const Loss& loss) {
    client_.connect();
    client_.on_open(generation_);
    now_ += client_.config().reconnect.stable_after;
    const TimePoint lost = now_;
    client_.on_close(generation_, loss.close_code, {}, loss.close_code != core::kAbnormalClosure);
    Life life;
    while (client_.state() == State::reconnecting) {
      now_ = *timer_;
      client_.on_deadline();
      life.dials.push_back(now_ - lost);
      answer(life.dials.back() >= loss.outage);
    }
    life.came_back = client_.state() == State::connected;
    return life;
  }

  TimePoint now() override { return now_; }
  WallTime wall_time() override { return WallTime{0}; }
  double random() override { return dice_.unit(); }
  void set_timer(TimePoint deadline) override { timer_ = deadline; }
  void clear_timer() override { timer_.reset(); }

  bool open(Generation generation, const std::string& /*url*/,
            const std::vector<std::string>& /*protocols*/) override {
    generation_ = generation;
    return true;
  }
  bool send(Generation /*generation*/, std::string_view /*text*/) override { return true; }
  port::Handover offer(Generation /*generation*/, ReceiptId /*message*/,
                       std::size_t /*most_buffered*/) override {
    return port::Handover::taken;
  }
  std::size_t hold(ReceiptId /*message*/) override { return 0; }
  void close(Generation /*generation*/, int /*code*/, const std::string& /*reason*/) override {}
  void abandon(Generation /*generation*/, int /*code*/, const std::string& /*reason*/) override {}

  void on_event(const port::Event& /*event*/) override {}

 private:
  void answer(bool is_up) {
    if (is_up) {
      client_.on_open(generation_);
    } else {
      client_.on_close(generation_, core::kAbnormalClosure, {}, false);
    }
  }

  fakes::Dice& dice_;
  TimePoint now_{Duration{1'000'000}};
  std::optional<TimePoint> timer_;
  Generation generation_{};
  core::Client client_;
};

}  // namespace

Life live(const core::Config& config, const Loss& loss, fakes::Dice& dice) {
  return Page(config, dice).live(loss);
}

Life live(Formula formula, const Loss& loss, fakes::Dice& dice) {
  const double page = dice.unit();
  Life life;
  Duration now{};
  for (int retry = 0; !life.came_back; ++retry) {
    const auto delay = formula(retry, page, dice);
    if (!delay) return life;
    now += *delay;
    life.dials.push_back(now);
    life.came_back = now >= loss.outage;
  }
  return life;
}

}  // namespace chatwire::storm

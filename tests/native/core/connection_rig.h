#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/connection.h"
#include "fakes/fake_host.h"
#include "fakes/recording_listener.h"
#include "fakes/scripted_transport.h"
#include "fakes/world.h"

namespace chatwire::core {

using fakes::auth_config;
using fakes::plain_config;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

/// A connection alone: no client sets its timer or tells its events, so the test does both.
class Rig {
 public:
  explicit Rig(Config settings = plain_config()) : config(std::move(settings)) {}

  const Config config;
  fakes::FakeHost host;
  fakes::ScriptedTransport transport;
  EventQueue events;
  Connection connection{config, {.host = host, .transport = transport, .events = events}};

  Generation socket() const { return transport.sockets().back().generation; }

  void open() {
    transport.has_opened(socket());
    connection.on_open(socket());
  }

  void close(int code, std::string_view reason = {}) {
    transport.has_closed(socket());
    connection.on_close(socket(), code, reason, code != kAbnormalClosure);
  }

  void establish() {
    connection.connect();
    open();
  }

  void pass(Duration span) { host.advance(span); }

  void expire() {
    host.advance(*connection.deadline() - host.now());
    connection.on_deadline();
  }

  /// How far away its deadline is.
  Duration patience() { return connection.deadline().value() - host.now(); }

  /// Events since the last call.
  Lines news() {
    events.flush(listener_);
    return listener_.take();
  }

 private:
  fakes::RecordingListener listener_;
};

}  // namespace chatwire::core

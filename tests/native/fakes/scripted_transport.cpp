#include "fakes/scripted_transport.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

namespace chatwire::fakes {
namespace {

bool is_utf8(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return nlohmann::json::accept(quoted + '"');
}

}  // namespace

bool ScriptedTransport::open(Generation generation, const std::string& url,
                             const std::vector<std::string>& protocols) {
  ++dials_;
  if (generation <= last_generation_) FAIL_CHECK("generation " << raw(generation) << " was dialled before");
  if (live() > 0) FAIL_CHECK("a second socket is dialled while one is alive");
  last_generation_ = generation;
  if (refuses_open_) return false;
  ++live_;
  sockets_.push_back({.generation = generation,
                      .url = url,
                      .protocols = protocols,
                      .phase = Phase::dialling,
                      .abandoned = false,
                      .close_code = 0,
                      .close_reason = {}});
  return true;
}

bool ScriptedTransport::send(Generation generation, std::string_view text) {
  return take({.socket = generation, .bytes = std::string(text), .receipt = {}});
}

port::Handover ScriptedTransport::offer(Generation generation, ReceiptId receipt, std::size_t most_buffered) {
  const std::string& bytes = message(receipt).bytes;
  if (buffered_amount_ > most_buffered) return port::Handover::full;
  const bool is_taken = take({.socket = generation, .bytes = bytes, .receipt = receipt});
  return is_taken ? port::Handover::taken : port::Handover::refused;
}

std::size_t ScriptedTransport::hold(ReceiptId receipt) {
  Message& waiting = message(receipt);
  if (std::exchange(waiting.waits, true)) FAIL_CHECK("receipt " << raw(receipt) << " is held twice");
  return waiting.bytes.size();
}

void ScriptedTransport::begin_message(ReceiptId receipt, std::string bytes) {
  messages_[receipt] = {.bytes = std::move(bytes)};
}

void ScriptedTransport::close(Generation generation, int code, const std::string& reason) {
  Socket& closing = socket(generation);
  if (closing.phase != Phase::open) FAIL_CHECK("closed a socket that is not open");
  check_close(closing, code, reason);
  closing.phase = Phase::closing;
  closing.close_code = code;
  closing.close_reason = reason;
}

void ScriptedTransport::abandon(Generation generation, int code, const std::string& reason) {
  Socket& left = socket(generation);
  if (left.phase == Phase::gone) FAIL_CHECK("abandoned a socket that is gone");
  check_close(left, code, reason);
  if (left.phase != Phase::closing) {
    left.close_code = code;
    left.close_reason = reason;
  }
  bury(left);
  left.abandoned = true;
}

void ScriptedTransport::read_on() {
  reads_ = true;
  buffered_amount_ = 0;
}

void ScriptedTransport::has_opened(Generation generation) {
  if (Socket& opened = socket(generation); opened.phase == Phase::dialling) opened.phase = Phase::open;
}

void ScriptedTransport::has_closed(Generation generation) {
  bury(socket(generation));
}

std::vector<std::string> ScriptedTransport::texts() const {
  std::vector<std::string> texts;
  texts.reserve(frames_.size());
  for (const Frame& frame : frames_) texts.push_back(frame.bytes);
  return texts;
}

bool ScriptedTransport::take(Frame frame) {
  if (socket(frame.socket).phase != Phase::open) FAIL_CHECK("sent on a socket that is not open");
  if (refuses_send_ && refuses_send_()) return false;
  if (!reads_) buffered_amount_ += frame.bytes.size();
  frames_.push_back(std::move(frame));
  return true;
}

ScriptedTransport::Message& ScriptedTransport::message(ReceiptId receipt) {
  const auto found = messages_.find(receipt);
  if (found != messages_.end()) return found->second;
  FAIL_CHECK("nobody holds the message of receipt " << raw(receipt));
  std::abort();
}

void ScriptedTransport::bury(Socket& socket) {
  if (std::exchange(socket.phase, Phase::gone) != Phase::gone) --live_;
}

ScriptedTransport::Socket& ScriptedTransport::socket(Generation generation) {
  // From the back: the newest is the one that is asked for.
  const auto found = std::find_if(sockets_.rbegin(), sockets_.rend(), [generation](const Socket& socket) {
    return socket.generation == generation;
  });
  if (found != sockets_.rend()) return *found;
  FAIL_CHECK("no socket was ever dialled as generation " << raw(generation));
  std::abort();
}

void ScriptedTransport::check_close(const Socket& socket, int code, const std::string& reason) {
  if (code != 1000 && (code < 3000 || code > 4999)) {
    FAIL_CHECK("socket " << raw(socket.generation) << " closed with " << code
                         << ", which throws in a browser");
  }
  if (reason.size() > 123) FAIL_CHECK("a close reason of " << reason.size() << " bytes");
  if (!is_utf8(reason)) FAIL_CHECK("a close reason that is no UTF-8");
}

}  // namespace chatwire::fakes

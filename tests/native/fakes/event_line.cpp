#include "fakes/event_line.h"

#include <sstream>
#include <string>
#include <variant>

namespace chatwire::fakes {
namespace {

class Writer {
 public:
  std::string text() const { return out_.str(); }

  void operator()(const port::StateChanged& event) {
    out_ << "state " << name_of(event.from) << " -> " << name_of(event.to) << because(event.reason);
  }
  void operator()(const port::Opened& event) { out_ << "opened #" << raw(event.generation); }
  void operator()(const port::Closed& event) {
    out_ << "closed " << event.code;
    if (!event.reason.empty()) out_ << " '" << event.reason << "'";
    if (event.was_clean) out_ << " cleanly";
    if (!event.was_open) out_ << " before it was usable";
  }
  void operator()(const port::RetryScheduled& event) {
    out_ << "retry " << event.attempt << " in " << event.delay.count() << " ms";
  }
  void operator()(const port::Failure& event) {
    out_ << "failure " << name_of(event.code);
    if (!event.detail.empty()) out_ << " (" << event.detail << ")";
  }
  void operator()(const port::CredentialsWanted& event) {
    out_ << (event.is_renewal ? "new credentials wanted #" : "credentials wanted #") << raw(event.generation);
  }
  void operator()(const port::AddressWanted& event) { out_ << "address wanted #" << raw(event.generation); }
  void operator()(const port::RetryWanted& event) { out_ << "retry? #" << raw(event.generation); }
  void operator()(const port::ReceiptChanged& event) {
    out_ << "receipt " << raw(event.receipt)
         << (event.delivery == port::Delivery::sent ? " sent" : " dropped") << because(event.reason);
  }
  void operator()(const port::RequestFailed& event) {
    out_ << "request " << raw(event.request) << " failed" << because(event.reason);
  }
  void operator()(const port::Drained&) { out_ << "drained"; }

 private:
  static std::string because(ErrorCode reason) {
    return reason == ErrorCode::none ? "" : ": " + std::string(name_of(reason));
  }

  std::ostringstream out_;
};

}  // namespace

std::string to_line(const port::Event& event) {
  Writer writer;
  std::visit(writer, event);
  return writer.text();
}

}  // namespace chatwire::fakes

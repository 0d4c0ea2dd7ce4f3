#pragma once

#include <string>
#include <variant>

#include "base/error.h"
#include "base/ids.h"
#include "base/state.h"
#include "base/time.h"

namespace chatwire::port {

/// The connection moved. `reason` says why where it was not asked for.
struct StateChanged {
  State from;
  State to;
  ErrorCode reason;
};

/// The link became usable: open and, where asked for, authenticated. What was queued has already been handed
/// to it.
struct Opened {
  Generation generation;
};

/// A socket ended. One per socket that was dialled, also when it never opened.
struct Closed {
  int code;  ///< RFC 6455 section 7.4; 1006 where there was no close frame
  std::string reason;
  bool was_clean;
  bool was_open;  ///< it had been usable: `Opened` came before
};

/// The next dial has a date.
struct RetryScheduled {
  int attempt;  ///< from 1, since the link was last proven
  Duration delay;
};

/// Something went wrong that the application may want to show or log.
struct Failure {
  ErrorCode code;
  std::string detail;
};

/// A dial is due and waits for its URL and sub-protocols: answer with `Client::dial` or `Client::withhold`.
struct AddressWanted {
  Generation generation;
};

/// The socket of this generation is open and waits for credentials: answer with `Client::authenticate` or
/// `Client::withhold`.
struct CredentialsWanted {
  Generation generation;
  bool is_renewal;  ///< the link is usable and goes on being so meanwhile
};

/// The link of this generation was lost: answer with `Client::decide_retry`. What it ended with was told by
/// `Closed`.
struct RetryWanted {
  Generation generation;
};

enum class Delivery { queued, sent, dropped };

/// What became of one send(). `sent` and `dropped` are final.
struct ReceiptChanged {
  ReceiptId receipt;
  Delivery delivery;
  ErrorCode reason;  ///< why it was dropped
};

/// A request will not be answered. Each one ends so, or by the verdict on the message that answers it, once.
struct RequestFailed {
  RequestId request;
  ErrorCode reason;
};

/// Everything that was queued has been handed to the socket.
struct Drained {};

using Event = std::variant<StateChanged, Opened, Closed, RetryScheduled, Failure, AddressWanted,
                           CredentialsWanted, RetryWanted, ReceiptChanged, RequestFailed, Drained>;

}  // namespace chatwire::port

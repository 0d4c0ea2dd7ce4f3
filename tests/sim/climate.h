#pragma once

#include <cstdint>

#include "core/config.h"
#include "fakes/dice.h"

namespace chatwire::sim {

/// What sort of a life one seed leads: the client's options, and how much of each fault there is. Percentages
/// unless said otherwise.
struct Climate {
  core::Config config;

  double session_ms;      ///< mean life of a link
  double frame_gap_ms;    ///< mean time between two frames of the server
  double action_gap_ms;   ///< mean time between two calls of the application
  double weather_gap_ms;  ///< mean time between two changes of the weather

  double latency_ms;  ///< mean, one way
  double naps;        ///< of the changes of the weather: the computer sleeps

  double bad_urls;
  double refusals;
  double black_holes;
  double late_opens;
  double closes;      ///< of the links that end: by the server, with a code
  double half_opens;  ///< of the links that end: in silence, one way or both
  double refused_frames;
  double breaks;  ///< of the frames that are sent, and of the phases of a link: the socket breaks just then
  double ghosts;  ///< of the events of a socket that was given up: heard all the same
  double floods;  ///< of the server's frames: the first of some hundreds
  double disturbance;    ///< of the server's frames: anything but an orderly message
  double disconnects;    ///< of the application's calls
  double interference;   ///< of the events: the listener calls back in
  double rejections;     ///< of the credentials
  double withheld;       ///< of the credentials and addresses: the application has none to give
  double leases;         ///< of the credentials: they end
  double renewals;       ///< of the application's calls: it has other credentials
  double hidings;        ///< of the application's calls: the page is hidden, or frozen
  double retry_times;    ///< of the closes by the server: it says how long to stay away
  bool speaks_protocol;  ///< the server knows the sub-protocol; else it refuses who offers one

  explicit Climate(std::uint64_t seed);
};

/// Exponential with that mean: how long until something that has no memory happens.
double wait_of(fakes::Dice& dice, double mean);

}  // namespace chatwire::sim

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/ids.h"
#include "core/flat_map.h"

namespace chatwire::core {

/// Which message types somebody wants. It maps names to the caller's own small integers; the handlers stay
/// with the caller.
class Router {
 public:
  /// Messages of `type` go to `route` from now on. A second call for the same type replaces the route.
  void subscribe(std::string type, Route route) { routes_.insert_or_assign(std::move(type), route); }

  /// An unknown type is harmless.
  void unsubscribe(std::string_view type) { routes_.erase(type); }

  /// Whether types that nobody named go to `Route::wildcard`.
  void want_all(bool wanted) { wants_all_ = wanted; }

  Route route_of(std::string_view type) const {
    if (const Route* found = routes_.find(type)) return *found;
    return wants_all_ ? Route::wildcard : Route::none;
  }

 private:
  FlatMap<std::string, Route> routes_;
  bool wants_all_ = false;
};

}  // namespace chatwire::core

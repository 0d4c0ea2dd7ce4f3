#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/ids.h"

namespace chatwire::core {

/// Which message types somebody wants. It maps names to the caller's own small integers; the handlers stay
/// with the caller.
class Router {
 public:
  /// Messages of `type` go to `route` from now on. A second call for the same type replaces the route.
  void subscribe(std::string type, Route route) { routes_.insert_or_assign(std::move(type), route); }

  /// An unknown type is harmless.
  void unsubscribe(std::string_view type) {
    if (const auto found = routes_.find(type); found != routes_.end()) routes_.erase(found);
  }

  /// Whether types that nobody named go to `Route::wildcard`.
  void want_all(bool wanted) { wants_all_ = wanted; }

  Route route_of(std::string_view type) const {
    if (const auto found = routes_.find(type); found != routes_.end()) return found->second;
    return wants_all_ ? Route::wildcard : Route::none;
  }

 private:
  // A tree: at the few types that an application names it is as fast as a hash table, and 3 KB of WebAssembly
  // smaller.
  std::map<std::string, Route, std::less<>> routes_;
  bool wants_all_ = false;
};

}  // namespace chatwire::core

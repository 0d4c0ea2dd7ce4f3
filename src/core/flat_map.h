#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <utility>
#include <vector>

namespace chatwire::core {

/// A map that is a sorted vector. For tens of entries that seldom change it is as fast as a tree or a hash
/// table, and two to three KB of WebAssembly smaller; a thousand times as many still take no longer to put in
/// than to subscribe to.
template <class Key, class Value>
class FlatMap {
 public:
  FlatMap() = default;
  FlatMap(std::initializer_list<std::pair<Key, Value>> entries) {
    for (const auto& [key, value] : entries) insert_or_assign(key, value);
  }

  void insert_or_assign(Key key, Value value) {
    const std::size_t place = place_of(key);
    if (holds(place, key)) {
      entries_[place].second = value;
      return;
    }
    entries_.emplace_back(std::move(key), value);
    // Moved down one by one: `insert` is as many bytes again.
    for (std::size_t at = entries_.size() - 1; at > place; --at) std::swap(entries_[at], entries_[at - 1]);
  }

  /// An unknown key is harmless. `Like` is what compares with a key.
  template <class Like>
  void erase(const Like& key) {
    const std::size_t place = place_of(key);
    if (!holds(place, key)) return;
    for (std::size_t at = place + 1; at < entries_.size(); ++at) std::swap(entries_[at - 1], entries_[at]);
    entries_.pop_back();
  }

  /// Null where there is none. Valid until the map is changed.
  template <class Like>
  const Value* find(const Like& key) const {
    const std::size_t place = place_of(key);
    return holds(place, key) ? &entries_[place].second : nullptr;
  }

 private:
  /// Of the first key that is not less.
  template <class Like>
  std::size_t place_of(const Like& key) const {
    std::size_t begin = 0;
    for (std::size_t end = entries_.size(); begin < end;) {
      const std::size_t middle = (begin + end) / 2;
      if (entries_[middle].first < key) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  }

  template <class Like>
  bool holds(std::size_t place, const Like& key) const {
    return place < entries_.size() && entries_[place].first == key;
  }

  std::vector<std::pair<Key, Value>> entries_;
};

}  // namespace chatwire::core

#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Reading and writing of values that say themselves what their fields are: the messages that are generated
/// from src/wire/catalog. For native code that has room for nlohmann/json: a backend, a test. What ships to a
/// page has none of it.
namespace chatwire::messages {

using Json = nlohmann::json;

/// What is wrong with a value.
struct Fault {
  std::string path;    ///< where: `payload.steps[2].id`; empty: as a whole
  std::string reason;  ///< why: `must be string, not number`
};

/// Nothing: it is right.
using Verdict = std::optional<Fault>;

/// What nlohmann's own conversions throw.
struct Unreadable : std::runtime_error {
  explicit Unreadable(const Fault& fault) : std::runtime_error(fault.path + ": " + fault.reason) {}
};

/// What a number must be.
struct Bounds {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

/// A struct with `describe(self, visit)`, which calls `visit(key, field)` for each field, and
/// `visit.others(map)` for a map of what else there may be.
template <class T>
concept Described = requires(T& value, void (&visit)()) {
  T::describe(value, visit);
};

/// An enum whose `names_of()` lists its texts, in the order of its values.
template <class T>
concept Named = requires(T value) {
  names_of(value).size();
};

// Each reads one value, and leaves it half read where it is wrong. Fields that nobody described are passed
// over.
Verdict read(const Json& from, std::string& to);
Verdict read(const Json& from, double& to);
Verdict read(const Json& from, std::int64_t& to);
Verdict read(const Json& from, bool& to);
Verdict read(const Json& from, Json& to);
template <Named Enum>
Verdict read(const Json& from, Enum& to);
template <class Item>
Verdict read(const Json& from, std::vector<Item>& to);
template <class Value>
Verdict read(const Json& from, std::map<std::string, Value>& to);
template <Described Struct>
Verdict read(const Json& from, Struct& to);

/// As JSON.stringify writes it: a whole number has no fraction.
Json write(double from);
template <class Plain>
Json write(const Plain& from);
template <Named Enum>
Json write(const Enum& from);
template <class Item>
Json write(const std::vector<Item>& from);
template <class Value>
Json write(const std::map<std::string, Value>& from);
template <Described Struct>
Json write(const Struct& from);

/// `must be string, not number`; `is missing` where there is nothing.
Fault wrong_kind(std::string_view expected, const Json& given);
Fault wrong_name(const std::string_view* names, std::size_t count);
Verdict check(double value, Bounds bounds);
/// The same fault, seen from outside: `steps` and `[2].id` make `steps[2].id`.
Verdict under(const std::string& key, Verdict fault);

/// Reads the fields of an object, up to the first fault.
class FieldReader {
 public:
  explicit FieldReader(const Json& from) : from_(from) {}

  template <class Field>
  void operator()(const char* key, Field& to) {
    known_.emplace_back(key);
    if (verdict) return;
    const auto found = from_.find(key);
    verdict = under(key, found == from_.end() ? Fault{.path = {}, .reason = "is missing"} : read(*found, to));
  }

  template <class Field>
  void operator()(const char* key, std::optional<Field>& to) {
    if (from_.contains(key)) return (*this)(key, to.emplace());
    known_.emplace_back(key);
    to.reset();
  }

  template <class Number>
  void operator()(const char* key, Number& to, Bounds bounds) {
    (*this)(key, to);
    if (!verdict) verdict = under(key, check(static_cast<double>(to), bounds));
  }

  template <class Value>
  void others(std::map<std::string, Value>& to) {
    to.clear();
    for (const auto& [key, value] : from_.items()) {
      if (verdict || is_known(key)) continue;
      verdict = under(key, read(value, to[key]));
    }
  }

  Verdict verdict;

 private:
  bool is_known(std::string_view key) const;

  const Json& from_;
  std::vector<std::string_view> known_;
};

/// Writes them.
class FieldWriter {
 public:
  explicit FieldWriter(Json& to) : to_(to) {}

  template <class Field>
  void operator()(const char* key, const Field& from, Bounds = {}) {
    to_[key] = write(from);
  }

  template <class Field>
  void operator()(const char* key, const std::optional<Field>& from) {
    if (from) (*this)(key, *from);
  }

  template <class Value>
  void others(const std::map<std::string, Value>& from) {
    for (const auto& [key, value] : from) to_[key] = write(value);
  }

 private:
  Json& to_;
};

template <Named Enum>
Verdict read(const Json& from, Enum& to) {
  std::string text;
  if (Verdict fault = read(from, text)) return fault;
  constexpr auto kNames = names_of(Enum{});
  for (std::size_t index = 0; index < kNames.size(); ++index) {
    if (kNames[index] != text) continue;
    to = static_cast<Enum>(index);
    return std::nullopt;
  }
  return wrong_name(kNames.data(), kNames.size());
}

template <class Item>
Verdict read(const Json& from, std::vector<Item>& to) {
  if (!from.is_array()) return wrong_kind("array", from);
  to.clear();
  for (std::size_t index = 0; index < from.size(); ++index) {
    if (Verdict fault = read(from[index], to.emplace_back())) {
      return under("[" + std::to_string(index) + "]", std::move(fault));
    }
  }
  return std::nullopt;
}

template <class Value>
Verdict read(const Json& from, std::map<std::string, Value>& to) {
  if (!from.is_object()) return wrong_kind("object", from);
  FieldReader reader(from);
  reader.others(to);
  return reader.verdict;
}

template <Described Struct>
Verdict read(const Json& from, Struct& to) {
  if (!from.is_object()) return wrong_kind("object", from);
  FieldReader reader(from);
  Struct::describe(to, reader);
  return reader.verdict;
}

template <class Plain>
Json write(const Plain& from) {
  return from;
}

template <Named Enum>
Json write(const Enum& from) {
  return names_of(from)[static_cast<std::size_t>(from)];
}

template <class Item>
Json write(const std::vector<Item>& from) {
  Json list = Json::array();
  for (const Item& item : from) list.push_back(write(item));
  return list;
}

template <class Value>
Json write(const std::map<std::string, Value>& from) {
  Json object = Json::object();
  FieldWriter(object).others(from);
  return object;
}

template <Described Struct>
Json write(const Struct& from) {
  Json object = Json::object();
  FieldWriter writer(object);
  Struct::describe(from, writer);
  return object;
}

}  // namespace chatwire::messages

/// `json.get<LlmResponse>()`, which throws `Unreadable`, and `json = llm_response`.
template <chatwire::messages::Described Struct>
struct nlohmann::adl_serializer<Struct, void> {
  static void to_json(json& to, const Struct& from) { to = chatwire::messages::write(from); }
  static void from_json(const json& from, Struct& to) {
    if (const auto fault = chatwire::messages::read(from, to)) throw chatwire::messages::Unreadable(*fault);
  }
};

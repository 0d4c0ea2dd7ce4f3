#include "wire/messages/described.h"

#include <algorithm>
#include <cmath>

namespace chatwire::messages {
namespace {

/// As JavaScript's `typeof` calls it, and our schemas there.
std::string_view kind_of(const Json& value) {
  return value.is_null() ? "null" : value.type_name();
}

/// Beyond, doubles are no longer exact.
constexpr double kLargestInteger = 9007199254740992.0;

bool is_whole(double value) {
  return std::abs(value) <= kLargestInteger && !(value < std::floor(value)) && !(value > std::floor(value));
}

}  // namespace

Fault wrong_kind(std::string_view expected, const Json& given) {
  return {.path = {}, .reason = "must be " + std::string(expected) + ", not " + std::string(kind_of(given))};
}

Fault wrong_name(const std::string_view* names, std::size_t count) {
  std::string reason = "must be ";
  for (std::size_t index = 0; index < count; ++index) {
    if (index > 0) reason += " or ";
    reason += '"' + std::string(names[index]) + '"';
  }
  return {.path = {}, .reason = reason};
}

Verdict check(double value, Bounds bounds) {
  if (value < bounds.least)
    return Fault{.path = {}, .reason = "must be at least " + write(bounds.least).dump()};
  if (value > bounds.most) return Fault{.path = {}, .reason = "must be at most " + write(bounds.most).dump()};
  return std::nullopt;
}

Verdict under(const std::string& key, Verdict fault) {
  if (fault) {
    const bool continues = !fault->path.empty() && fault->path.front() != '[';
    fault->path = key + (continues ? "." : "") + fault->path;
  }
  return fault;
}

bool FieldReader::is_known(std::string_view key) const {
  return std::find(known_.begin(), known_.end(), key) != known_.end();
}

Verdict read(const Json& from, std::string& to) {
  if (!from.is_string()) return wrong_kind("string", from);
  to = from.get_ref<const std::string&>();
  return std::nullopt;
}

Verdict read(const Json& from, double& to) {
  if (!from.is_number()) return wrong_kind("number", from);
  to = from.get<double>();
  return std::nullopt;
}

Verdict read(const Json& from, std::int64_t& to) {
  // 3.0 is an integer as well: JSON knows one kind of number.
  if (!from.is_number() || !is_whole(from.get<double>())) return wrong_kind("integer", from);
  to = from.get<std::int64_t>();
  return std::nullopt;
}

Verdict read(const Json& from, bool& to) {
  if (!from.is_boolean()) return wrong_kind("boolean", from);
  to = from.get<bool>();
  return std::nullopt;
}

Verdict read(const Json& from, Json& to) {
  to = from;
  return std::nullopt;
}

Json write(double from) {
  if (is_whole(from)) return static_cast<std::int64_t>(from);
  return from;
}

}  // namespace chatwire::messages

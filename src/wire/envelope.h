#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatwire::wire {

enum class Extent {
  prefix,  ///< the text may go on after these bytes
  whole,   ///< these bytes are the whole text
};

enum class ScanResult {
  typed,      ///< the object names its type
  untyped,    ///< an object without a type, or whose type is no string
  cut_short,  ///< the prefix ended before the type was seen: scan the whole
  malformed,  ///< no JSON object
};

/// What is known of a message before anyone parses it. It looks into the text that was scanned, and must not
/// outlive it.
struct Envelope {
  ScanResult result;
  std::string_view written{};            ///< the type as it stands in the text; empty unless `typed`
  std::optional<std::string> decoded{};  ///< the same, where escapes make a difference

  std::string_view type() const { return decoded ? std::string_view(*decoded) : written; }
};

/// Finds the member `type_key` at depth one of a JSON object, in any order, with any whitespace and escapes,
/// and builds no object.
///
/// In a whole text the last of several equal keys counts, as in JSON.parse (B06), and the object must close
/// with nothing but whitespace behind it. In a prefix the first one decides, and nothing behind it is looked
/// at: parsing belongs to the reader, who meets what is malformed there.
///
/// It is no validator: values are skipped by their brackets and quotes, so `{"type":"a","b":tru}` is typed
/// "a".
Envelope scan_envelope(std::string_view text, std::string_view type_key, Extent extent);

}  // namespace chatwire::wire

#pragma once

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
  cut_short,  ///< the prefix ended before all that is wanted was seen: scan the whole
  malformed,  ///< no JSON object
};

/// A short text out of the one that was scanned, as a view of it where escapes make no difference.
struct Excerpt {
  std::string_view written{};
  std::string decoded{};  ///< empty: as written. An escape stands for one byte at least

  std::string_view view() const { return decoded.empty() ? written : std::string_view(decoded); }
};

/// What is known of a message before anyone parses it. It looks into the text that was scanned, and must not
/// outlive it.
struct Envelope {
  ScanResult result = ScanResult::untyped;
  Excerpt type_found{};  ///< empty unless `typed`
  Excerpt id_found{};    ///< empty where there is none, or none was asked for
  /// The first member names the type, and none that was seen behind it names another one.
  bool begins_with_type = false;

  std::string_view type() const { return type_found.view(); }
  /// A string as it reads, or an integer as it is written: so one beyond 2^53 is still itself (B07).
  std::string_view id() const { return id_found.view(); }
};

/// Finds the members `type_key` and `id_key` at depth one of a JSON object, each unless its key is empty, in
/// any order, with any whitespace and escapes, and builds no object.
///
/// In a whole text the last of several equal keys counts, as in JSON.parse (B06), and the object must close
/// with nothing but whitespace behind it. In a prefix the first one of each decides, and nothing behind them
/// is looked at: parsing belongs to the reader, who meets what is malformed there.
///
/// A type that is no string is no type; an id that is neither a string nor an integer is no id.
///
/// It is no validator: values are skipped by their brackets and quotes, so `{"type":"a","b":tru}` is typed
/// "a".
Envelope scan_envelope(std::string_view text, std::string_view type_key, Extent extent,
                       std::string_view id_key = {});

}  // namespace chatwire::wire

// The envelope scan against nlohmann/json: same bytes, other eyes. What the scan may forgive stands in
// fuzz/support/oracle.h (read_forgiving); in everything else the two must agree (S7).
#include "wire/envelope.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/support/json_mutator.h"
#include "fuzz/support/oracle.h"
#include "fuzz/support/require.h"

namespace chatwire::fuzz {
namespace {

using wire::Extent;
using wire::ScanResult;

constexpr Keys kKeys{.type = "type", .id = "id"};

/// What a scan said, kept beyond its text.
struct Seen {
  ScanResult result;
  std::string type;
  std::string id;

  bool operator==(const Seen&) const = default;
};

/// Scans a copy of just that size: a look beyond its end is an error under AddressSanitizer.
Seen scan(std::string_view text, Extent extent, const Keys& keys = kKeys) {
  const std::vector<char> exact(text.begin(), text.end());
  const wire::Envelope envelope =
      wire::scan_envelope({exact.data(), exact.size()}, keys.type, extent, keys.id);
  require(envelope.result == ScanResult::typed || envelope.type().empty(), "a type where there is none");
  return {envelope.result, std::string(envelope.type()), std::string(envelope.id())};
}

/// Does the scan say of the type what `value` is? A bad escape is no type, a bad byte is taken as it is.
bool has_type(const Seen& seen, const Value& value) {
  const bool is_typed = value.kind == Value::Kind::text || value.kind == Value::Kind::bad_bytes;
  if (seen.result != (is_typed ? ScanResult::typed : ScanResult::untyped)) return false;
  return value.kind != Value::Kind::text || seen.type == value.text;
}

bool has_id(const Seen& seen, const Value& value) {
  if (value.kind == Value::Kind::bad_bytes) return !seen.id.empty();
  return seen.id == (value.kind == Value::Kind::integer || value.kind == Value::Kind::text ? value.text : "");
}

/// The two agree on a whole text: `strict` is what it is, `forgiving` without the faults that the scan skips.
void check_whole(const Seen& whole, const Reading& strict, const Reading& forgiving) {
  require(whole.result != ScanResult::cut_short, "a whole text is cut short");
  require((whole.result == ScanResult::malformed) == !forgiving.is_object,
          "an object, or none, against the oracle");
  if (forgiving.is_object) {
    require(has_type(whole, forgiving.type.last), "another type than the oracle's");
    require(has_id(whole, forgiving.id.last), "another id than the oracle's");
  }
  if (!strict.is_json) return;
  require(strict.is_object == forgiving.is_object, "the oracle contradicts itself");
  if (!strict.is_object) return;
  require(has_type(whole, strict.type.last), "another type than that of a valid text");
  require(has_id(whole, strict.id.last), "another id than that of a valid text");
}

/// Who asks for no id hears the same of the type.
void check_without_id(std::string_view text, const Seen& whole, const Reading& forgiving) {
  const Keys keys{.type = kKeys.type, .id = {}};
  const Seen seen = scan(text, Extent::whole, keys);
  require(seen.id.empty(), "an id that nobody asked for");
  require(seen.result == whole.result && seen.type == whole.type, "the id changes the type");
  if (forgiving.is_object)
    require(has_type(scan(text, Extent::prefix, keys), forgiving.type.first_string),
            "without an id, another type");
}

/// The same bytes, when more may follow.
void check_open(std::string_view text, const Seen& open, const Seen& whole, const Reading& forgiving) {
  if (forgiving.is_object) {
    require(has_type(open, forgiving.type.first_string), "as a prefix, another type than the oracle's first");
    require(has_id(open, forgiving.id.first_id), "as a prefix, another id than the oracle's first");
  } else if (open.result == ScanResult::untyped) {
    require(text.find('\\') != std::string_view::npos, "only a bad escape is no type before the end");
  }
  if (open.result == ScanResult::malformed) {
    require(whole.result == ScanResult::malformed, "malformed as a prefix only");
    // Much work for what most inputs are: a quarter of them will do.
    if (text.size() % 4 == 0) require(!can_become_object(text), "gives up a text that may become an object");
  } else if (open.result == ScanResult::cut_short) {
    require(can_become_object(text), "asks for more of what cannot become an object");
  }
}

/// What a prefix shows is still true when there is more.
void check_cut(std::string_view text, std::size_t size, const Seen& open) {
  const std::string_view cut = text.substr(0, size);
  const Seen seen = scan(cut, Extent::prefix);
  const auto is_object = [cut] { return scan(cut, Extent::whole).result != ScanResult::malformed; };
  switch (seen.result) {
    case ScanResult::typed:
    case ScanResult::untyped:
      if (open.result == ScanResult::malformed && is_object()) return;  // something follows the object
      return require(open == seen, "a longer prefix has another type or id");
    case ScanResult::malformed:
      return require(open == seen, "a longer prefix is malformed no more");
    case ScanResult::cut_short:
      return require(!is_object(), "asks for more of a whole object");
  }
}

void check(std::string_view text) {
  constexpr std::size_t kCuts = 8;
  const Seen whole = scan(text, Extent::whole);
  const Seen open = scan(text, Extent::prefix);
  const Reading forgiving = read_forgiving(text, kKeys);
  check_whole(whole, read(text, kKeys), forgiving);
  check_without_id(text, whole, forgiving);
  check_open(text, open, whole, forgiving);
  // Spread over the text; which ones moves with its length.
  const std::size_t step = std::max<std::size_t>(1, text.size() / kCuts);
  for (std::size_t size = text.size() % step; size < text.size(); size += step) check_cut(text, size, open);
}

}  // namespace
}  // namespace chatwire::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  return chatwire::fuzz::mutate_texts(data, size, max_size, seed);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chatwire::fuzz::check({reinterpret_cast<const char*>(data), size});
  return 0;
}

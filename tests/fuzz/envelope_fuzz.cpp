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

constexpr std::string_view kTypeKey = "type";

/// What a scan said, kept beyond its text.
struct Seen {
  ScanResult result;
  std::string type;

  bool operator==(const Seen&) const = default;
};

/// Scans a copy of just that size: a look beyond its end is an error under AddressSanitizer.
Seen scan(std::string_view text, Extent extent) {
  const std::vector<char> exact(text.begin(), text.end());
  const wire::Envelope envelope = wire::scan_envelope({exact.data(), exact.size()}, kTypeKey, extent);
  require((envelope.result == ScanResult::typed) || envelope.type().empty(), "a type where there is none");
  return {envelope.result, std::string(envelope.type())};
}

/// Does the scan say of the type what `value` is?
bool agrees(const Seen& seen, const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
      return seen == Seen{ScanResult::typed, value.text};
    case Value::Kind::bad_bytes:
      return seen.result == ScanResult::typed;
    case Value::Kind::bad_escape:  // no type
    case Value::Kind::missing:
    case Value::Kind::other:
      return seen.result == ScanResult::untyped;
  }
  return false;
}

void check_whole(const Seen& whole, const Reading& strict, const Reading& forgiving) {
  require(whole.result != ScanResult::cut_short, "a whole text is cut short");
  require((whole.result == ScanResult::malformed) == !forgiving.is_object,
          "an object, or none, against the oracle");
  if (whole.result != ScanResult::malformed)
    require(agrees(whole, forgiving.last), "another type than the oracle's");
  if (!strict.is_json) return;
  require(strict.is_object == forgiving.is_object, "the oracle contradicts itself");
  if (strict.is_object) require(agrees(whole, strict.last), "another type than that of a valid text");
}

/// The same bytes, when more may follow.
void check_open(std::string_view text, const Seen& open, const Seen& whole, const Reading& forgiving) {
  if (forgiving.is_object) {
    require(agrees(open, forgiving.first_string), "as a prefix, another type than the oracle's first");
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
      return require(open == seen, "a longer prefix has another type");
    case ScanResult::malformed:
      return require(open == seen, "a longer prefix is malformed no more");
    case ScanResult::untyped:
      return require(open == seen || is_object(), "a longer prefix has a type");
    case ScanResult::cut_short:
      return require(!is_object(), "asks for more of a whole object");
  }
}

void check(std::string_view text) {
  constexpr std::size_t kCuts = 8;
  const Seen whole = scan(text, Extent::whole);
  const Seen open = scan(text, Extent::prefix);
  const Reading forgiving = read_forgiving(text, kTypeKey);
  check_whole(whole, read(text, kTypeKey), forgiving);
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

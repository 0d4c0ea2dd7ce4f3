#include "fuzz/support/json_mutator.h"

#include <algorithm>
#include <cstring>

#include "fakes/dice.h"
#include "wire/json_maker.h"

/// libFuzzer's own changes of bytes.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace chatwire::fuzz {
namespace {

constexpr std::string_view kEndsOfScalar = ",:{}[]\" \t\r\n";

/// Behind what begins at `begin`: a string, everything to the matching bracket, or a run of other characters.
std::size_t end_of_value(std::string_view text, std::size_t begin) {
  std::size_t depth = 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth > 0) --depth;
    } else if (depth == 0) {
      return std::max(begin + 1, std::min(text.find_first_of(kEndsOfScalar, at), text.size()));
    }
    if (depth == 0) return std::min(at + 1, text.size());
  }
  return text.size();
}

std::string replace_value(std::string_view text, std::size_t begin, const std::string& value) {
  const std::size_t end = end_of_value(text, begin);
  return std::string(text.substr(0, begin)) + value + std::string(text.substr(end));
}

std::string insert_member(std::string_view text, std::size_t behind, const std::string& value, bool is_last) {
  const std::string member = is_last ? R"("type":)" + value : R"("type":)" + value + ',';
  return std::string(text.substr(0, behind)) + member + std::string(text.substr(behind));
}

struct Span {
  std::size_t begin;
  std::size_t end;
};

/// One of the texts, drawn from `seed`.
Span pick_text(std::string_view all, std::uint64_t seed, char separator) {
  const auto at = static_cast<std::size_t>(seed / 2 % (all.size() + 1));
  const std::size_t begin = all.substr(0, at).rfind(separator) + 1;  // npos + 1 is 0
  return {.begin = begin, .end = std::min(all.find(separator, begin), all.size())};
}

}  // namespace

std::string mutate_json(std::string_view text, std::uint64_t seed) {
  wire::JsonMaker maker(seed);
  fakes::Dice& dice = maker.dice();
  const std::size_t at = dice.below(text.size() + 1);
  const std::size_t begin = text.find_first_not_of(",:}] \t\r\n", at);
  if (begin == std::string_view::npos || dice.chance(20)) return maker.object(3);
  const std::size_t brace = text.find('{', at);
  if (brace != std::string_view::npos && dice.chance(30)) {
    const bool is_last = text.find_first_not_of(" \t\r\n", brace + 1) == text.find('}', brace);
    return insert_member(text, brace + 1, maker.any(), is_last);
  }
  return replace_value(text, begin, maker.any());
}

std::size_t mutate_texts(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned int seed,
                         std::optional<char> separator) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto [begin, end] = separator ? pick_text(all, seed, *separator) : Span{.begin = 0, .end = size};
  const std::string changed = mutate_json(all.substr(begin, end - begin), seed);
  const std::size_t new_size = size - (end - begin) + changed.size();
  if (seed % 2 == 0 || new_size > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memmove(data + begin + changed.size(), data + end, size - end);
  std::memcpy(data + begin, changed.data(), changed.size());
  return new_size;
}

}  // namespace chatwire::fuzz

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chatwire::fuzz {

/// The text with one change that a JSON text mostly survives: a value replaced, a member put in, or all of it
/// made anew. Blind changes of bytes leave one text in three hundred valid, and so would try little but the
/// ways to be malformed. The same seed makes the same change.
std::string mutate_json(std::string_view text, std::uint64_t seed);

/// libFuzzer's custom mutator for an input of JSON texts with `separator` between them; without one the whole
/// input is a text. Every second change is one of `mutate_json`, the others are libFuzzer's own.
std::size_t mutate_texts(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned int seed,
                         std::optional<char> separator = {});

}  // namespace chatwire::fuzz

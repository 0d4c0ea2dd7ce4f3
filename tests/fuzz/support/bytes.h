#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chatwire::fuzz {

/// The input of an execution, read as small decisions. Behind its end all of them are 0.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : left_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return left_.empty(); }
  bool next_is(char byte) const { return left_.starts_with(byte); }

  unsigned char take() {
    if (empty()) return 0;
    const char byte = left_.front();
    left_.remove_prefix(1);
    return static_cast<unsigned char>(byte);
  }

  /// One of `count`. '0' gives 0, '1' gives 1, ... wherever `count` divides 48, so that seeds can be read.
  std::size_t below(std::size_t count) { return take() % count; }

  template <class Value, std::size_t Count>
  const Value& one_of(const Value (&choices)[Count]) {
    static_assert(48 % Count == 0, "else '0' is not the first");
    return choices[below(Count)];
  }

  /// So many bytes, or what is left.
  std::string_view take_text(std::size_t size) {
    const std::string_view text = left_.substr(0, size);
    left_.remove_prefix(text.size());
    return text;
  }

 private:
  std::string_view left_;
};

}  // namespace chatwire::fuzz

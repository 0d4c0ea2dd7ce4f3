#pragma once

#include <string>

#include "fakes/dice.h"

namespace chatwire::wire {

/// Writes random JSON texts as awkward as they come: keys in any order, repeated, escaped, near-misses of the
/// key that is looked for, strings full of brackets and quotes, any whitespace.
class JsonMaker {
 public:
  explicit JsonMaker(std::uint64_t seed) : dice_(seed) {}

  /// An object whose members are named `type` and `id` now and then; each never more than `max_each` times.
  std::string object(int max_each) {
    types_left_ = ids_left_ = max_each;
    return space() + object_of_depth(0) + space();
  }

  /// Any JSON text, most often no object.
  std::string any() {
    types_left_ = ids_left_ = 3;
    return space() + value(dice_.chance(20) ? 0 : 2) + space();
  }

  fakes::Dice& dice() { return dice_; }

 private:
  static constexpr int kMaxDepth = 4;

  template <std::size_t Size>
  std::string one_of(const char* const (&choices)[Size]) {
    return choices[dice_.below(Size)];
  }

  std::string space() {
    static constexpr const char* kSpaces[] = {"", "", "", "", " ", "\n", "\t", "\r\n  "};
    return one_of(kSpaces);
  }

  std::string string() {
    static constexpr const char* kStrings[] = {R"("")",           R"("a")",
                                               R"("type")",       R"("{\"type\":\"inner\"}")",
                                               R"("}")",          R"("]],}")",
                                               R"("\\")",         R"("\\\"")",
                                               R"("é😀")",         R"("\ud83d\ude00")",
                                               R"("\u0000")",     R"("t\u0079pe")",
                                               R"("chat")",       R"("user_message")",
                                               R"("a\/b")",       R"("__proto__")",
                                               R"("\b\f\n\r\t")", R"(",\"type\":")"};
    return one_of(kStrings);
  }

  std::string key(int depth) {
    static constexpr const char* kTypes[] = {R"("type")", R"("type")", R"("t\u0079pe")",
                                             R"("\u0074\u0079\u0070\u0065")"};
    static constexpr const char* kIds[] = {R"("id")", R"("id")", R"("i\u0064")"};
    static constexpr const char* kOthers[] = {R"("typ")",     R"("types")",    R"("Type")",   R"("")",
                                              R"("payload")", R"("\"type")",   R"("type\\")", R"("Id")",
                                              R"("ty\npe")",  R"("__proto__")"};
    if (dice_.chance(35) && spend(types_left_, depth)) return one_of(kTypes);
    if (dice_.chance(30) && spend(ids_left_, depth)) return one_of(kIds);
    return one_of(kOthers);
  }

  /// Only at depth one is there a limit.
  static bool spend(int& left, int depth) { return depth > 0 || left-- > 0; }

  std::string value(int depth) {
    static constexpr const char* kScalars[] = {"0",    "-1.5e+3",          "true", "false",
                                               "null", "9007199254740993", "0.1"};
    const std::size_t kind = dice_.below(depth < kMaxDepth ? 6 : 4);
    if (kind < 2) return one_of(kScalars);
    if (kind < 4) return string();
    return kind == 4 ? object_of_depth(depth) : array(depth);
  }

  std::string object_of_depth(int depth) {
    std::string out = "{" + space();
    for (std::size_t left = dice_.below(6); left > 0; --left) {
      out += key(depth);
      out += space() + ":" + space() + value(depth + 1) + space();
      if (left > 1) out += "," + space();
    }
    return out + "}";
  }

  std::string array(int depth) {
    std::string out = "[" + space();
    for (std::size_t left = dice_.below(4); left > 0; --left) {
      out += value(depth + 1) + space();
      if (left > 1) out += "," + space();
    }
    return out + "]";
  }

  fakes::Dice dice_;
  int types_left_ = 0;
  int ids_left_ = 0;
};

}  // namespace chatwire::wire

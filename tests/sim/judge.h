#pragma once

#include <string>
#include <utility>

namespace chatwire::sim {

/// Keeps the first objection. It does not throw: most of the checks run inside of the core, which lets no
/// exception through.
class Judge {
 public:
  void object(std::string what) {
    if (objection_.empty()) objection_ = std::move(what);
  }

  bool is_content() const { return objection_.empty(); }
  const std::string& objection() const { return objection_; }

 private:
  std::string objection_;
};

}  // namespace chatwire::sim

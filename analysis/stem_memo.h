// Form to stem, remembered: an open table whose slots hold both strings, so that a word seen before costs
// about one cache line. Forgets everything when it has grown to `kMaxEntries`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace incipit::analysis {

class StemMemo {
 public:
  static constexpr std::size_t kMaxEntries = 500'000;

  StemMemo();

  // The stem of `form` (never empty), from `compute(form)` the first time. Valid until the next call.
  template <class Compute>
  const std::string& get(const std::string& form, const Compute& compute) {
    std::size_t at = place_of(form);
    if (slots_[at].form.empty()) {
      std::string key = form;  // `form` may be a stem of this table, which making room moves
      if (make_room()) at = place_of(key);
      slots_[at].stem = compute(key);
      slots_[at].form = std::move(key);
      ++entries_;
    }
    return slots_[at].stem;
  }

 private:
  struct Slot {
    std::string form;  // empty: free
    std::string stem;
  };

  // The slot that holds `form`, or the free one where it belongs.
  [[nodiscard]] std::size_t place_of(std::string_view form) const;
  // Grows or forgets before one more entry; true when places have changed.
  bool make_room();

  std::vector<Slot> slots_;  // a power of two
  std::size_t entries_ = 0;
};

}  // namespace incipit::analysis

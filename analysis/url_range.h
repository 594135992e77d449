// Which part of a text is the inside of a web address, where `~` and `--` mean themselves.
#pragma once

#include <cstddef>
#include <string_view>

namespace incipit::analysis {

// Remembers the last word looked at, so asking for increasing places is linear in the text. Keeps a view of
// it.
class UrlRange {
 public:
  explicit UrlRange(std::string_view text) : text_(text) {}
  // True when byte `i` is inside a web address: after "://" or "www.", or in the path of "host.tld/path".
  [[nodiscard]] bool contains(std::size_t i);

 private:
  void look_at_word(std::size_t i);

  std::string_view text_;
  std::size_t word_begin_ = 0, word_end_ = 0;
  std::size_t url_begin_ = 0, url_end_ = 0;
};

}  // namespace incipit::analysis

// Numbers byte strings in order of first sight: what a build asks for each word of each paper, so a string that was seen before
// costs two cache lines. Strings and their numbers lie one after the other in one buffer; an open table holds for each its hash
// and its place there.
//
// Threads: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace incipit::storage {

class StringNumbers {
 public:
  // All strings together, with eight bytes for each; beyond, `number` throws std::length_error.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 34;

  StringNumbers();

  // The number of `text`: `size()` before the call where it is new.
  std::uint32_t number(std::string_view text);
  // Good until the next new string.
  [[nodiscard]] std::string_view text(std::uint32_t number) const;
  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t place = 0;  // in units of `bytes_`, plus one; 0: free
  };

  std::uint32_t keep(std::string_view text);
  [[nodiscard]] std::string_view text_at(std::uint32_t place) const;
  void grow();

  std::vector<Slot> slots_;              // a power of two, at most half of them taken
  std::string bytes_;                    // of each string: number, size, text, zero bytes up to a unit of four
  std::vector<std::uint32_t> places_;    // by number
};

}  // namespace incipit::storage

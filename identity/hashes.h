// Hashes by which things are told apart here; the same on every machine. They are kept within one run, never stored.
#pragma once

#include <cstdint>
#include <string_view>

namespace incipit::identity {

// FNV-1a with the finaliser of SplitMix64, so that the upper bits are as good as the lower ones.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31);
}

}  // namespace incipit::identity

// Corrections of who is who that people made by hand. They come after all evidence, and win.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "identity/people.h"

namespace incipit::identity {

enum class CorrectionKind : std::uint8_t {
  together,  // whomever these authorships are of, it is one person
  apart,     // these authorships, and no others, are of one person
};

struct Correction {
  CorrectionKind kind = CorrectionKind::together;
  std::vector<std::uint32_t> mentions;  // indices into the list of mentions
};

// The people after the corrections, each of which takes up what the one before it left. Whoever was corrected has a confidence of 1; who
// was taken apart is no candidate for whom it was taken from. By the first mention.
[[nodiscard]] std::vector<Person> corrected(std::vector<Person> people, std::span<const Correction> corrections,
                                            std::span<const Mention> mentions, std::span<const PaperEvidence> papers);

}  // namespace incipit::identity

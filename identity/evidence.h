// What papers say of their authors, small enough to be kept for every paper: hashes of things, each with how rare it is.
//
// A paper is about 0.5 kB. Nothing is left of words and names, so evidence is explained by kinds and figures, not by quotation.
//
// Threads: values; `EvidenceReader` holds immutable tables and may be used from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/name.h"
#include "identity/rarity.h"
#include "schema/paper.h"

namespace incipit::identity {

// A hash in the upper 24 bits and a weight in the lower 8. Lists of them are ascending by hash, without repeats.
using Weighted = std::uint32_t;
[[nodiscard]] constexpr std::uint32_t hash_in(Weighted value) { return value >> 8; }
[[nodiscard]] constexpr std::uint32_t weight_in(Weighted value) { return value & 0xFF; }

struct Writer {
  std::uint32_t home = 0;    // hash of the home block: family name and first initial
  Weighted given = 0;        // hash of the first given name, 0 for an initial; the rarity of the whole name in eighths

  bool operator==(const Writer&) const = default;
};

// Writer::home of someone of this name.
[[nodiscard]] std::uint32_t home_of(const Name& name);

struct PaperEvidence {
  std::string id;
  int year = 0;                           // 0: not given
  std::uint32_t venue = 0;                // 0: not given
  std::vector<std::uint32_t> categories;  // hashes, ascending
  std::vector<Writer> writers;            // ascending by home, at most kMaxWriters: those with the smallest hashes
  std::vector<Weighted> words;            // of title and abstract, at most kMaxTextWords; weights of unit length times 255
  float words_length = 0;                 // of the weights as kept, for the cosine
};

inline constexpr std::size_t kMaxWriters = 64;
inline constexpr std::size_t kMaxTextWords = 48;
inline constexpr std::size_t kMaxAffiliationWords = 24;

// One authorship, as a block takes it.
struct Mention {
  std::uint32_t paper = 0;     // index into the evidence of papers
  std::uint32_t position = 0;  // in its author list, from 0
  std::string name;            // as displayed
  std::vector<std::string> ids;          // "scheme:value"
  std::vector<Weighted> affiliation;     // words; the weight is the rarity in eighths
};

class EvidenceReader {
 public:
  explicit EvidenceReader(const RarityTables& rarity = RarityTables::shipped()) : rarity_(&rarity) {}

  [[nodiscard]] PaperEvidence paper(const schema::Paper& paper) const;
  // The authorship at `position`; `index` is the paper's place in the list of evidence.
  [[nodiscard]] Mention mention(const schema::Paper& paper, std::uint32_t position, std::uint32_t index) const;

 private:
  const RarityTables* rarity_;
};

// Words of a text as rarity tables have them: folded, of three letters or more, cut to seven, which stands for the stem. TeX
// commands are no words.
[[nodiscard]] std::vector<std::string> evidence_words(std::string_view text);

// Eighths of the rarity of a name: its family name and first given name or initial together.
[[nodiscard]] std::uint8_t name_rarity(const RarityTables& rarity, std::string_view family, std::string_view given);

}  // namespace incipit::identity

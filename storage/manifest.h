// The manifest of a generation: what it is, what it was made from, the constants its scores depend on, and every file
// with size and checksum. JSON in one file that ends in a checksum of itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::storage {

inline constexpr int kFormatVersion = 7;
// Records of this format and of later ones can be read for a rebuild. Format 1: no tombstones, one author table. Format 2: no
// order of titles, no words of names. Format 3: affiliations as whole values, rows of tokens with counts. Format 4: no filter of word pairs.
// Format 5: no lists of frequent pairs. Format 6: no other identifiers of papers, no citations, no blocks of names, no names that are not shown, no snapshot.
inline constexpr int kOldestFormat = 1;

// Constants of a generation (D8, D9): kept by updates, part of the revision. Lengths are in terms.
struct RankingConstants {
  double pivot_title = 1;
  double pivot_abstract = 1;
  double pivot_author = 1;
  double pivot_comments = 1;
  // Weight and length normalisation of each field, from the field table when the generation was first built.
  double weight_title = 1, weight_abstract = 1, weight_author = 1;
  double b_title = 0, b_abstract = 0, b_author = 0, b_comments = 0;
  double k1 = 1.5;                  // term frequency saturation of BM25
  std::int64_t impact_scale = 64;   // impacts are round(scale * saturated frequency)
  std::int64_t idf_scale = 256;     // weights are round(scale * idf)

  bool operator==(const RankingConstants&) const = default;
};

// A hash of a set, so that a change of the set changes it at the cost of the change: the sum of the hashes of its members.
// Like every checksum here it guards against accidents, not attackers.
class ContentSum {
 public:
  void add(std::string_view member);
  void add(const ContentSum& other);
  void remove(std::string_view member);
  [[nodiscard]] std::string hex() const;  // 32 characters
  [[nodiscard]] static schema::Result<ContentSum> from_hex(std::string_view hex);
  bool operator==(const ContentSum&) const = default;

 private:
  std::uint64_t low_ = 0, high_ = 0;  // each a sum of its own
};

struct ManifestFile {
  std::string path;  // relative to the generation
  std::uint64_t bytes = 0;
  std::string hash;
  bool operator==(const ManifestFile&) const = default;
};

struct Manifest {
  schema::IndexInfo info;
  RankingConstants constants;
  std::vector<std::string> segments;       // "0001", ...; newest last
  std::vector<std::string> author_layers;  // "0001", ...; oldest first
  ContentSum papers, authors;              // what the revision takes of them
  std::vector<std::string> input_paths;  // as the inputs were named to the indexer, for the check against discarding papers
  std::vector<ManifestFile> files;
};

// Equal constants give equal text: what the revision takes of them.
[[nodiscard]] std::string to_text(const RankingConstants& constants);
// D6: a hash over the canonical content, the analysis, the index clock and the constants; equal content, equal revision.
[[nodiscard]] std::string revision_of(const Manifest& manifest);
[[nodiscard]] std::string to_text(const Manifest& manifest);
// Errors: index_damaged (checksum or content), index_incompatible (another format version).
[[nodiscard]] schema::Result<Manifest> manifest_from_text(std::string_view text);
[[nodiscard]] schema::Result<Manifest> read_manifest(const std::filesystem::path& generation);
// The same of any format from kOldestFormat on; what that format did not have is empty.
[[nodiscard]] schema::Result<Manifest> read_older_manifest(const std::filesystem::path& generation);
// Whether every file that it names is there with its size. Error: index_damaged.
[[nodiscard]] schema::Result<void> check_sizes(const Manifest& manifest, const std::filesystem::path& generation);
// The number of the segment or layer after the last of these, as a name.
[[nodiscard]] std::string next_name(const std::vector<std::string>& names);

}  // namespace incipit::storage

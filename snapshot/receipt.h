// Why a paper has the novelty and the rank score that it has: everything that explains them, as prepared when the snapshot was made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "snapshot/cells.h"
#include "snapshot/rank.h"

namespace incipit::snapshot {

// Why there is no figure.
enum class Missing : std::uint8_t {
  nothing,      // there is one
  no_date,      // so neither earlier nor later than any other paper
  no_words,     // no term in title and abstract
  first_years,  // of the corpus's first two years, with too little before it
  too_few,      // rank score: one part of four at most
};
// A sentence part for people: "the paper has no date"; empty for `nothing`.
[[nodiscard]] std::string_view reason_of(Missing missing);

struct NewTerm {
  std::string text;         // folded: "diffusion models"
  std::uint32_t reuse = 0;  // later papers that use it
  bool operator==(const NewTerm&) const = default;
};

struct NearPaper {
  std::string id;
  std::uint32_t similarity = 0;  // ten-thousandths
  bool operator==(const NearPaper&) const = default;
};

// A place in a cell.
struct CellStanding {
  Cell cell;
  std::uint32_t papers = 0;  // n
  std::uint32_t rank = 0;    // twice the papers below plus those that are equal, this one among them
  [[nodiscard]] Hundredths value() const { return percentile(rank, papers); }
  bool operator==(const CellStanding&) const = default;
};

inline constexpr std::size_t kNewTermsShown = 10;

// Figures are there where `missing` is `nothing`.
struct NoveltyReceipt {
  Missing missing = Missing::nothing;
  bool provisional = false;            // younger than 365 days by the index clock: later papers may still reuse its terms
  CellStanding standing;               // of raw; its value is the novelty
  std::uint32_t new_terms = 0;         // all of them
  std::vector<NewTerm> most_reused;    // the kNewTermsShown with most reuse, then by text
  std::uint32_t new_terms_rank = 0;    // of their number, in the same cell
  std::uint32_t compared = 0;          // earlier papers that share a key term
  std::vector<NearPaper> nearest;      // the kNearestShown most similar of these, then the earliest
  std::uint32_t distance_rank = 0;     // in the same cell

  [[nodiscard]] Hundredths novelty() const { return standing.value(); }
  // 1 - the greatest similarity, in ten-thousandths; 10,000 with nothing to compare with.
  [[nodiscard]] std::uint32_t distance() const { return 10'000 - (nearest.empty() ? 0 : nearest.front().similarity); }
  [[nodiscard]] Hundredths new_terms_percentile() const { return percentile(new_terms_rank, standing.papers); }
  [[nodiscard]] Hundredths distance_percentile() const { return percentile(distance_rank, standing.papers); }
  // The mean of the two.
  [[nodiscard]] Hundredths raw() const { return percentile(std::uint64_t{new_terms_rank} + distance_rank, 2 * std::uint64_t{standing.papers}); }
  bool operator==(const NoveltyReceipt&) const = default;
};

struct RankReceipt {
  Missing missing = Missing::nothing;       // nothing or too_few
  Hundredths score = 0;
  RankValues values;                        // by RankPart
  std::optional<std::uint32_t> age_days;    // nullopt without a date
  std::optional<std::int64_t> citations;    // nullopt where they are unknown
  std::optional<CellStanding> cited;        // of citations per year; with a date and citations
  bool operator==(const RankReceipt&) const = default;
};

struct Receipt {
  NoveltyReceipt novelty;
  RankReceipt rank;
  bool operator==(const Receipt&) const = default;
};

// A receipt as it is stored; the near papers are told by their rows among the ids of the snapshot.
struct StoredReceipt {
  Receipt receipt;                  // `nearest` has similarities and no ids
  std::vector<std::uint32_t> rows;  // of `nearest`
};
[[nodiscard]] std::string encode(const StoredReceipt& stored);
// Error: index_damaged where the bytes are no receipt.
[[nodiscard]] schema::Result<StoredReceipt> decode(std::string_view bytes);

// Fills in what follows from the rest: values and score of the rank.
void settle_rank(Receipt& receipt, std::optional<bool> has_code);

}  // namespace incipit::snapshot

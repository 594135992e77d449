// The papers that a paper is compared with to say how high a figure of it is: its *cell*. A percentile says nothing without it.
//
// The first of these that has at least kEnough papers: its primary category and year; its archive and year; its archive and three years,
// the last of which is its own; all papers. Only papers that have the figure count.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace incipit::snapshot {

enum class CellKind : std::uint8_t { category_year, archive_year, archive_years, all };

struct Cell {
  CellKind kind = CellKind::all;
  std::string code;  // of the category or the archive
  int first_year = 0, last_year = 0;  // 0 for `all`
  bool operator==(const Cell&) const = default;
};

// Hundredths of a percent, 0..10,000. Figures are rounded to them before they are shown, stored, or part of another figure.
using Hundredths = std::uint32_t;

// 100 (below + half of equal) / n, half up. `rank`: twice those below plus those that are equal, the paper itself among them; n > 0.
[[nodiscard]] constexpr Hundredths percentile(std::uint64_t rank, std::uint64_t n) {
  return static_cast<Hundredths>((10'000 * rank + n) / (2 * n));
}

class CellLadder {
 public:
  static constexpr std::uint32_t kEnough = 30;

  // Counts a paper that has the figure. `category`: its number.
  void count(std::uint32_t category, int year) { ++papers_[{category, year}]; }
  // Ends counting. `categories`: their codes.
  void settle(std::span<const std::string> categories);

  // The cell of a paper that was counted.
  [[nodiscard]] std::uint32_t own(std::uint32_t category, int year) const { return standings_.at({category, year}).own; }
  // All cells of any paper that this paper is in, its own first.
  [[nodiscard]] std::span<const std::uint32_t> cells_with(std::uint32_t category, int year) const { return standings_.at({category, year}).cells; }
  [[nodiscard]] const Cell& cell(std::uint32_t number) const { return cells_[number]; }
  [[nodiscard]] std::uint32_t papers(std::uint32_t number) const { return sizes_[number]; }

 private:
  using CategoryYear = std::pair<std::uint32_t, int>;
  struct Standing {
    std::uint32_t own = 0;
    std::vector<std::uint32_t> cells;
  };
  std::map<CategoryYear, std::uint32_t> papers_;
  std::map<CategoryYear, Standing> standings_;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> sizes_;
};

}  // namespace incipit::snapshot

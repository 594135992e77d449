#include "snapshot/cells.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "schema/categories.h"

namespace incipit::snapshot {

namespace {

constexpr int kYearsOfArchive = 3;

struct CellOrder {
  bool operator()(const Cell& a, const Cell& b) const {
    return std::tie(a.kind, a.code, a.first_year, a.last_year) < std::tie(b.kind, b.code, b.first_year, b.last_year);
  }
};

Cell archive_years(const std::string& archive, int last) { return {CellKind::archive_years, archive, last - kYearsOfArchive + 1, last}; }

}  // namespace

void CellLadder::settle(std::span<const std::string> categories) {
  std::map<Cell, std::uint32_t, CellOrder> sizes;
  for (const auto& [place, papers] : papers_) {
    const auto& [category, year] = place;
    const std::string archive(schema::archive_of(categories[category]));
    sizes[{CellKind::category_year, categories[category], year, year}] += papers;
    sizes[{CellKind::archive_year, archive, year, year}] += papers;
    for (int last = year; last < year + kYearsOfArchive; ++last) sizes[archive_years(archive, last)] += papers;
    sizes[Cell{}] += papers;
  }
  // The steps of a ladder of which the last one always holds.
  const auto own_of = [&](const std::string& category, const std::string& archive, int year) {
    const std::array<Cell, 3> steps{Cell{CellKind::category_year, category, year, year}, Cell{CellKind::archive_year, archive, year, year},
                                    archive_years(archive, year)};
    const auto enough = std::find_if(steps.begin(), steps.end(), [&](const Cell& cell) { return sizes.at(cell) >= kEnough; });
    return enough == steps.end() ? Cell{} : *enough;
  };
  std::map<Cell, std::uint32_t, CellOrder> numbers;
  for (const auto& [place, papers] : papers_) {
    const std::string archive(schema::archive_of(categories[place.first]));
    const Cell own = own_of(categories[place.first], archive, place.second);
    const auto [at, added] = numbers.try_emplace(own, static_cast<std::uint32_t>(cells_.size()));
    if (added) {
      cells_.push_back(own);
      sizes_.push_back(sizes.at(own));
    }
    standings_[place].own = at->second;
  }
  for (auto& [place, standing] : standings_) {
    const auto& [category, year] = place;
    const std::string archive(schema::archive_of(categories[category]));
    std::vector<Cell> around{{CellKind::category_year, categories[category], year, year}, {CellKind::archive_year, archive, year, year}, Cell{}};
    for (int last = year; last < year + kYearsOfArchive; ++last) around.push_back(archive_years(archive, last));
    standing.cells.push_back(standing.own);
    for (const Cell& cell : around) {
      const auto used = numbers.find(cell);
      if (used != numbers.end() && used->second != standing.own) standing.cells.push_back(used->second);
    }
  }
}

}  // namespace incipit::snapshot

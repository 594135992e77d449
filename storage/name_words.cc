#include "storage/name_words.h"

#include <algorithm>

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

Result<NameWords> NameWords::open(const std::filesystem::path& directory, std::size_t rows) {
  NameWords words;
  Result<void> outcome;
  open_column(outcome, words.words_, directory / "name_words.str");
  open_column(outcome, words.rows_, directory / "name_words.list");
  if (!outcome) return tl::make_unexpected(outcome.error());
  if (words.words_.rows() != words.rows_.rows() || !words.rows_.all_below(rows)) {
    return schema::fail(ErrorCode::index_damaged, "the words of names in an author layer do not fit its authors");
  }
  return words;
}

std::span<const std::uint32_t> NameWords::rows_of(std::string_view word) const {
  const auto number = words_.row_of_sorted(word);
  return number ? rows_[*number] : std::span<const std::uint32_t>{};
}

std::span<const std::uint32_t> NameWords::rows_between(std::size_t first, std::size_t last) const {
  if (first >= last) return {};
  const auto begin = rows_[first], end = rows_[last - 1];  // lists of neighbours are neighbours
  return {begin.data(), end.data() + end.size()};
}

void NameWordsWriter::add(std::string_view word, std::uint32_t row) {
  auto& rows = rows_[std::string(word)];
  if (rows.empty() || rows.back() != row) rows.push_back(row);
}

Result<void> NameWordsWriter::write(const std::filesystem::path& directory) {
  std::vector<std::pair<std::string_view, std::vector<std::uint32_t>*>> sorted;
  for (auto& [word, rows] : rows_) sorted.emplace_back(word, &rows);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  StringColumnWriter words(directory / "name_words.str");
  ListColumnWriter lists(directory / "name_words.list");
  for (auto& [word, rows] : sorted) {
    std::sort(rows->begin(), rows->end());
    rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
    words.add(word);
    lists.add(*rows);
  }
  if (auto closed = words.close(); !closed) return closed;
  return lists.close();
}

}  // namespace incipit::storage

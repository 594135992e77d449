// Writing the columns of a segment: shared by the writer of new segments and the merger. Internal to the room.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/segment.h"
#include "storage/title_order.h"

namespace incipit::storage {

inline constexpr std::array kCodedFieldList{CodedField::category, CodedField::primary, CodedField::archive, CodedField::venue};
[[nodiscard]] inline std::string codes_file(CodedField field) { return std::string(file_stem(field)) + ".list"; }
[[nodiscard]] inline std::string values_file(CodedField field) { return std::string(file_stem(field)) + ".str"; }

// A coded column while it is written: codes are numbered in order of first sight.
class CodedColumnWriter {
 public:
  CodedColumnWriter(const std::filesystem::path& directory, CodedField field)
      : codes_(directory / codes_file(field)), values_(directory / values_file(field)) {}

  void add(const std::vector<std::string>& values) {
    row_.clear();
    for (const auto& value : values) row_.push_back(code(value));
    codes_.add(row_);
  }
  void add_codes(std::span<const std::uint32_t> codes) { codes_.add(codes); }

  std::uint32_t code(std::string_view value) {
    const auto [found, fresh] = numbers_.emplace(std::string(value), static_cast<std::uint32_t>(numbers_.size()));
    if (fresh) values_.add(value);
    return found->second;
  }

  [[nodiscard]] schema::Result<void> close() {
    if (auto closed = codes_.close(); !closed) return tl::make_unexpected(closed.error());
    if (auto closed = values_.close(); !closed) return tl::make_unexpected(closed.error());
    return {};
  }

 private:
  ListColumnWriter codes_;
  StringColumnWriter values_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> row_;
};

// Every plain column of a segment while it is written.
struct PlainColumns {
  explicit PlainColumns(const std::filesystem::path& where)
      : directory(where),
        ids(directory / "ids.str"),
        aliases(directory / "aliases.str"),
        title_keys(directory / "title_keys.str"),
        published(directory / "published.i64"),
        updated(directory / "updated.i64"),
        citations(directory / "citations.i64"),
        year(directory / "year.i32"),
        authors(directory / "authors.list"),
        records(directory) {
    for (CodedField field : kCodedFieldList) coded.push_back(std::make_unique<CodedColumnWriter>(directory, field));
  }

  [[nodiscard]] schema::Result<void> close() {
    schema::Result<void> outcome;
    const auto keep = [&](const auto& closed) {
      if (!closed && outcome) outcome = tl::make_unexpected(closed.error());
    };
    keep(ids.close());
    keep(aliases.close());
    keep(title_keys.close());
    keep(published.close());
    keep(updated.close());
    keep(citations.close());
    keep(year.close());
    keep(authors.close());
    keep(records.close());
    for (auto& column : coded) keep(column->close());
    if (outcome) keep(write_title_order(directory));
    return outcome;
  }

  std::filesystem::path directory;
  StringColumnWriter ids, aliases, title_keys;
  FixedColumnWriter<std::int64_t> published, updated, citations;
  FixedColumnWriter<std::int32_t> year;
  ListColumnWriter authors;
  RecordStoreWriter records;
  std::vector<std::unique_ptr<CodedColumnWriter>> coded;
};

}  // namespace incipit::storage

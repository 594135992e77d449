#include "storage/segment.h"

#include <algorithm>

#include "schema/date.h"
#include "storage/column_set.h"

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

std::string_view file_stem(CodedField field) {
  switch (field) {
    case CodedField::category: return "category";
    case CodedField::primary: return "primary";
    case CodedField::archive: return "archive";
    case CodedField::venue: return "venue";
  }
  return "";
}

Result<std::unique_ptr<SegmentColumns>> SegmentColumns::open(const std::filesystem::path& directory) {
  auto columns = std::make_unique<SegmentColumns>();
  Result<void> outcome;
  const auto into = [&](auto& column, const std::string& file) {
    open_column(outcome, column, directory / file);
  };
  into(columns->ids, "ids.str");
  into(columns->aliases, "aliases.str");
  into(columns->title_keys, "title_keys.str");
  into(columns->published, "published.i64");
  into(columns->updated, "updated.i64");
  into(columns->citations, "citations.i64");
  into(columns->year, "year.i32");
  into(columns->authors, "authors.list");
  for (CodedField field : kCodedFieldList) {
    auto& column = columns->coded_fields[static_cast<std::size_t>(field)];
    into(column.codes, codes_file(field));
    into(column.values, values_file(field));
  }
  if (!outcome) return tl::make_unexpected(outcome.error());
  const std::size_t rows = columns->ids.rows();
  auto records = RecordStore::open(directory, rows);
  if (!records) return tl::make_unexpected(records.error());
  columns->records = std::move(*records);
  auto tokens = TokenColumn::open(directory);
  if (!tokens) return tl::make_unexpected(tokens.error());
  columns->tokens = std::move(*tokens);
  auto titles = TitleOrder::open(directory, rows);
  if (!titles) return tl::make_unexpected(titles.error());
  columns->titles = std::move(*titles);
  bool agree = columns->aliases.rows() == rows && columns->title_keys.rows() == rows && columns->published.rows() == rows && columns->updated.rows() == rows &&
               columns->citations.rows() == rows && columns->year.rows() == rows && columns->authors.rows() == rows &&
               columns->tokens.rows() == rows;
  for (const auto& column : columns->coded_fields) agree = agree && column.codes.rows() == rows;
  if (!agree) return schema::fail(ErrorCode::index_damaged, "the columns of a segment have different numbers of rows");
  // Years are counted from the first to the last, so that one of two thousand million would be work without end.
  const auto years = columns->year.values();
  const bool possible = std::all_of(years.begin(), years.end(), [](std::int32_t one) {
    return one == 0 || (one >= schema::kMinYear && one <= schema::kMaxYear);
  });
  if (!possible) return schema::fail(ErrorCode::index_damaged, "a column of a segment has years that no date has");
  for (const auto& column : columns->coded_fields) {
    if (!column.codes.all_below(column.values.rows())) {
      return schema::fail(ErrorCode::index_damaged, "a column of a segment has codes without a value");
    }
  }
  return columns;
}

schema::Error from_xapian(const Xapian::Error& error, std::string_view doing) {
  schema::Error result;
  const std::string type = error.get_type();
  const bool disk = error.get_error_string() != nullptr;
  result.code = disk ? ErrorCode::system : type == "InvalidArgumentError" ? ErrorCode::internal : ErrorCode::index_damaged;
  result.message = std::string(doing) + " failed: " + (disk ? error.get_error_string() : error.get_msg());
  result.detail = error.get_description();
  return result;
}

}  // namespace incipit::storage

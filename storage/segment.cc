#include "storage/segment.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "schema/date.h"

namespace incipit::storage {

using schema::ErrorCode;
using schema::Result;

namespace {

template <class Column>
Result<void> open_into(Column& column, const std::filesystem::path& path) {
  auto opened = Column::open(path);
  if (!opened) return tl::make_unexpected(opened.error());
  column = std::move(*opened);
  return {};
}

constexpr std::array kCoded{CodedField::category, CodedField::primary, CodedField::archive, CodedField::venue};

std::string codes_file(CodedField field) { return std::string(file_stem(field)) + ".list"; }
std::string values_file(CodedField field) { return std::string(file_stem(field)) + ".str"; }

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

  Result<void> close() {
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
  explicit PlainColumns(const std::filesystem::path& directory)
      : ids(directory / "ids.str"),
        title_keys(directory / "title_keys.str"),
        published(directory / "published.i64"),
        updated(directory / "updated.i64"),
        citations(directory / "citations.i64"),
        year(directory / "year.i32"),
        authors(directory / "authors.list"),
        records(directory) {
    for (CodedField field : kCoded) coded.push_back(std::make_unique<CodedColumnWriter>(directory, field));
  }

  Result<void> close() {
    Result<void> outcome;
    const auto keep = [&](const auto& closed) {
      if (!closed && outcome) outcome = tl::make_unexpected(closed.error());
    };
    keep(ids.close());
    keep(title_keys.close());
    keep(published.close());
    keep(updated.close());
    keep(citations.close());
    keep(year.close());
    keep(authors.close());
    keep(records.close());
    for (auto& column : coded) keep(column->close());
    return outcome;
  }

  StringColumnWriter ids, title_keys;
  FixedColumnWriter<std::int64_t> published, updated, citations;
  FixedColumnWriter<std::int32_t> year;
  ListColumnWriter authors;
  RecordStoreWriter records;
  std::vector<std::unique_ptr<CodedColumnWriter>> coded;
};

std::vector<std::string> at_most_one(const std::string& value) {
  return value.empty() ? std::vector<std::string>{} : std::vector<std::string>{value};
}

void renumber(std::vector<PackedToken>& tokens, const std::vector<std::uint32_t>& numbers) {
  for (auto& token : tokens) token = pack_token(numbers[form_of(token)], is_joined(token));
}

}  // namespace

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
    if (outcome) outcome = open_into(column, directory / file);
  };
  into(columns->ids, "ids.str");
  into(columns->title_keys, "title_keys.str");
  into(columns->published, "published.i64");
  into(columns->updated, "updated.i64");
  into(columns->citations, "citations.i64");
  into(columns->year, "year.i32");
  into(columns->authors, "authors.list");
  for (CodedField field : kCoded) {
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
  bool agree = columns->title_keys.rows() == rows && columns->published.rows() == rows && columns->updated.rows() == rows &&
               columns->citations.rows() == rows && columns->year.rows() == rows && columns->authors.rows() == rows &&
               columns->tokens.rows() == rows;
  for (const auto& column : columns->coded_fields) agree = agree && column.codes.rows() == rows;
  if (!agree) return schema::fail(ErrorCode::index_damaged, "the columns of a segment have different numbers of rows");
  // Years are counted from the first to the last, so that one of two thousand million would be work without end.
  const auto years = columns->year.values();
  const bool possible = std::all_of(years.begin(), years.end(), [](std::int32_t year) {
    return year == 0 || (year >= schema::kMinYear && year <= schema::kMaxYear);
  });
  if (!possible) return schema::fail(ErrorCode::index_damaged, "a column of a segment has years that no date has");
  for (const auto& column : columns->coded_fields) {
    if (!column.codes.all_below(column.values.rows())) {
      return schema::fail(ErrorCode::index_damaged, "a column of a segment has codes without a value");
    }
  }
  return columns;
}

struct SegmentColumnsWriter::State {
  explicit State(const std::filesystem::path& where) : directory(where), plain(where) {}
  std::filesystem::path directory;
  PlainColumns plain;
  FormNumbering forms;
  std::vector<TokenRow> tokens;  // until the forms are counted
};

SegmentColumnsWriter::SegmentColumnsWriter(const std::filesystem::path& directory)
    : state_(std::make_unique<State>(directory)) {}
SegmentColumnsWriter::~SegmentColumnsWriter() = default;

FormNumbering& SegmentColumnsWriter::forms() { return state_->forms; }

void SegmentColumnsWriter::add(const PaperRow& row) {
  auto& plain = state_->plain;
  plain.ids.add(row.id);
  plain.title_keys.add(row.title_key);
  plain.published.add(row.published);
  plain.updated.add(row.updated);
  plain.citations.add(row.citations);
  plain.year.add(row.year);
  plain.authors.add(row.authors);
  plain.records.add(row.record);
  plain.coded[0]->add(row.categories);
  plain.coded[1]->add(at_most_one(row.primary));
  plain.coded[2]->add(row.archives);
  plain.coded[3]->add(at_most_one(row.venue));
  state_->tokens.push_back(row.tokens);
}

Result<void> SegmentColumnsWriter::close() {
  TokenColumnWriter tokens(state_->directory, state_->forms);
  for (const auto& row : state_->tokens) tokens.add(row);
  if (auto closed = tokens.close(); !closed) return closed;
  return state_->plain.close();
}

Result<void> merge_columns(const std::vector<std::filesystem::path>& sources, const std::filesystem::path& target) {
  std::vector<std::unique_ptr<SegmentColumns>> segments;
  for (const auto& source : sources) {
    auto segment = SegmentColumns::open(source);
    if (!segment) return tl::make_unexpected(segment.error());
    segments.push_back(std::move(*segment));
  }
  FormNumbering forms;
  std::vector<std::vector<std::uint32_t>> form_numbers;
  for (const auto& segment : segments) {
    auto& numbers = form_numbers.emplace_back();
    for (std::uint32_t form = 0; form < segment->tokens.forms(); ++form) {
      numbers.push_back(forms.number(segment->tokens.form(form), segment->tokens.occurrences(form)));
    }
  }
  PlainColumns plain(target);
  TokenColumnWriter tokens(target, forms);
  TokenRow token_row;
  std::vector<std::uint32_t> codes;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const SegmentColumns& segment = *segments[s];
    for (std::size_t block = 0; block < segment.records.blocks(); ++block) {
      plain.records.add_block(segment.records.block(block), segment.records.rows_of_block(block));
    }
    for (std::size_t f = 0; f < kCodedFields; ++f) {
      const CodedColumn& column = segment.coded_fields[f];
      std::vector<std::uint32_t> recoded;
      for (std::size_t code = 0; code < column.values.rows(); ++code) recoded.push_back(plain.coded[f]->code(column.values[code]));
      for (std::size_t row = 0; row < segment.rows(); ++row) {
        codes.clear();
        for (std::uint32_t code : column.codes[row]) codes.push_back(recoded[code]);
        plain.coded[f]->add_codes(codes);
      }
    }
    for (std::size_t row = 0; row < segment.rows(); ++row) {
      plain.ids.add(segment.ids[row]);
      plain.title_keys.add(segment.title_keys[row]);
      plain.published.add(segment.published[row]);
      plain.updated.add(segment.updated[row]);
      plain.citations.add(segment.citations[row]);
      plain.year.add(segment.year[row]);
      plain.authors.add(segment.authors[row]);
      segment.tokens.read(row, token_row);
      renumber(token_row.title, form_numbers[s]);
      renumber(token_row.abstract, form_numbers[s]);
      renumber(token_row.comments, form_numbers[s]);
      for (auto& name : token_row.authors) renumber(name, form_numbers[s]);
      tokens.add(token_row);
    }
  }
  if (auto closed = tokens.close(); !closed) return closed;
  return plain.close();
}

Result<void> merge_tables(const std::vector<std::filesystem::path>& sources, const std::filesystem::path& target) {
  try {
    Xapian::Database all;
    for (const auto& source : sources) all.add_database(Xapian::Database(source.string()));
    all.compact(target.string(), Xapian::DBCOMPACT_MULTIPASS);
    return {};
  } catch (const Xapian::Error& error) {
    return tl::make_unexpected(from_xapian(error, "merging segments"));
  }
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

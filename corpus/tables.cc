#include "corpus/tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <utility>

#include "corpus/file_source.h"
#include "corpus/line_source.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::number_of;
using schema::Result;

struct Column {
  std::string_view name;
  bool header_required;  // the header names it
  bool cell_required;    // no row leaves it empty
};

constexpr std::array kAuthorColumns{Column{"author", true, true}, Column{"metric", true, true},
                                    Column{"value", true, true},  Column{"scope", false, false},
                                    Column{"source", true, true}, Column{"as_of", true, true},
                                    Column{"model", false, false}};
constexpr std::array kPaperColumns{Column{"paper", true, true}, Column{"metric", true, true},
                                   Column{"value", true, true}, Column{"source", true, true},
                                   Column{"as_of", true, true}, Column{"model", false, false}};
constexpr std::array kCitationColumns{Column{"paper", true, true}, Column{"count", true, true},
                                      Column{"source", false, false}, Column{"as_of", false, false}};

struct Cause {
  std::string code, reason;
};

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (const std::string_view cell : schema::split(line, "\t")) cells.push_back(schema::trimmed(cell, " "));
  return cells;
}

// Where each column of a kind of table stands in this file.
class Layout {
 public:
  static Result<Layout> read(const InputFile& input, std::span<const Column> columns,
                             std::string_view header) {
    Layout layout;
    layout.columns_ = columns;
    const auto names = cells_of(header);
    layout.width_ = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto known =
          std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == names[i]; });
      if (known == columns.end()) continue;
      if (!layout.positions_.emplace(known->name, i).second) {
        return fail(ErrorCode::input_invalid,
                    input.name() + " names the column '" + std::string(names[i]) + "' twice");
      }
    }
    for (const auto& column : columns) {
      if (!column.header_required || layout.positions_.count(column.name) != 0) continue;
      return fail(ErrorCode::input_invalid, input.name() + " has no column '" + std::string(column.name) +
                                                "'; its first line names the columns, separated by tabs");
    }
    return layout;
  }

  // What is wrong with the shape of a row, if anything.
  std::optional<Cause> fault_of(const std::vector<std::string_view>& cells) const {
    if (cells.size() > width_) {
      return Cause{"too_many_values", "the row has " + std::to_string(cells.size()) + " values for " +
                                          std::to_string(width_) + " columns"};
    }
    for (const auto& column : columns_) {
      if (column.cell_required && cell(cells, column.name).empty()) {
        return Cause{"missing_value", "the row has no " + std::string(column.name)};
      }
    }
    return std::nullopt;
  }

  std::string_view cell(const std::vector<std::string_view>& cells, std::string_view column) const {
    const auto position = positions_.find(column);
    if (position == positions_.end() || position->second >= cells.size()) return {};
    return cells[position->second];
  }

 private:
  std::span<const Column> columns_;
  std::map<std::string_view, std::size_t> positions_;
  std::size_t width_ = 0;
};

tl::expected<MetricRow, Cause> row_of(InputKind kind, const Layout& layout, const Line& line) {
  const auto reject = [](std::string code, std::string reason) {
    return tl::make_unexpected(Cause{std::move(code), std::move(reason)});
  };
  if (line.too_large) return reject("too_large", "the row has " + std::to_string(line.bytes) + " bytes");
  if (!schema::is_valid_utf8(line.text)) return reject("invalid_utf8", "the row is not valid UTF-8");
  const auto cells = cells_of(line.text);
  if (auto fault = layout.fault_of(cells)) return tl::make_unexpected(std::move(*fault));
  const auto cell = [&](std::string_view column) { return layout.cell(cells, column); };
  MetricRow row;
  row.line = line.number;
  row.subject = cell(kind == InputKind::author_metrics ? "author" : "paper");
  row.source = cell("source");
  row.model = cell("model");
  if (kind == InputKind::citations) {
    constexpr auto kMost = schema::limits::kCitationCount.value;
    const auto count = number_of<std::int64_t>(cell("count"));
    if (!count || *count < 0 || *count > kMost) {
      return reject("bad_number", "the count is not an integer of 0 to " + std::to_string(kMost));
    }
    row.metric = "citations";
    row.count = *count;
  } else {
    const auto value = number_of<double>(cell("value"));
    if (!value || !std::isfinite(*value)) return reject("bad_number", "the value is not a number");
    row.metric = cell("metric");
    row.value = *value;
  }
  if (const auto scope = cell("scope"); !scope.empty() && scope != "imported") {
    return reject("bad_scope", "the scope of a figure from a file is 'imported'");
  }
  if (const auto text = cell("as_of"); !text.empty()) {
    const auto date = schema::parse_date(text);
    if (!date) return reject("bad_date", date.error().message);
    row.as_of = *date;
  }
  return row;
}

std::span<const Column> columns_of(InputKind kind) {
  switch (kind) {
    case InputKind::author_metrics:
      return kAuthorColumns;
    case InputKind::paper_metrics:
      return kPaperColumns;
    case InputKind::citations:
      return kCitationColumns;
    case InputKind::papers:
    case InputKind::overrides:
      break;
  }
  return {};
}

tl::unexpected<schema::Error> no_figures(const InputFile& input) {
  return fail(ErrorCode::not_available, input.name() + " is of kind " + std::string(name_of(input.kind)) +
                                            ", which is not a table of figures");
}

}  // namespace

Result<MetricTable> read_metric_table(std::unique_ptr<ByteSource> bytes, const InputFile& input) {
  const auto columns = columns_of(input.kind);
  if (columns.empty()) return no_figures(input);
  auto decompressed = ByteSource::decompress(std::move(bytes), input.name());
  if (!decompressed) return tl::make_unexpected(decompressed.error());
  LineSource lines(**decompressed);
  auto line = lines.next_with_text();
  if (!line) return tl::make_unexpected(line.error());
  if (!*line)
    return fail(ErrorCode::input_invalid, input.name() + " is empty; its first line names the columns");
  if ((*line)->too_large || !schema::is_valid_utf8((*line)->text)) {
    return fail(ErrorCode::input_invalid, input.name() + " does not begin with a line of column names");
  }
  const auto layout = Layout::read(input, columns, (*line)->text);
  if (!layout) return tl::make_unexpected(layout.error());
  MetricTable table;
  while (true) {
    line = lines.next_with_text();
    if (!line) return tl::make_unexpected(line.error());
    if (!*line) break;
    auto row = row_of(input.kind, *layout, **line);
    if (row) {
      table.rows.push_back(std::move(*row));
      continue;
    }
    const auto cap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
    table.rejected.push_back({(*line)->number,
                              {std::move(row.error().code), std::move(row.error().reason),
                               std::string((*line)->text.substr(0, cap)), (*line)->bytes}});
  }
  table.bytes = (*decompressed)->bytes_read();
  table.hash = (*decompressed)->hash();
  return table;
}

Result<MetricTable> read_metric_table(const InputFile& input) {
  if (columns_of(input.kind).empty()) return no_figures(input);
  auto bytes = open_file(input);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return read_metric_table(std::move(*bytes), input);
}

}  // namespace incipit::corpus

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

constexpr std::array kEdgeColumns{Column{"citing", true, true}, Column{"cited", true, true}, Column{"date", false, false},
                                  Column{"source", false, false}};

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

tl::unexpected<Cause> reject(std::string code, std::string reason) {
  return tl::make_unexpected(Cause{std::move(code), std::move(reason)});
}

tl::expected<std::vector<std::string_view>, Cause> cells_of(const Layout& layout, const Line& line) {
  if (line.too_large) return reject("too_large", "the row has " + std::to_string(line.bytes) + " bytes");
  if (!schema::is_valid_utf8(line.text)) return reject("invalid_utf8", "the row is not valid UTF-8");
  auto cells = cells_of(line.text);
  if (auto fault = layout.fault_of(cells)) return tl::make_unexpected(std::move(*fault));
  return cells;
}

// Nothing where there is no date.
tl::expected<std::optional<schema::Date>, Cause> date_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto date = schema::parse_date(text);
  if (!date) return reject("bad_date", date.error().message);
  return *date;
}

tl::expected<CitationRow, Cause> edge_of(const Layout& layout, const Line& line) {
  const auto cells = cells_of(layout, line);
  if (!cells) return tl::make_unexpected(cells.error());
  CitationRow row;
  row.line = line.number;
  row.citing = layout.cell(*cells, "citing");
  row.cited = layout.cell(*cells, "cited");
  row.source = layout.cell(*cells, "source");
  for (const auto* id : {&row.citing, &row.cited}) {
    if (const auto usable = schema::check_paper_id(*id); !usable) return reject("bad_id", usable.error().message);
  }
  const auto date = date_of(layout.cell(*cells, "date"));
  if (!date) return tl::make_unexpected(date.error());
  row.date = *date;
  return row;
}

tl::expected<MetricRow, Cause> row_of(InputKind kind, const Layout& layout, const Line& line) {
  const auto cells = cells_of(layout, line);
  if (!cells) return tl::make_unexpected(cells.error());
  const auto cell = [&](std::string_view column) { return layout.cell(*cells, column); };
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
  const auto as_of = date_of(cell("as_of"));
  if (!as_of) return tl::make_unexpected(as_of.error());
  row.as_of = *as_of;
  return row;
}

// Whether a header is that of single citations.
bool names_edges(std::string_view header) {
  const auto names = cells_of(header);
  return std::any_of(names.begin(), names.end(), [](std::string_view name) { return name == "citing" || name == "cited"; });
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
  const bool edges = input.kind == InputKind::citations && names_edges((*line)->text);
  const auto layout = Layout::read(input, edges ? std::span<const Column>(kEdgeColumns) : columns, (*line)->text);
  if (!layout) return tl::make_unexpected(layout.error());
  MetricTable table;
  const auto take = [&](const Line& text) -> tl::expected<void, Cause> {
    if (edges) return edge_of(*layout, text).map([&](CitationRow row) { table.edges.push_back(std::move(row)); });
    return row_of(input.kind, *layout, text).map([&](MetricRow row) { table.rows.push_back(std::move(row)); });
  };
  while (true) {
    line = lines.next_with_text();
    if (!line) return tl::make_unexpected(line.error());
    if (!*line) break;
    auto taken = take(**line);
    if (taken) continue;
    const auto cap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
    table.rejected.push_back({(*line)->number,
                              {std::move(taken.error().code), std::move(taken.error().reason),
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

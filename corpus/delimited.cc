#include "corpus/delimited.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/delimited_rows.h"
#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Paper;
using schema::Result;

enum class Column {
  id,
  title,
  abstract,
  authors,
  categories,
  primary_category,
  published,
  updated,
  year,
  doi,
  arxiv,
  pmid,
  pmcid,
  venue,
  journal_ref,
  url,
  pdf,
  license,
  comments,
  citations,
  affiliations,
  status,
  none
};
constexpr auto kColumns = static_cast<std::size_t>(Column::none);

constexpr std::size_t kMaxColumns = 1000;

struct Name {
  std::string_view name;  // lower case, without blanks, '-' and '_'
  Column column;
};
constexpr std::array kNames{
    Name{"id", Column::id},
    Name{"paperid", Column::id},
    Name{"key", Column::id},
    Name{"title", Column::title},
    Name{"documenttitle", Column::title},
    Name{"articletitle", Column::title},
    Name{"abstract", Column::abstract},
    Name{"summary", Column::abstract},
    Name{"description", Column::abstract},
    Name{"authors", Column::authors},
    Name{"author", Column::authors},
    Name{"authornames", Column::authors},
    Name{"categories", Column::categories},
    Name{"category", Column::categories},
    Name{"subjects", Column::categories},
    Name{"primarycategory", Column::primary_category},
    Name{"published", Column::published},
    Name{"date", Column::published},
    Name{"publicationdate", Column::published},
    Name{"publisheddate", Column::published},
    Name{"updated", Column::updated},
    Name{"year", Column::year},
    Name{"publicationyear", Column::year},
    Name{"doi", Column::doi},
    Name{"arxiv", Column::arxiv},
    Name{"arxivid", Column::arxiv},
    Name{"eprint", Column::arxiv},
    Name{"pmid", Column::pmid},
    Name{"pubmedid", Column::pmid},
    Name{"pmcid", Column::pmcid},
    Name{"venue", Column::venue},
    Name{"journal", Column::venue},
    Name{"sourcetitle", Column::venue},
    Name{"conference", Column::venue},
    Name{"booktitle", Column::venue},
    Name{"journalref", Column::journal_ref},
    Name{"url", Column::url},
    Name{"link", Column::url},
    Name{"landingpage", Column::url},
    Name{"pdf", Column::pdf},
    Name{"pdfurl", Column::pdf},
    Name{"license", Column::license},
    Name{"comments", Column::comments},
    Name{"note", Column::comments},
    Name{"citations", Column::citations},
    Name{"citedby", Column::citations},
    Name{"citationcount", Column::citations},
    Name{"timescited", Column::citations},
    Name{"affiliations", Column::affiliations},
    Name{"status", Column::status},
};

Column column_named(std::string_view text) {
  std::string name = schema::lower_ascii(clean_text(text));
  name.erase(
      std::remove_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == '-' || c == '_'; }),
      name.end());
  const auto found =
      std::find_if(kNames.begin(), kNames.end(), [&](const Name& row) { return row.name == name; });
  return found == kNames.end() ? Column::none : found->column;
}

// Where each column stands, of the first that has its name.
struct Header {
  std::array<std::optional<std::size_t>, kColumns> at;
  std::vector<std::string> ignored;
  std::size_t width = 0;

  explicit Header(const std::vector<std::string>& cells) : width(cells.size()) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Column column = column_named(cells[i]);
      if (column == Column::none || at[static_cast<std::size_t>(column)]) {
        if (const std::string name = plain_text(cells[i]); !name.empty()) ignored.push_back(excerpt(name));
      } else {
        at[static_cast<std::size_t>(column)] = i;
      }
    }
  }
  [[nodiscard]] bool has(Column column) const { return at[static_cast<std::size_t>(column)].has_value(); }
  [[nodiscard]] bool has_text() const { return has(Column::title) || has(Column::abstract); }
  [[nodiscard]] bool has_id() const {
    return has(Column::id) || has(Column::doi) || has(Column::arxiv) || has(Column::pmid);
  }
};

// The one of ',' and ';' that a line has more of outside quotes.
char delimiter_of(std::string_view line) {
  std::size_t commas = 0, semicolons = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    commas += c == ',' && !quoted ? 1 : 0;
    semicolons += c == ';' && !quoted ? 1 : 0;
  }
  return semicolons > commas ? ';' : ',';
}

// The rows below the header, which is read first.
class TableCutter final : public RecordCutter {
 public:
  TableCutter(ByteSource& bytes, Quoting quoting)
      : rows_(bytes, quoting == Quoting::none ? '\t' : ',', quoting), quoting_(quoting) {}

  Result<std::optional<RawRecord>> next() override {
    if (!header_) {
      if (auto read = read_header(); !read) return tl::make_unexpected(read.error());
      if (!header_) return std::nullopt;
    }
    return rows_.next();
  }

  // Requires that `next` has answered a record.
  [[nodiscard]] const Header& header() const { return *header_; }
  [[nodiscard]] char delimiter() const { return rows_.delimiter(); }
  [[nodiscard]] Quoting quoting() const { return quoting_; }

 private:
  Result<void> read_header() {
    const auto raw = rows_.next();
    if (!raw) return tl::make_unexpected(raw.error());
    if (!*raw) return {};
    const bool fit = !(*raw)->too_large && schema::is_valid_utf8((*raw)->text);
    if (fit && quoting_ == Quoting::rfc4180) rows_.use_delimiter(delimiter_of((*raw)->text));
    const auto cells = fit ? cells_of((*raw)->text, rows_.delimiter(), quoting_) : std::nullopt;
    if (!cells) return fail(ErrorCode::input_invalid, "the first line does not name the columns");
    if (cells->size() > kMaxColumns) {
      return fail(ErrorCode::input_invalid,
                  "the first line names more than " + std::to_string(kMaxColumns) + " columns");
    }
    Header header(*cells);
    if (!header.has_text())
      return fail(ErrorCode::input_invalid, "no column is named title or abstract in the first line");
    if (!header.has_id())
      return fail(ErrorCode::input_invalid, "no column is named id, doi, arxiv or pmid in the first line");
    header_ = std::move(header);
    return {};
  }

  RowCutter rows_;
  Quoting quoting_;
  std::optional<Header> header_;
};

std::vector<std::string> split(const std::string& text, std::string_view separator) {
  std::vector<std::string> parts;
  for (const std::string_view given : schema::split(text, separator)) {
    if (std::string part = plain_text(given); !part.empty()) parts.push_back(std::move(part));
  }
  return parts;
}

class TableParser final : public RecordParser {
 public:
  explicit TableParser(const TableCutter& cutter) : cutter_(cutter) {}

  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    auto cells = cells_of(text, cutter_.delimiter(), cutter_.quoting());
    if (!cells) return reject("malformed_row", "a quote is not closed, or text follows a closing quote");
    const Header& header = cutter_.header();
    if (cells->size() != header.width) {
      return reject("malformed_row", "the row has " + std::to_string(cells->size()) + " values for " +
                                         std::to_string(header.width) + " columns");
    }
    cells_ = std::move(*cells);
    record.ignored_keys = header.ignored;
    Paper paper;
    read_identifiers(record, paper);
    if (auto id = read_id(paper); !id) return tl::make_unexpected(id.error());
    paper.title = cell(Column::title);
    paper.abstract = cell(Column::abstract);
    read_authors(record, paper);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    read_subjects(record, paper);
    read_dates(record, paper);
    read_rest(record, paper);
    return Parsed{std::move(paper), std::nullopt};
  }

 private:
  static tl::unexpected<RejectionCause> reject(std::string code, std::string reason) {
    return tl::make_unexpected(RejectionCause{std::move(code), std::move(reason)});
  }

  std::string raw_cell(Column column) const {
    const auto at = cutter_.header().at[static_cast<std::size_t>(column)];
    return at ? cells_[*at] : std::string();
  }
  std::string cell(Column column) const { return plain_text(raw_cell(column)); }

  void read_identifiers(Record& record, Paper& paper) const {
    const auto take = [&](Column column, Catalogue catalogue, std::string_view field) {
      const std::string text = cell(column);
      if (!text.empty() && !add_identifier(paper, catalogue, text))
        record.warnings.push_back({std::string(field), "is no such identifier"});
    };
    take(Column::doi, Catalogue::doi, "doi");
    take(Column::arxiv, Catalogue::arxiv, "arxiv");
    take(Column::pmid, Catalogue::pubmed, "pmid");
    take(Column::pmcid, Catalogue::pmc, "pmcid");
  }

  tl::expected<void, RejectionCause> read_id(Paper& paper) const {
    const std::string id = clean_text(raw_cell(Column::id));
    if (!id.empty()) {
      const auto arxiv = schema::parse_arxiv_id(id);
      if (arxiv && arxiv->version > 0 && id == arxiv->bare + 'v' + std::to_string(arxiv->version)) {
        paper.version = arxiv->version;
        return set_id(paper, arxiv->bare);
      }
      return set_id(paper, id);
    }
    if (!paper.doi.empty()) return set_id(paper, "doi:" + schema::lower_ascii(paper.doi));
    if (const auto arxiv = schema::parse_arxiv_id(cell(Column::arxiv))) {
      paper.version = arxiv->version;
      return set_id(paper, arxiv->bare);
    }
    const auto pmid =
        std::find_if(paper.links.begin(), paper.links.end(), [](const auto& l) { return l.rel == "pubmed"; });
    if (pmid != paper.links.end()) return set_id(paper, schema::alias_key(pmid->url));
    return reject("no_id", "the row has no id, DOI, arXiv id or PMID");
  }

  void read_authors(Record& record, Paper& paper) const {
    const std::string list = cell(Column::authors);
    const bool names_by_comma =
        std::count(list.begin(), list.end(), ',') > 2 && list.find(" and ") == list.npos;
    const std::string_view separator = list.find(';') != list.npos ? ";" : names_by_comma ? "," : " and ";
    for (const std::string& name : split(list, separator))
      paper.authors.push_back(author_of_inverted_name(name));
    drop_nameless_authors(paper, "authors", record);
    if (paper.authors.size() != 1) return;
    for (std::string& place : split(cell(Column::affiliations), ";"))
      paper.authors.front().affiliations.push_back(std::move(place));
  }

  void read_subjects(Record& record, Paper& paper) const {
    const std::string list = cell(Column::categories);
    for (const std::string& code : split(list, list.find(';') != list.npos ? ";" : " "))
      add_category(paper, code, record);
    paper.primary_category = cell(Column::primary_category);
  }

  void read_dates(Record& record, Paper& paper) const {
    paper.published = read_date(cell(Column::published), "published", record);
    paper.updated = read_date(cell(Column::updated), "updated", record);
    const std::string year = cell(Column::year);
    const bool use_year = !paper.published && !year.empty();
    if (!use_year) return;
    const auto date = schema::parse_date(year);
    if (date && date->precision == schema::DatePrecision::year) {
      paper.published = *date;
    } else {
      record.warnings.push_back({"year", "is not a year of four digits"});
    }
  }

  void read_rest(Record& record, Paper& paper) const {
    paper.venue = cell(Column::venue);
    paper.journal_ref = cell(Column::journal_ref);
    paper.license = cell(Column::license);
    paper.comments = cell(Column::comments);
    if (const std::string url = cell(Column::url); !url.empty() && !add_link(paper, "page", url))
      record.warnings.push_back({"url", "is not an address"});
    if (const std::string url = cell(Column::pdf); !url.empty() && !add_link(paper, "pdf", url))
      record.warnings.push_back({"pdf", "is not an address"});
    if (const std::string status = schema::lower_ascii(cell(Column::status));
        status == "withdrawn" || status == "retracted") {
      paper.status = status;
    } else if (!status.empty()) {
      record.warnings.push_back({"status", "is neither 'withdrawn' nor 'retracted'"});
    }
    const bool many = paper.authors.size() != 1 && !cell(Column::affiliations).empty();
    if (many) record.warnings.push_back({"affiliations", "cannot be told apart for several authors"});
    const std::string count = cell(Column::citations);
    if (count.empty()) return;
    const auto number = schema::number_of<std::int64_t>(count);
    if (number && *number >= 0 && *number <= schema::limits::kCitationCount.value) {
      paper.citations.push_back({*number, {}, std::nullopt});
    } else {
      record.warnings.push_back({"citations", "is not a count"});
    }
  }

  const TableCutter& cutter_;
  std::vector<std::string> cells_;
};

bool looks_like_table(std::string_view head, Quoting quoting) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of("\r\n"), head.size()));
  std::string_view line = head.substr(0, head.find('\n'));
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const bool tabs = line.find('\t') != line.npos;
  if (line.empty() || tabs != (quoting == Quoting::none) || line.front() == '{' || line.front() == '[' ||
      line.front() == '<')
    return false;
  const char delimiter = tabs ? '\t' : delimiter_of(line);
  const auto cells = cells_of(line, delimiter, quoting);
  if (!cells || cells->size() < 2) return false;
  const Header header(*cells);
  return header.has_text() && header.has_id();
}

std::unique_ptr<Reader> open_table(Format format, std::unique_ptr<ByteSource> bytes, Quoting quoting) {
  auto cutter = std::make_unique<TableCutter>(*bytes, quoting);
  auto parser = std::make_unique<TableParser>(*cutter);
  return make_record_reader(format, std::move(bytes), std::move(cutter), std::move(parser));
}

}  // namespace

bool looks_like_csv(std::string_view head) { return looks_like_table(head, Quoting::rfc4180); }
bool looks_like_tsv(std::string_view head) { return looks_like_table(head, Quoting::none); }

std::unique_ptr<Reader> open_csv(std::unique_ptr<ByteSource> bytes) {
  return open_table(Format::csv, std::move(bytes), Quoting::rfc4180);
}
std::unique_ptr<Reader> open_tsv(std::unique_ptr<ByteSource> bytes) {
  return open_table(Format::tsv, std::move(bytes), Quoting::none);
}

}  // namespace incipit::corpus

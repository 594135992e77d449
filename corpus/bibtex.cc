#include "corpus/bibtex.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/bibtex_cutter.h"
#include "corpus/bibtex_entry.h"
#include "corpus/bibtex_names.h"
#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "schema/ascii.h"
#include "schema/ids.h"

namespace incipit::corpus {
namespace {

using schema::Paper;

// What a child takes from its parent where it has no such field.
constexpr std::array<std::string_view, 9> kInherited{"booktitle", "year",   "month",  "day",   "date",
                                                     "journal",   "volume", "number", "series"};

constexpr std::array<std::string_view, 38> kKnown{
    "title",       "subtitle",     "author",        "abstract",   "year",         "month",       "day",
    "date",        "journal",      "journaltitle",  "booktitle",  "volume",       "number",      "pages",
    "doi",         "eprint",       "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "arxivid",
    "pmid",        "pmcid",        "url",           "pdf",        "howpublished", "note",        "license",
    "copyright",   "rights",       "crossref",      "series",     "report_no",    "eventtitle",  "issue",
    "affiliation", "reportnumber", "arxiv"};

// The first four digits in a row of a year like "2016", "c1999" or "2016a"; 0 without.
std::int64_t year_in(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    if (!std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i),
                     text.begin() + static_cast<std::ptrdiff_t>(i + 4), schema::is_ascii_digit))
      continue;
    const bool longer = i + 4 < text.size() && schema::is_ascii_digit(text[i + 4]);
    return longer ? 0 : std::stoll(std::string(text.substr(i, 4)));
  }
  return 0;
}

// The first number of at most two digits; 0 without.
std::int64_t small_number_in(std::string_view text) {
  const auto begin = std::find_if(text.begin(), text.end(), schema::is_ascii_digit);
  const auto end = std::find_if_not(begin, text.end(), schema::is_ascii_digit);
  if (begin == end || end - begin > 2) return 0;
  return std::stoll(std::string(begin, end));
}

class BibtexParser final : public RecordParser {
 public:
  explicit BibtexParser(const BibtexCutter& cutter) : cutter_(cutter) {}

  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    auto entry = parse_bib_entry(text, macros_);
    if (!entry) return tl::make_unexpected(std::move(entry.error()));
    const bool settings = entry->type.empty() || entry->type == "ieeetranbstctl" ||
                          entry->type == "control" || entry->type == "xdata" || entry->type == "set";
    if (settings) return Parsed{};
    for (const auto& name : entry->repeated)
      record.warnings.push_back({name, "is given more than once; the first is used"});
    for (const auto& name : entry->unknown_macros)
      record.warnings.push_back(
          {"@string", "the macro '" + excerpt(name) + "' is not defined; its name is taken"});
    inherit(*entry, record);
    return paper_of(*entry, record);
  }

 private:
  void inherit(BibEntry& entry, Record& record) {
    if (!entry.has("crossref")) return;
    const auto parent = parse_bib_entry(cutter_.parent(), macros_);
    if (cutter_.parent().empty() || !parent || !schema::is_valid_utf8(cutter_.parent())) {
      record.warnings.push_back({"crossref", "the entry '" + excerpt(entry.field("crossref")) +
                                                 "' that it names cannot be read in this file"});
      return;
    }
    for (const std::string_view name : kInherited) {
      if (!entry.has(name) && parent->has(name)) entry.fields.emplace_back(name, parent->field(name));
    }
    if (!entry.has("booktitle") && parent->has("title"))
      entry.fields.emplace_back("booktitle", parent->field("title"));
  }

  static std::string text_of(const BibEntry& entry, std::string_view name) {
    return plain_text(without_protective_braces(entry.field(name)));
  }

  static void read_dates(const BibEntry& entry, Record& record, Paper& paper) {
    if (entry.has("date")) {
      std::string date = clean_text(entry.field("date"));
      date = date.substr(0, date.find('/'));  // the first of a range
      while (!date.empty() && (date.back() == '~' || date.back() == '?' || date.back() == '%'))
        date.pop_back();
      paper.published = read_date(date, "date", record);
      if (paper.published) return;
    }
    const std::string given_year = text_of(entry, "year");
    if (given_year.empty()) return;
    const std::int64_t year = year_in(given_year);
    const std::string given_month = text_of(entry, "month");
    int month = month_of(given_month);
    if (month == 0) month = first_month(given_month);
    std::int64_t day = month == 0 ? 0 : small_number_in(entry.field("day"));
    const bool month_is_number =
        !given_month.empty() && schema::is_ascii_digit(given_month.front()) && given_month.size() <= 2;
    if (day == 0 && month != 0 && !month_is_number) day = small_number_in(given_month);
    paper.published = date_of_parts(year, month, day);
    if (!paper.published) paper.published = date_of_parts(year, month, 0);
    if (!paper.published) record.warnings.push_back({"year", "'" + excerpt(given_year) + "' is no year"});
    if (paper.published && month == 0 && !given_month.empty())
      record.warnings.push_back({"month", "'" + excerpt(given_month) + "' is no month"});
  }

  static void read_identifiers(const BibEntry& entry, Record& record, Paper& paper) {
    // Underscores are escaped in many files.
    std::string doi = without_protective_braces(entry.field("doi"));
    doi.erase(std::remove(doi.begin(), doi.end(), '\\'), doi.end());
    if (!doi.empty() && !add_identifier(paper, Catalogue::doi, doi))
      record.warnings.push_back({"doi", "is not a DOI"});
    read_eprint(entry, record, paper);
    const auto take = [&](std::string_view name, Catalogue catalogue) {
      if (entry.has(name) && !add_identifier(paper, catalogue, entry.field(name)))
        record.warnings.push_back({std::string(name), "is no such identifier"});
    };
    take("arxivid", Catalogue::arxiv);
    take("arxiv", Catalogue::arxiv);
    take("pmid", Catalogue::pubmed);
    take("pmcid", Catalogue::pmc);
    // "arXiv:2401.09685" as a number, "arXiv preprint arXiv:1706.03762" as a journal.
    for (const std::string_view name : {"number", "journal", "note", "howpublished"}) {
      const std::string text = text_of(entry, name);
      const auto at = schema::lower_ascii(text).find("arxiv:");
      if (at == text.npos) continue;
      const auto end = text.find_first_of(" ,;[", at);
      static_cast<void>(
          add_identifier(paper, Catalogue::arxiv, text.substr(at, end == text.npos ? end : end - at)));
    }
  }

  static void read_eprint(const BibEntry& entry, Record& record, Paper& paper) {
    const std::string_view class_field = entry.has("primaryclass") ? "primaryclass" : "eprintclass";
    if (!read_eprint_id(entry, record, paper)) {
      if (entry.has(class_field)) record.ignored_keys.emplace_back(class_field);
      return;
    }
    const std::string code = text_of(entry, class_field);
    if (!code.empty()) add_category(paper, code, record);
  }

  // False where there is none of a catalogue that is read.
  static bool read_eprint_id(const BibEntry& entry, Record& record, Paper& paper) {
    if (!entry.has("eprint")) return false;
    const std::string_view kind_field = entry.has("archiveprefix") ? "archiveprefix" : "eprinttype";
    const std::string kind = schema::lower_ascii(text_of(entry, kind_field));
    const std::string eprint = text_of(entry, "eprint");
    const bool taken = kind == "pubmed" || kind == "pmid" ? add_identifier(paper, Catalogue::pubmed, eprint)
                       : kind.empty() || kind == "arxiv"  ? add_identifier(paper, Catalogue::arxiv, eprint)
                                                          : false;
    if (kind == "arxiv" && !taken) record.warnings.push_back({"eprint", "is no id of arXiv"});
    if (!taken && kind != "arxiv") record.ignored_keys.emplace_back("eprint");
    return taken;
  }

  static void read_links(const BibEntry& entry, Record& record, Paper& paper) {
    for (const std::string_view name : {"url", "pdf", "howpublished"}) {
      std::string url = without_protective_braces(entry.field(name));
      if (url.compare(0, 4, "\\url") == 0) url = clean_text(url.substr(4));
      url.erase(
          std::remove_if(url.begin(), url.end(), [](char c) { return c == '\\' || c == '{' || c == '}'; }),
          url.end());
      if (url.empty()) continue;
      if (name == "howpublished" && !is_web_address(url)) {
        const bool arxiv = schema::lower_ascii(url).find("arxiv:") != url.npos;
        if (!arxiv) record.ignored_keys.emplace_back(name);
        continue;
      }
      static_cast<void>(add_identifier(paper, Catalogue::arxiv, url));
      const bool resolver = url.find("://doi.org/") != url.npos || url.find("://dx.doi.org/") != url.npos;
      if (resolver && !paper.doi.empty() && add_identifier(paper, Catalogue::doi, url)) continue;
      const bool pdf = name == "pdf" || (url.size() > 4 && schema::lower_ascii(url.substr(url.size() - 4)) == ".pdf");
      if (!add_link(paper, pdf ? "pdf" : "page", url))
        record.warnings.push_back({std::string(name), "is not an address"});
    }
  }

  // Venue, and where in it: "Mind 59(236), 433--460".
  static void read_venue(const BibEntry& entry, Paper& paper) {
    for (const std::string_view name : {"journal", "journaltitle", "booktitle", "eventtitle", "series"}) {
      if (paper.venue.empty()) paper.venue = text_of(entry, name);
    }
    const std::string volume = text_of(entry, "volume");
    const std::string number = text_of(entry, entry.has("number") ? "number" : "issue");
    const std::string pages = text_of(entry, "pages");
    if (paper.venue.empty() || (volume.empty() && pages.empty())) return;
    paper.journal_ref = paper.venue;
    if (!volume.empty()) paper.journal_ref += ' ' + volume;
    if (!volume.empty() && !number.empty()) paper.journal_ref += '(' + number + ')';
    if (!pages.empty()) paper.journal_ref += ", " + pages;
  }

  // Of several authors it does not say whose it is.
  static void read_affiliation(const BibEntry& entry, Record& record, Paper& paper) {
    std::string text = text_of(entry, "affiliation");
    if (text.empty()) return;
    if (paper.authors.size() == 1) {
      paper.authors.front().affiliations.push_back(std::move(text));
    } else {
      record.ignored_keys.emplace_back("affiliation");
    }
  }

  static tl::expected<Parsed, RejectionCause> paper_of(const BibEntry& entry, Record& record) {
    Paper paper;
    read_identifiers(entry, record, paper);
    if (paper.doi.empty() && entry.key.empty())
      return tl::make_unexpected(RejectionCause{"no_id", "the entry has neither a DOI nor a key"});
    if (auto id = set_id(paper, paper.doi.empty() ? "bib:" + entry.key : "doi:" + schema::lower_ascii(paper.doi));
        !id)
      return tl::make_unexpected(id.error());
    paper.title = text_of(entry, "title");
    if (const std::string subtitle = text_of(entry, "subtitle"); !subtitle.empty())
      paper.title += (paper.title.empty() ? "" : ": ") + subtitle;
    paper.abstract = text_of(entry, "abstract");
    paper.authors = bib_authors(entry.field("author"));
    read_affiliation(entry, record, paper);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    read_dates(entry, record, paper);
    read_venue(entry, paper);
    read_links(entry, record, paper);
    paper.comments = text_of(entry, "note");
    for (const std::string_view name : {"license", "rights", "copyright"}) {
      if (paper.license.empty()) paper.license = text_of(entry, name);
    }
    const bool report = entry.type == "techreport" || entry.type == "report";
    if (report) paper.report_no = text_of(entry, "number");
    for (const std::string_view name : {"report_no", "reportnumber"}) {
      if (paper.report_no.empty()) paper.report_no = text_of(entry, name);
    }
    for (const auto& [name, value] : entry.fields) {
      if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) record.ignored_keys.push_back(name);
    }
    return Parsed{std::move(paper), std::nullopt};
  }

  const BibtexCutter& cutter_;
  BibMacros macros_;
};

}  // namespace

bool looks_like_bibtex(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == head.npos || head[first] == '{' || head[first] == '[' || head[first] == '<') return false;
  while (!head.empty()) {
    const auto end = head.find('\n');
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end == head.npos ? head.size() : end + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const auto [type, key] = bib_head(line);
    const bool command = type == "string" || type == "preamble" || type == "comment";
    const bool letters =
        !type.empty() && std::all_of(type.begin(), type.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool entry = letters && !key.empty() && key.find(' ') == key.npos && line.find(',') != line.npos;
    if (command || entry) return true;
  }
  return false;
}

std::unique_ptr<Reader> open_bibtex(std::unique_ptr<ByteSource> bytes) {
  auto cutter = std::make_unique<BibtexCutter>(*bytes);
  auto parser = std::make_unique<BibtexParser>(*cutter);
  return make_record_reader(Format::bibtex, std::move(bytes), std::move(cutter), std::move(parser));
}

}  // namespace incipit::corpus

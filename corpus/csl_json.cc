#include "corpus/csl_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/json_cutter.h"
#include "corpus/json_fields.h"
#include "corpus/paper_fields.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::Paper;
using Outcome = tl::expected<void, RejectionCause>;

constexpr std::array<std::string_view, 27> kKeys{"id",
                                                 "type",
                                                 "title",
                                                 "abstract",
                                                 "author",
                                                 "issued",
                                                 "container-title",
                                                 "collection-title",
                                                 "event-title",
                                                 "DOI",
                                                 "URL",
                                                 "PMID",
                                                 "PMCID",
                                                 "note",
                                                 "number",
                                                 "archive_location",
                                                 "categories",
                                                 "volume",
                                                 "issue",
                                                 "page",
                                                 "license",
                                                 "event",
                                                 "link",
                                                 "keyword",
                                                 "citation-key",
                                                 "is-referenced-by-count",
                                                 "container-title-short"};
constexpr std::array<std::string_view, 9> kNameKeys{
    "family", "given",       "suffix", "literal", "non-dropping-particle", "dropping-particle",
    "ORCID",  "affiliation", "name"};
constexpr std::array<std::string_view, 3> kDateKeys{"date-parts", "raw", "literal"};
constexpr std::array<std::string_view, 1> kAffiliationKeys{"name"};

constexpr std::array<std::string_view, 46> kTypes{"article",
                                                  "article-journal",
                                                  "article-magazine",
                                                  "article-newspaper",
                                                  "bill",
                                                  "book",
                                                  "broadcast",
                                                  "chapter",
                                                  "classic",
                                                  "collection",
                                                  "dataset",
                                                  "document",
                                                  "entry",
                                                  "entry-dictionary",
                                                  "entry-encyclopedia",
                                                  "event",
                                                  "figure",
                                                  "graphic",
                                                  "hearing",
                                                  "interview",
                                                  "legal_case",
                                                  "legislation",
                                                  "manuscript",
                                                  "map",
                                                  "motion_picture",
                                                  "musical_score",
                                                  "pamphlet",
                                                  "paper-conference",
                                                  "patent",
                                                  "performance",
                                                  "periodical",
                                                  "personal_communication",
                                                  "post",
                                                  "post-weblog",
                                                  "regulation",
                                                  "report",
                                                  "review",
                                                  "review-book",
                                                  "software",
                                                  "song",
                                                  "speech",
                                                  "standard",
                                                  "thesis",
                                                  "treaty",
                                                  "webpage",
                                                  "journal-article"};

const JsonShape& shape() {
  static const JsonShape kShape{{"items", "references"}, {"reference"}};
  return kShape;
}

bool is_report(Members& members) { return members.text("type") == "report"; }

void read_identifiers(Members& members, Record& record, Paper& paper) {
  const std::string doi = members.text("DOI");
  if (!doi.empty() && !add_identifier(paper, Catalogue::doi, doi)) members.warn("DOI", "is not a DOI");
  const std::string pmid = members.text_or_number("PMID");
  if (!pmid.empty() && !add_identifier(paper, Catalogue::pubmed, pmid)) members.warn("PMID", "is not a PMID");
  const std::string pmcid = members.text_or_number("PMCID");
  if (!pmcid.empty() && !add_identifier(paper, Catalogue::pmc, pmcid))
    members.warn("PMCID", "is not a PMCID");
  for (const std::string_view key : {"number", "archive_location", "note"}) {
    const std::string text = members.text_or_number(key);
    const auto at = schema::lower_ascii(text).find("arxiv:");
    if (at == text.npos) {
      const bool kept = key == "note" || (key == "number" && is_report(members));
      if (!text.empty() && !kept) record.ignored_keys.emplace_back(key);
      continue;
    }
    std::size_t begin = at + 6;
    while (begin < text.size() && text[begin] == ' ') ++begin;
    const auto end = text.find_first_of(" ,;[", begin);
    const std::string id = "arXiv:" + text.substr(begin, end == text.npos ? end : end - begin);
    if (!add_identifier(paper, Catalogue::arxiv, id)) members.warn(key, "names an arXiv id that is none");
  }
}

Outcome read_item_id(Members& members, Paper& paper) {
  if (!paper.doi.empty()) return set_id(paper, "doi:" + schema::lower_ascii(paper.doi));
  const std::string id = members.text_or_number("id");
  if (id.empty()) return tl::make_unexpected(RejectionCause{"no_id", "the item has neither a DOI nor an id"});
  return set_id(paper, "bib:" + id);
}

std::string with_particle(const std::string& particle, const std::string& name) {
  return particle.empty() ? name : particle + ' ' + name;
}

schema::Authorship read_name(dom::object object, Record& record) {
  Members members(object, kNameKeys, "author.", record);
  schema::Authorship author;
  author.family = plain_text(with_particle(members.text("non-dropping-particle"), members.text("family")));
  author.given = plain_text(members.text("given"));
  if (const std::string dropping = plain_text(members.text("dropping-particle")); !dropping.empty())
    author.given = author.given.empty() ? dropping : author.given + ' ' + dropping;
  author.suffix = plain_text(members.text("suffix"));
  author.name = joined_name(author);
  if (author.name.empty()) author.name = plain_text(members.text("literal"));
  if (author.name.empty()) author.name = plain_text(members.text("name"));
  const std::string orcid = members.text("ORCID");
  if (!orcid.empty() && !add_orcid(author, orcid)) members.warn("ORCID", "is not an ORCID");
  if (const auto list = members.list("affiliation")) {
    for (const dom::element entry : *list) {
      std::string name;
      if (entry.is_string()) name = plain_text(string_in(entry));
      if (entry.is_object())
        name = plain_text(
            Members(object_in(entry), kAffiliationKeys, "author.affiliation.", record).text("name"));
      if (!name.empty()) author.affiliations.push_back(std::move(name));
    }
  }
  return author;
}

Outcome read_names(Members& members, Record& record, Paper& paper) {
  return read_author_list(members, "author", record, paper, [&](dom::element entry) {
    return entry.is_object() ? read_name(object_in(entry), record) : schema::Authorship{};
  });
}

// A part of a date, which exporters write as a number or as a string; nullopt for anything else.
std::optional<std::int64_t> date_part(dom::element value) {
  std::int64_t number = 0;
  if (value.get_int64().get(number) == simdjson::SUCCESS) return number;
  return schema::number_of<std::int64_t>(clean_text(string_in(value)));
}

// The first of the dates, where two are a range.
std::optional<schema::Date> date_of_lists(dom::array dates) {
  for (const dom::element date : dates) {
    if (!date.is_array()) return std::nullopt;
    std::array<std::int64_t, 3> parts{};
    std::size_t count = 0;
    for (const dom::element part : array_in(date)) {
      const auto number = date_part(part);
      if (!number || count >= parts.size()) return std::nullopt;
      parts[count++] = *number;
    }
    return date_of_parts(parts[0], parts[1], parts[2]);
  }
  return std::nullopt;
}

void read_issued(Members& members, Record& record, Paper& paper) {
  const auto value = members.find("issued");
  if (!value) return;
  if (!value->is_object()) {
    paper.published = members.date("issued");
    return;
  }
  const std::size_t told = record.warnings.size();
  Members date(object_in(*value), kDateKeys, "issued.", record);
  if (const auto lists = date.list("date-parts")) paper.published = date_of_lists(*lists);
  for (const std::string_view key : {"raw", "literal"}) {
    if (!paper.published && date.has(key)) paper.published = date.date(key);
  }
  if (!paper.published && record.warnings.size() == told)
    members.warn("issued", "is no date that can be read");
}

// The volume, issue and pages with the title of what they are of: "Mind 59(236), 433-460".
std::string journal_reference(Members& members, const std::string& container) {
  const std::string volume = plain_text(members.text_or_number("volume"));
  const std::string issue = plain_text(members.text_or_number("issue"));
  const std::string page = plain_text(members.text_or_number("page"));
  if (container.empty() || (volume.empty() && page.empty())) return {};
  std::string reference = container;
  if (!volume.empty()) reference += ' ' + volume;
  if (!volume.empty() && !issue.empty()) reference += '(' + issue + ')';
  if (!page.empty()) reference += ", " + page;
  return reference;
}

tl::expected<Parsed, RejectionCause> read_item(dom::object object, Record& record) {
  Members members(object, kKeys, "", record);
  Paper paper;
  read_identifiers(members, record, paper);
  if (auto id = read_item_id(members, paper); !id) return tl::make_unexpected(id.error());
  paper.title = plain_text(without_markup(members.text("title")));
  paper.abstract = plain_text(without_markup(members.text("abstract")));
  if (auto text = check_has_text(paper); !text) return tl::make_unexpected(text.error());
  if (auto authors = read_names(members, record, paper); !authors)
    return tl::make_unexpected(authors.error());
  read_issued(members, record, paper);
  const std::string container = plain_text(without_markup(members.text("container-title")));
  paper.venue = container;
  for (const std::string_view key : {"event-title", "event", "collection-title"}) {
    if (paper.venue.empty() && members.has(key)) paper.venue = plain_text(without_markup(members.text(key)));
  }
  paper.journal_ref = journal_reference(members, container);
  for (const auto& code : read_categories(members)) add_category(paper, code, record);
  if (const std::string url = members.text("URL"); !url.empty()) {
    static_cast<void>(add_identifier(paper, Catalogue::arxiv, url));
    if (!add_link(paper, "page", url)) members.warn("URL", "is not an address");
  }
  paper.license = plain_text(members.text("license"));
  paper.comments = plain_text(members.text_or_number("note"));
  if (is_report(members)) paper.report_no = plain_text(members.text_or_number("number"));
  if (const auto count = members.integer("is-referenced-by-count", 0, schema::limits::kCitationCount.value))
    paper.citations.push_back({*count, "Crossref", std::nullopt});
  for (const std::string_view key : {"keyword", "link", "citation-key", "container-title-short"}) {
    if (members.has(key)) record.ignored_keys.emplace_back(key);
  }
  return Parsed{std::move(paper), std::nullopt};
}

}  // namespace

bool looks_like_csl_json(std::string_view head) {
  const JsonGlimpse glimpse(head, shape());
  const std::string_view type = glimpse.text("type");
  if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) return false;
  if (glimpse.has("authorships") || glimpse.has("authors") || glimpse.has("paperId")) return false;
  static constexpr std::array<std::string_view, 8> kMarks{"issued", "author", "container-title", "DOI",
                                                          "URL",    "editor", "citation-key",    "publisher"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view key) { return glimpse.has(key); });
}

std::unique_ptr<Reader> open_csl_json(std::unique_ptr<ByteSource> bytes) {
  return make_json_reader(Format::csl_json, std::move(bytes), shape(), read_item);
}

}  // namespace incipit::corpus

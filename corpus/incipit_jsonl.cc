#include <algorithm>
#include <array>
#include <utility>

#include "corpus/identifiers.h"
#include "corpus/json_fields.h"
#include "corpus/json_records.h"
#include "corpus/paper_fields.h"
#include "schema/ascii.h"
#include "schema/citing_papers.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::Authorship;
using schema::Paper;

constexpr auto kMaxCitations = schema::limits::kCitationCount.value;
constexpr std::int64_t kMaxVersion = 1'000'000;

constexpr std::array<std::string_view, 25> kKeys{"id",        "_id",        "title",      "abstract",
                                                 "text",      "authors",    "categories", "primary_category",
                                                 "published", "announced",  "updated",    "year",
                                                 "version",   "comments",   "doi",        "journal_ref",
                                                 "report_no", "venue",      "license",    "links",
                                                 "citations", "references", "status",     "metrics",
                                                 "cited_by"};
constexpr std::array<std::string_view, 7> kAuthorKeys{"name", "given", "family",     "suffix",
                                                      "id",   "orcid", "affiliation"};
constexpr std::array<std::string_view, 2> kLinkKeys{"rel", "url"};
constexpr std::array<std::string_view, 3> kCitationKeys{"count", "source", "as_of"};
constexpr std::array<std::string_view, 3> kCitingKeys{"id", "date", "source"};
constexpr std::array<std::string_view, 5> kMetricKeys{"metric", "value", "source", "model", "as_of"};

// "scheme:value" without blanks or control characters; ORCIDs in their bare form.
std::optional<std::string> author_identifier(std::string_view text) {
  const std::string id = clean_text(text);
  const auto colon = id.find(':');
  const bool blank = id.find(' ') != id.npos || schema::has_control_character(id);
  if (colon == id.npos || colon == 0 || colon + 1 == id.size() || blank ||
      id.size() > schema::kMaxPaperIdBytes) {
    return std::nullopt;
  }
  const std::string scheme = schema::lower_ascii(std::string_view(id).substr(0, colon));
  if (scheme != "orcid") return id;
  const auto orcid = normalised_orcid(std::string_view(id).substr(colon + 1));
  if (!orcid) return std::nullopt;
  return "orcid:" + *orcid;
}

// The strings of one string or a list, in order, each shaped by `shape` (nullopt: a fault).
template <class Shape>
std::vector<std::string> one_or_many(Members& members, std::string_view key, std::string_view what,
                                     Shape shape) {
  std::vector<std::string> out;
  const auto value = members.find(key);
  if (!value) return out;
  std::size_t faults = 0;
  const auto add = [&](dom::element entry) {
    std::optional<std::string> shaped;
    if (entry.is_string()) shaped = shape(string_in(entry));
    if (!shaped || shaped->empty()) {
      ++faults;
    } else if (out.size() >= 64 || std::find(out.begin(), out.end(), *shaped) == out.end()) {
      out.push_back(std::move(*shaped));
    }
  };
  if (value->is_array()) {
    for (const dom::element entry : array_in(*value)) add(entry);
  } else {
    add(*value);
  }
  if (faults > 0)
    members.warn(key, "has " + std::to_string(faults) + " that cannot be read as " + std::string(what));
  return out;
}

Authorship author_of_object(dom::object object, Record& record) {
  Members members(object, kAuthorKeys, "authors.", record);
  Authorship author;
  author.name = plain_text(members.text("name"));
  author.given = plain_text(members.text("given"));
  author.family = plain_text(members.text("family"));
  author.suffix = plain_text(members.text("suffix"));
  if (author.name.empty() && !(author.given.empty() && author.family.empty()))
    author.name = joined_name(author);
  author.ids = one_or_many(members, "id", "scheme:value", author_identifier);
  if (const auto orcid = members.string("orcid"); orcid && !add_orcid(author, *orcid))
    members.warn("orcid", "is not an ORCID");
  author.affiliations = one_or_many(members, "affiliation", "a string", [](std::string_view text) {
    return std::optional<std::string>(plain_text(text));
  });
  return author;
}

tl::expected<void, RejectionCause> read_authors(Members& members, Record& record, Paper& paper) {
  return read_author_list(members, "authors", record, paper, [&](dom::element entry) {
    Authorship author;
    if (entry.is_string()) {
      author.name = plain_text(string_in(entry));
    } else if (entry.is_object()) {
      author = author_of_object(object_in(entry), record);
    }
    return author;
  });
}

void read_links(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("links");
  if (!list) return;
  ListFaults faults;
  std::size_t index = 0;
  for (const dom::element entry : *list) {
    schema::Link link;
    if (entry.is_string()) {
      link.url = clean_text(string_in(entry));
    } else if (entry.is_object()) {
      Members parts(object_in(entry), kLinkKeys, "links.", record);
      link.rel = plain_text(parts.text("rel"));
      link.url = parts.text("url");
    }
    if (is_web_address(link.url)) {
      paper.links.push_back(std::move(link));
    } else {
      faults.add(index, "is not an http, https or ftp address");
    }
    ++index;
  }
  faults.report("links", record.warnings);
}

std::optional<schema::CitationCount> citation_of_object(dom::object object, Record& record) {
  Members members(object, kCitationKeys, "citations.", record);
  const auto count = members.integer("count", 0, kMaxCitations);
  if (!count) return std::nullopt;
  return schema::CitationCount{*count, plain_text(members.text("source")), members.date("as_of")};
}

void read_citations(Members& members, Record& record, Paper& paper) {
  const auto value = members.find("citations");
  if (!value) return;
  if (value->is_array()) {
    ListFaults faults;
    std::size_t index = 0;
    for (const dom::element entry : array_in(*value)) {
      std::optional<schema::CitationCount> citation;
      if (entry.is_object()) citation = citation_of_object(object_in(entry), record);
      if (citation) {
        paper.citations.push_back(std::move(*citation));
      } else {
        faults.add(index, "is not an object with a count that can be used");
      }
      ++index;
    }
    return faults.report("citations", record.warnings);
  }
  if (value->is_object()) {
    const auto citation = citation_of_object(object_in(*value), record);
    if (citation) return paper.citations.push_back(*citation);
    return members.warn("citations", "has no count that can be used");
  }
  if (const auto count = members.integer("citations", 0, kMaxCitations))
    paper.citations.push_back({*count, {}, {}});
}

void read_references(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("references");
  if (!list) return;
  ListFaults faults;
  std::size_t index = 0;
  for (const dom::element entry : *list) {
    std::string id = clean_text(string_in(entry));
    if (id.empty() || schema::has_control_character(id)) {
      faults.add(index, "is not an id");
    } else {
      paper.references.push_back(std::move(id));
    }
    ++index;
  }
  faults.report("references", record.warnings);
}

schema::CitingPaper citing_paper(dom::element entry, Record& record) {
  schema::CitingPaper citing;
  if (entry.is_string()) {
    citing.id = clean_text(string_in(entry));
  } else if (entry.is_object()) {
    Members parts(object_in(entry), kCitingKeys, "cited_by.", record);
    citing.id = parts.text("id");
    citing.date = parts.date("date");
    citing.source = plain_text(parts.text("source"));
  }
  return citing;
}

void read_cited_by(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("cited_by");
  if (!list) return;
  constexpr auto& kMost = schema::limits::kEdgesPerPaper;
  if (list->size() > static_cast<std::size_t>(kMost.value)) {
    return members.warn("cited_by", "has more than " + std::to_string(kMost.value) + " papers (edges_per_paper)");
  }
  std::vector<schema::CitingPaper> given;
  ListFaults faults;
  std::size_t index = 0;
  for (const dom::element entry : *list) {
    auto citing = citing_paper(entry, record);
    if (schema::check_paper_id(citing.id)) {
      given.push_back(std::move(citing));
    } else {
      faults.add(index, "is not an id");
    }
    ++index;
  }
  faults.report("cited_by", record.warnings);
  schema::join_citing(paper.cited_by, given);
}

void read_metrics(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("metrics");
  if (!list) return;
  ListFaults faults;
  std::size_t index = 0;
  for (const dom::element entry : *list) {
    schema::PaperMetric metric;
    bool has_value = false;
    if (entry.is_object()) {
      Members parts(object_in(entry), kMetricKeys, "metrics.", record);
      metric.metric = plain_text(parts.text("metric"));
      metric.source = plain_text(parts.text("source"));
      metric.model = plain_text(parts.text("model"));
      metric.as_of = parts.date("as_of");
      const auto value = parts.find("value");
      has_value = value && value->get_double().get(metric.value) == simdjson::SUCCESS;
    }
    if (has_value && !metric.metric.empty()) {
      paper.metrics.push_back(std::move(metric));
    } else {
      faults.add(index, "is not an object with a metric and a number as value");
    }
    ++index;
  }
  faults.report("metrics", record.warnings);
}

// An integer, or a string of four digits.
std::optional<schema::Date> read_year(Members& members) {
  const auto value = members.find("year");
  if (!value) return std::nullopt;
  if (!value->is_string()) {
    const auto year = members.integer("year", schema::kMinYear, schema::kMaxYear);
    if (!year) return std::nullopt;
    return schema::date_of_year(static_cast<int>(*year));
  }
  const auto year = schema::parse_date(clean_text(string_in(*value)));
  if (year && year->precision == schema::DatePrecision::year) return *year;
  members.warn("year", "is not a year of four digits");
  return std::nullopt;
}

void read_version(Members& members, Paper& paper) {
  const auto version = members.integer("version", 1, kMaxVersion);
  if (!version) return;
  if (paper.version != 0 && paper.version != *version) {
    return members.warn("version", "differs from the version in the id, which is used");
  }
  paper.version = static_cast<int>(*version);
}

void read_status(Members& members, Paper& paper) {
  const std::string status = members.text("status");
  if (status.empty()) return;
  if (status != "withdrawn" && status != "retracted") {
    return members.warn("status", "is neither 'withdrawn' nor 'retracted'");
  }
  paper.status = status;
}

}  // namespace

RecordResult read_incipit_record(dom::object object, Record& record) {
  Members members(object, kKeys, "", record);
  Paper paper;
  if (auto id = read_id(members, members.has("id") ? "id" : "_id", paper); !id)
    return tl::make_unexpected(id.error());
  if (members.has("id") && members.has("_id")) record.ignored_keys.emplace_back("_id");
  paper.title = plain_text(members.text("title"));
  paper.abstract = plain_text(members.text("abstract"));
  if (paper.abstract.empty()) {
    paper.abstract = plain_text(members.text("text"));
  } else if (members.has("text")) {
    record.ignored_keys.emplace_back("text");
  }
  if (auto text = check_has_text(paper); !text) return tl::make_unexpected(text.error());
  if (auto authors = read_authors(members, record, paper); !authors)
    return tl::make_unexpected(authors.error());
  paper.categories = read_categories(members);
  paper.primary_category = members.text("primary_category");
  if (schema::has_control_character(paper.primary_category)) {
    members.warn("primary_category", "has a control character");
    paper.primary_category.clear();
  }
  paper.published = members.date("published");
  paper.announced = members.date("announced");
  paper.updated = members.date("updated");
  const auto year = read_year(members);
  if (!paper.published) paper.published = year;
  read_version(members, paper);
  paper.comments = plain_text(members.text("comments"));
  paper.doi = read_doi(members);
  paper.journal_ref = plain_text(members.text("journal_ref"));
  paper.report_no = plain_text(members.text("report_no"));
  paper.venue = members.plain_text("venue");
  paper.license = plain_text(members.text("license"));
  read_links(members, record, paper);
  read_citations(members, record, paper);
  read_references(members, record, paper);
  read_cited_by(members, record, paper);
  read_status(members, paper);
  read_metrics(members, record, paper);
  return paper;
}

}  // namespace incipit::corpus

#include <array>
#include <utility>

#include "corpus/author_line.h"
#include "corpus/json_fields.h"
#include "corpus/json_records.h"
#include "corpus/paper_fields.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::Authorship;
using schema::Paper;

constexpr auto kMaxAuthors = static_cast<std::size_t>(schema::limits::kAuthorsPerPaper.value);

constexpr std::array<std::string_view, 14> kKeys{
    "id",        "submitter",  "authors", "title",    "comments", "journal-ref", "doi",
    "report-no", "categories", "license", "abstract", "versions", "update_date", "authors_parsed"};
constexpr std::array<std::string_view, 2> kVersionKeys{"version", "created"};

// [family, given, suffix, affiliation...]; nullopt unless all are strings and there is a name.
std::optional<Authorship> parsed_author(dom::element entry) {
  dom::array parts;
  if (entry.get_array().get(parts) != simdjson::SUCCESS) return std::nullopt;
  Authorship author;
  std::size_t position = 0;
  for (const dom::element part : parts) {
    std::string_view raw;
    if (part.get_string().get(raw) != simdjson::SUCCESS) return std::nullopt;
    std::string text = plain_text(raw);
    if (position == 0) {
      author.family = std::move(text);
    } else if (position == 1) {
      author.given = std::move(text);
    } else if (position == 2) {
      author.suffix = std::move(text);
    } else if (!text.empty()) {
      author.affiliations.push_back(std::move(text));
    }
    ++position;
  }
  author.name = joined_name(author);
  if (author.family.empty() && author.given.empty()) return std::nullopt;
  return author;
}

tl::expected<void, RejectionCause> read_authors(Members& members, Record& record, Paper& paper) {
  if (const auto list = members.list("authors_parsed")) {
    if (list->size() > kMaxAuthors) return tl::make_unexpected(too_many_authors(list->size()));
    ListFaults faults;
    std::size_t index = 0;
    for (const dom::element entry : *list) {
      if (auto author = parsed_author(entry)) {
        paper.authors.push_back(std::move(*author));
      } else {
        faults.add(index, "is not [family, given, suffix]");
      }
      ++index;
    }
    faults.report("authors_parsed", record.warnings);
  }
  if (!paper.authors.empty()) return {};
  paper.authors = read_author_line(plain_text(members.text("authors")), record);
  if (paper.authors.size() > kMaxAuthors) return tl::make_unexpected(too_many_authors(paper.authors.size()));
  return {};
}

PaperVersion version_of(dom::element entry, Record& record) {
  dom::object object;
  if (entry.get_object().get(object) != simdjson::SUCCESS) {
    record.warnings.push_back({"versions", "has an entry that is not an object"});
    return {};
  }
  Members members(object, kVersionKeys, "versions.", record);
  PaperVersion version;
  if (const auto text = members.string("version")) {
    const std::string_view digits = std::string_view(*text).substr(text->substr(0, 1) == "v" ? 1 : 0);
    version.number = std::max(0, schema::number_of<int>(digits).value_or(0));
    if (version.number == 0) members.warn("version", "is not of the form v1");
  }
  if (const auto text = members.string("created")) {
    const auto date = schema::parse_rfc2822_date(*text);
    if (date) {
      version.date = *date;
    } else {
      members.warn("created", date.error().message);
    }
  }
  return version;
}

void read_versions(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("versions");
  std::optional<dom::element> first, last;
  if (list) {
    for (const dom::element entry : *list) {
      if (!first) first = entry;
      last = entry;
    }
  }
  const auto update_date = members.date("update_date");
  if (!first) {
    paper.updated = update_date;
    return;
  }
  const auto first_version = version_of(*first, record);
  paper.published = first_version.date;
  const bool several = list->size() > 1;
  const auto last_version = several ? version_of(*last, record) : first_version;
  if (several) paper.updated = last_version.date;
  if (last_version.number != 0) paper.version = last_version.number;
}

}  // namespace

RecordResult read_arxiv_record(dom::object object, Record& record) {
  Members members(object, kKeys, "", record);
  Paper paper;
  if (auto id = read_id(members, "id", paper); !id) return tl::make_unexpected(id.error());
  paper.title = plain_text(members.text("title"));
  paper.abstract = plain_text(members.text("abstract"));
  if (auto text = check_has_text(paper); !text) return tl::make_unexpected(text.error());
  if (auto authors = read_authors(members, record, paper); !authors)
    return tl::make_unexpected(authors.error());
  paper.categories = read_categories(members);
  read_versions(members, record, paper);
  paper.comments = plain_text(members.text("comments"));
  paper.doi = read_doi(members);
  paper.journal_ref = plain_text(members.text("journal-ref"));
  paper.report_no = plain_text(members.text("report-no"));
  paper.license = plain_text(members.text("license"));
  if (says_withdrawn(paper)) paper.status = "withdrawn";
  return paper;
}

}  // namespace incipit::corpus

#include "corpus/semantic_scholar.h"

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

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::Paper;
using Outcome = tl::expected<void, RejectionCause>;

// The API writes camel case, the bulk data sets lower case: keys are looked up in both spellings.
constexpr std::array<std::string_view, 30> kKeys{"paperId",
                                                 "externalIds",
                                                 "externalids",
                                                 "corpusId",
                                                 "corpusid",
                                                 "url",
                                                 "title",
                                                 "abstract",
                                                 "venue",
                                                 "publicationVenue",
                                                 "year",
                                                 "citationCount",
                                                 "citationcount",
                                                 "openAccessPdf",
                                                 "fieldsOfStudy",
                                                 "s2FieldsOfStudy",
                                                 "s2fieldsofstudy",
                                                 "publicationDate",
                                                 "publicationdate",
                                                 "journal",
                                                 "authors",
                                                 "references",
                                                 "citingPaper",
                                                 "citedPaper",
                                                 "openaccessinfo",
                                                 "tldr",
                                                 "embedding",
                                                 "citations",
                                                 "authorId",
                                                 "updated"};
constexpr std::array<std::string_view, 16> kExternalKeys{
    "ArXiv", "DOI", "PubMed", "PubMedCentral", "ACL", "DBLP", "MAG", "CorpusId",
    "arxiv", "doi", "pubmed", "pubmedcentral", "acl", "dblp", "mag", "corpusid"};
constexpr std::array<std::string_view, 4> kAuthorKeys{"authorId", "name", "affiliations", "externalIds"};
constexpr std::array<std::string_view, 1> kOrcidKeys{"ORCID"};
constexpr std::array<std::string_view, 3> kJournalKeys{"name", "volume", "pages"};
constexpr std::array<std::string_view, 1> kNameKeys{"name"};
constexpr std::array<std::string_view, 2> kPdfKeys{"url", "license"};
constexpr std::array<std::string_view, 3> kAccessKeys{"externalids", "license", "url"};
constexpr std::array<std::string_view, 1> kFieldKeys{"category"};
constexpr std::array<std::string_view, 5> kReferenceKeys{"paperId", "corpusId", "corpusid", "externalIds",
                                                         "externalids"};

const JsonShape& shape() {
  static const JsonShape kShape{{"data", "recommendedPapers", "papers"}, {"citations", "embedding"}};
  return kShape;
}

// Of two spellings of a key the one that is given.
std::string_view given(const Members& members, std::string_view api, std::string_view bulk) {
  return members.has(api) ? api : bulk;
}

bool is_paper_id(std::string_view text) {
  return text.size() == 40 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Outcome read_paper_id(Members& members, Paper& paper) {
  const std::string corpus_id = members.text_or_number(given(members, "corpusId", "corpusid"));
  if (const auto value = members.find("paperId")) {
    const std::string id = schema::lower_ascii(clean_text(string_in(*value)));
    if (!is_paper_id(id))
      return tl::make_unexpected(RejectionCause{"bad_id", "the paperId is not 40 hex digits"});
    if (!corpus_id.empty() && !add_identifier(paper, Catalogue::corpus_id, corpus_id))
      members.warn("corpusId", "is not a number");
    return set_id(paper, "s2:" + id);
  }
  if (!corpus_id.empty()) {
    if (!add_identifier(paper, Catalogue::corpus_id, corpus_id))
      return tl::make_unexpected(RejectionCause{"bad_id", "the corpus id is not a number"});
    return set_id(paper, "s2:CorpusId:" + corpus_id);
  }
  if (members.has("authorId")) {
    return tl::make_unexpected(
        RejectionCause{"not_a_paper", "the record is an author of Semantic Scholar, not a paper"});
  }
  return tl::make_unexpected(RejectionCause{"no_id", "the record has neither a paperId nor a corpus id"});
}

void read_external_ids(Members& members, std::string_view key, std::string_view prefix, Paper& paper) {
  auto ids = members.object(key, kExternalKeys, prefix);
  if (!ids) return;
  static constexpr std::array<std::pair<std::string_view, Catalogue>, 8> kNames{
      {{"DOI", Catalogue::doi},
       {"ArXiv", Catalogue::arxiv},
       {"PubMed", Catalogue::pubmed},
       {"PubMedCentral", Catalogue::pmc},
       {"ACL", Catalogue::acl},
       {"DBLP", Catalogue::dblp},
       {"MAG", Catalogue::mag},
       {"CorpusId", Catalogue::corpus_id}}};
  for (const auto& [name, catalogue] : kNames) {
    const std::string lower = schema::lower_ascii(name);
    const std::string_view spelling = given(*ids, name, lower);
    const std::string value = ids->text_or_number(spelling);
    if (!value.empty() && !add_identifier(paper, catalogue, value)) ids->warn(name, "is no such identifier");
  }
}

schema::Authorship read_author(dom::object object, Record& record) {
  schema::Authorship author;
  Members members(object, kAuthorKeys, "authors.", record);
  author.name = plain_text(members.text("name"));
  const std::string id = members.text_or_number("authorId");
  if (!id.empty()) {
    const bool digits =
        id.size() <= 20 && std::all_of(id.begin(), id.end(), schema::is_ascii_digit);
    if (digits) {
      author.ids.push_back("s2:" + id);
    } else {
      members.warn("authorId", "is not a number");
    }
  }
  if (auto ids = members.object("externalIds", kOrcidKeys, "authors.externalIds.")) {
    const std::string orcid = ids->text("ORCID");
    if (!orcid.empty() && !add_orcid(author, orcid)) ids->warn("ORCID", "is not an ORCID");
  }
  if (const auto list = members.list("affiliations")) {
    for (const dom::element entry : *list) {
      std::string text = plain_text(string_in(entry));
      if (!text.empty()) author.affiliations.push_back(std::move(text));
    }
  }
  return author;
}

Outcome read_authors(Members& members, Record& record, Paper& paper) {
  return read_author_list(members, "authors", record, paper, [&](dom::element entry) {
    return entry.is_object() ? read_author(object_in(entry), record) : schema::Authorship{};
  });
}

void read_fields_of_study(Members& members, Record& record, Paper& paper) {
  const std::string_view key = given(members, "s2FieldsOfStudy", "s2fieldsofstudy");
  if (const auto list = members.list(key)) {
    for (const dom::element entry : *list) {
      if (!entry.is_object()) continue;
      Members field(object_in(entry), kFieldKeys, "s2FieldsOfStudy.", record);
      add_category(paper, field.text("category"), record);
    }
  }
  if (const auto list = members.list("fieldsOfStudy")) {
    for (const dom::element entry : *list) {
      if (entry.is_string()) add_category(paper, clean_text(string_in(entry)), record);
    }
  }
}

// The id under which a cited paper is known, else the first key that finds it; empty where nothing names it.
std::string reference_of(dom::object object, Record& record) {
  Members members(object, kReferenceKeys, "references.", record);
  const std::string id = schema::lower_ascii(members.text("paperId"));
  if (is_paper_id(id)) return "s2:" + id;
  Paper cited;
  read_external_ids(members, given(members, "externalIds", "externalids"), "references.externalIds.", cited);
  const std::string corpus_id = members.text_or_number(given(members, "corpusId", "corpusid"));
  static_cast<void>(add_identifier(cited, Catalogue::corpus_id, corpus_id));
  const auto keys = schema::alias_keys(cited);
  return keys.empty() ? std::string() : keys.front();
}

void read_references(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("references");
  if (!list) return;
  ListFaults faults;
  std::size_t index = 0;
  // What is ignored within a reference is no news about this paper.
  Record aside;
  for (const dom::element entry : *list) {
    std::string id = entry.is_object() ? reference_of(object_in(entry), aside) : std::string();
    if (id.empty() || !schema::check_paper_id(id)) {
      faults.add(index, "has no id");
    } else {
      paper.references.push_back(std::move(id));
    }
    ++index;
  }
  faults.report("references", record.warnings);
}

// "Mind LIX 433-460" of a journal's name, volume and pages; the name alone is the venue.
void read_venue(Members& members, Paper& paper) {
  paper.venue = plain_text(members.text("venue"));
  auto publication = members.object("publicationVenue", kNameKeys, "publicationVenue.");
  if (publication && paper.venue.empty()) paper.venue = plain_text(publication->text("name"));
  auto journal = members.object("journal", kJournalKeys, "journal.");
  if (!journal) return;
  const std::string name = plain_text(journal->text("name"));
  if (paper.venue.empty()) paper.venue = name;
  if (name.empty()) return;
  std::string reference = name;
  for (const std::string_view key : {"volume", "pages"}) {
    const std::string part = plain_text(journal->text_or_number(key));
    if (!part.empty()) reference += ' ' + part;
  }
  if (reference != name) paper.journal_ref = reference;
}

void read_links(Members& members, Paper& paper) {
  const std::string url = members.text("url");
  const bool to_paper = !url.empty() && add_identifier(paper, Catalogue::semantic_scholar, url);
  if (!url.empty() && !to_paper && !add_link(paper, "page", url)) members.warn("url", "is not an address");
  if (auto pdf = members.object("openAccessPdf", kPdfKeys, "openAccessPdf.")) {
    const std::string address = pdf->text("url");
    if (!address.empty() && !add_link(paper, "pdf", address)) pdf->warn("url", "is not an address");
    paper.license = plain_text(pdf->text("license"));
  }
  if (auto access = members.object("openaccessinfo", kAccessKeys, "openaccessinfo.")) {
    read_external_ids(*access, "externalids", "openaccessinfo.externalids.", paper);
    const std::string address = access->text("url");
    if (!address.empty() && !add_link(paper, "full_text", address)) access->warn("url", "is not an address");
    if (paper.license.empty()) paper.license = plain_text(access->text("license"));
  }
}

void read_dates(Members& members, Paper& paper) {
  paper.published = members.date(given(members, "publicationDate", "publicationdate"));
  const auto year = members.integer("year", schema::kMinYear, schema::kMaxYear);
  if (!paper.published && year) paper.published = schema::date_of_year(static_cast<int>(*year));
}

tl::expected<Parsed, RejectionCause> read_paper(dom::object object, Record& record) {
  Members members(object, kKeys, "", record);
  for (const std::string_view key : {"citingPaper", "citedPaper"}) {
    const auto inner = members.find(key);
    if (!inner || members.has("paperId")) continue;
    if (!inner->is_object()) {
      return tl::make_unexpected(
          RejectionCause{"not_an_object", "the " + std::string(key) + " is not an object"});
    }
    return read_paper(object_in(*inner), record);
  }
  Paper paper;
  if (auto id = read_paper_id(members, paper); !id) return tl::make_unexpected(id.error());
  paper.title = plain_text(members.text("title"));
  paper.abstract = plain_text(members.text("abstract"));
  if (auto text = check_has_text(paper); !text) return tl::make_unexpected(text.error());
  if (auto authors = read_authors(members, record, paper); !authors)
    return tl::make_unexpected(authors.error());
  read_external_ids(members, given(members, "externalIds", "externalids"), "externalIds.", paper);
  read_links(members, paper);
  read_venue(members, paper);
  read_dates(members, paper);
  read_fields_of_study(members, record, paper);
  const auto most = schema::limits::kCitationCount.value;
  if (const auto count = members.integer(given(members, "citationCount", "citationcount"), 0, most))
    paper.citations.push_back({*count, "Semantic Scholar", std::nullopt});
  read_references(members, record, paper);
  for (const std::string_view key : {"tldr", "embedding", "citations", "updated"}) {
    if (members.has(key)) record.ignored_keys.emplace_back(key);
  }
  return Parsed{std::move(paper), std::nullopt};
}

}  // namespace

bool looks_like_semantic_scholar(std::string_view head) {
  const JsonGlimpse glimpse(head, shape());
  for (const std::string prefix : {"", "citingPaper.", "citedPaper."}) {
    const bool id = glimpse.has(prefix + "paperId") || glimpse.has(prefix + "corpusid");
    if (id && (glimpse.has(prefix + "title") || glimpse.has(prefix + "abstract"))) return true;
  }
  return false;
}

std::unique_ptr<Reader> open_semantic_scholar(std::unique_ptr<ByteSource> bytes) {
  return make_json_reader(Format::semantic_scholar, std::move(bytes), shape(), read_paper);
}

}  // namespace incipit::corpus

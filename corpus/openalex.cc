#include "corpus/openalex.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "corpus/inverted_abstract.h"
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

constexpr std::array<std::string_view, 22> kKeys{"id",
                                                 "doi",
                                                 "title",
                                                 "display_name",
                                                 "publication_year",
                                                 "publication_date",
                                                 "ids",
                                                 "license",
                                                 "locations",
                                                 "primary_location",
                                                 "best_oa_location",
                                                 "host_venue",
                                                 "authorships",
                                                 "topics",
                                                 "concepts",
                                                 "cited_by_count",
                                                 "abstract_inverted_index",
                                                 "referenced_works",
                                                 "is_retracted",
                                                 "updated_date",
                                                 "primary_topic",
                                                 "open_access"};
constexpr std::array<std::string_view, 6> kIdKeys{"openalex", "doi", "pmid", "pmcid", "mag", "arxiv"};
constexpr std::array<std::string_view, 5> kAuthorshipKeys{
    "author", "institutions", "raw_author_name", "raw_affiliation_strings", "raw_affiliation_string"};
constexpr std::array<std::string_view, 3> kAuthorKeys{"id", "display_name", "orcid"};
constexpr std::array<std::string_view, 4> kPrimaryKeys{"landing_page_url", "pdf_url", "license", "source"};
constexpr std::array<std::string_view, 3> kOpenKeys{"landing_page_url", "pdf_url", "license"};
constexpr std::array<std::string_view, 2> kLocationKeys{"landing_page_url", "pdf_url"};
constexpr std::array<std::string_view, 1> kNameKeys{"display_name"};
constexpr std::array<std::string_view, 2> kTopicKeys{"field", "subfield"};
constexpr std::array<std::string_view, 2> kConceptKeys{"display_name", "level"};
constexpr std::array<std::string_view, 1> kAccessKeys{"oa_url"};

const JsonShape& shape() {
  static const JsonShape kShape{{"results", "works", "data"}, {"related_works", "counts_by_year", "mesh"}};
  return kShape;
}

// "W123" of "https://openalex.org/W123" or "W123"; empty for anything else than a letter and digits.
std::string_view entity_of(std::string_view id) {
  for (const std::string_view address :
       {"https://openalex.org/", "http://openalex.org/", "https://api.openalex.org/"}) {
    if (id.substr(0, address.size()) == address) id.remove_prefix(address.size());
  }
  if (const auto slash = id.find('/'); slash != id.npos) id.remove_prefix(slash + 1);  // "works/W123"
  const bool digits =
      id.size() > 1 && std::all_of(id.begin() + 1, id.end(), schema::is_ascii_digit);
  return digits && id.front() >= 'A' && id.front() <= 'Z' ? id : std::string_view();
}

std::string_view kind_of_entity(char letter) {
  static constexpr std::array<std::pair<char, std::string_view>, 8> kKinds{{{'A', "an author"},
                                                                            {'I', "an institution"},
                                                                            {'S', "a source"},
                                                                            {'V', "a venue"},
                                                                            {'C', "a concept"},
                                                                            {'T', "a topic"},
                                                                            {'P', "a publisher"},
                                                                            {'F', "a funder"}}};
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return kind.first == letter; });
  return found == kKinds.end() ? std::string_view("another entity") : found->second;
}

Outcome read_work_id(Members& members, Paper& paper) {
  const auto value = members.find("id");
  if (!value) return tl::make_unexpected(RejectionCause{"no_id", "the record has no id"});
  const std::string_view entity = entity_of(string_in(*value));
  if (entity.empty())
    return tl::make_unexpected(RejectionCause{"bad_id", "the id is not one of an OpenAlex work"});
  if (entity.front() != 'W') {
    return tl::make_unexpected(RejectionCause{
        "not_a_paper",
        "the record is " + std::string(kind_of_entity(entity.front())) + " of OpenAlex, not a work"});
  }
  return set_id(paper, "openalex:" + std::string(entity));
}

std::string display_name_of(Members& members, std::string_view key, std::string_view prefix) {
  auto object = members.object(key, kNameKeys, prefix);
  return object ? plain_text(object->text("display_name")) : std::string();
}

void read_ids(Members& members, Paper& paper) {
  const auto take = [&](Members& from, std::string_view key, Catalogue catalogue) {
    const auto value = from.find(key);
    if (!value) return;
    std::int64_t number = 0;
    std::string text(string_in(*value));
    if (value->get_int64().get(number) == simdjson::SUCCESS) text = std::to_string(number);
    if (!add_identifier(paper, catalogue, text)) from.warn(key, "is no such identifier");
  };
  take(members, "doi", Catalogue::doi);
  auto ids = members.object("ids", kIdKeys, "ids.");
  if (!ids) return;
  take(*ids, "doi", Catalogue::doi);
  take(*ids, "arxiv", Catalogue::arxiv);
  take(*ids, "pmid", Catalogue::pubmed);
  take(*ids, "pmcid", Catalogue::pmc);
  take(*ids, "mag", Catalogue::mag);
}

void read_affiliations(Members& members, Record& record, schema::Authorship& author) {
  const auto add = [&](std::string text) {
    constexpr std::size_t kLookedAt = 64;
    auto& list = author.affiliations;
    if (text.empty()) return;
    if (list.size() > kLookedAt || std::find(list.begin(), list.end(), text) == list.end())
      list.push_back(std::move(text));
  };
  if (const auto institutions = members.list("institutions")) {
    for (const dom::element entry : *institutions) {
      if (!entry.is_object()) continue;
      Members institution(object_in(entry), kNameKeys, "authorships.institutions.", record);
      add(plain_text(institution.text("display_name")));
    }
  }
  if (!author.affiliations.empty()) return;
  if (const auto raw = members.list("raw_affiliation_strings")) {
    for (const dom::element entry : *raw) add(plain_text(string_in(entry)));
  }
  if (author.affiliations.empty()) add(plain_text(members.text("raw_affiliation_string")));
}

schema::Authorship read_authorship(dom::object object, Record& record) {
  schema::Authorship author;
  Members members(object, kAuthorshipKeys, "authorships.", record);
  if (auto person = members.object("author", kAuthorKeys, "authorships.author.")) {
    author.name = plain_text(person->text("display_name"));
    const std::string id = person->text("id");
    if (const auto entity = entity_of(id); !entity.empty() && entity.front() == 'A') {
      author.ids.push_back("openalex:" + std::string(entity));
    } else if (!id.empty()) {
      person->warn("id", "is not an author's id");
    }
    const std::string orcid = person->text("orcid");
    if (!orcid.empty() && !add_orcid(author, orcid)) person->warn("orcid", "is not an ORCID");
  }
  if (author.name.empty()) author.name = plain_text(members.text("raw_author_name"));
  read_affiliations(members, record, author);
  return author;
}

Outcome read_authorships(Members& members, Record& record, Paper& paper) {
  return read_author_list(members, "authorships", record, paper, [&](dom::element entry) {
    return entry.is_object() ? read_authorship(object_in(entry), record) : schema::Authorship{};
  });
}

bool is_resolver(std::string_view url) {
  return url.find("://doi.org/") != url.npos || url.find("://dx.doi.org/") != url.npos;
}

// Where a location leads: an arXiv id, a PDF and, of the primary location, the page.
void read_addresses(Members& location, Paper& paper, bool primary) {
  const std::string page = location.text("landing_page_url");
  const std::string pdf = location.text("pdf_url");
  for (const auto& url : {page, pdf}) {
    if (schema::lower_ascii(url).find("arxiv") != std::string::npos)
      static_cast<void>(add_identifier(paper, Catalogue::arxiv, url));
  }
  const bool has_pdf =
      std::any_of(paper.links.begin(), paper.links.end(), [](const auto& l) { return l.rel == "pdf"; });
  if (!pdf.empty() && !has_pdf && !add_link(paper, "pdf", pdf)) location.warn("pdf_url", "is not an address");
  if (primary && !page.empty() && !is_resolver(page) && !add_link(paper, "page", page))
    location.warn("landing_page_url", "is not an address");
}

void read_locations(Members& members, Record& record, Paper& paper) {
  if (auto primary = members.object("primary_location", kPrimaryKeys, "primary_location.")) {
    read_addresses(*primary, paper, true);
    paper.venue = display_name_of(*primary, "source", "primary_location.source.");
    paper.license = plain_text(primary->text("license"));
  }
  if (auto open = members.object("best_oa_location", kOpenKeys, "best_oa_location.")) {
    read_addresses(*open, paper, false);
    if (paper.license.empty()) paper.license = plain_text(open->text("license"));
  }
  if (const auto list = members.list("locations")) {
    for (const dom::element entry : *list) {
      if (!entry.is_object()) continue;
      Members location(object_in(entry), kLocationKeys, "locations.", record);
      read_addresses(location, paper, false);
    }
  }
  if (paper.venue.empty()) paper.venue = display_name_of(members, "host_venue", "host_venue.");
  if (paper.license.empty()) paper.license = plain_text(members.text("license"));
  auto access = members.object("open_access", kAccessKeys, "open_access.");
  const std::string url = access ? access->text("oa_url") : std::string();
  const bool known =
      std::any_of(paper.links.begin(), paper.links.end(), [&](const auto& l) { return l.url == url; });
  if (!url.empty() && !known && !is_resolver(url)) static_cast<void>(add_link(paper, "full_text", url));
}

// Field and subfield of a topic.
void read_topic(dom::object object, std::string_view prefix, Record& record, Paper& paper) {
  Members topic(object, kTopicKeys, prefix, record);
  for (const std::string_view key : {"field", "subfield"}) {
    const std::string name = display_name_of(topic, key, std::string(prefix) + std::string(key) + '.');
    if (!name.empty()) add_category(paper, name, record);
  }
}

void read_concepts(dom::array list, Record& record, Paper& paper) {
  for (const std::int64_t wanted : {0, 1}) {
    for (const dom::element entry : list) {
      if (!entry.is_object()) continue;
      Members concept_members(object_in(entry), kConceptKeys, "concepts.", record);
      const auto level = concept_members.integer("level", 0, 5);
      if (level && *level == wanted) add_category(paper, concept_members.text("display_name"), record);
    }
  }
}

void read_subjects(Members& members, Record& record, Paper& paper) {
  if (const auto topic = members.find("primary_topic"); topic && topic->is_object()) {
    read_topic(object_in(*topic), "primary_topic.", record, paper);
    if (!paper.categories.empty()) paper.primary_category = paper.categories.front();
  }
  if (const auto topics = members.list("topics")) {
    for (const dom::element entry : *topics) {
      if (entry.is_object()) read_topic(object_in(entry), "topics.", record, paper);
    }
  }
  if (!paper.categories.empty()) return;
  if (const auto concepts = members.list("concepts")) read_concepts(*concepts, record, paper);
}

void read_citations(Members& members, Record& record, Paper& paper) {
  const auto as_of = members.date("updated_date");
  if (const auto count = members.integer("cited_by_count", 0, schema::limits::kCitationCount.value))
    paper.citations.push_back({*count, "OpenAlex", as_of});
  const auto list = members.list("referenced_works");
  if (!list) return;
  ListFaults faults;
  std::size_t index = 0;
  for (const dom::element entry : *list) {
    const std::string_view work = entity_of(string_in(entry));
    if (work.empty() || work.front() != 'W') {
      faults.add(index, "is not the id of a work");
    } else {
      paper.references.push_back("openalex:" + std::string(work));
    }
    ++index;
  }
  faults.report("referenced_works", record.warnings);
}

void read_dates(Members& members, Paper& paper) {
  paper.published = members.date("publication_date");
  const auto year = members.integer("publication_year", schema::kMinYear, schema::kMaxYear);
  if (!paper.published && year) paper.published = schema::date_of_year(static_cast<int>(*year));
}

void read_abstract(Members& members, Paper& paper) {
  const auto index = members.find("abstract_inverted_index");
  if (!index) return;
  if (!index->is_object()) {
    return members.warn("abstract_inverted_index",
                        "is " + std::string(type_name(*index)) + ", not an object");
  }
  const auto text = text_of_inverted_index(object_in(*index));
  if (!text) return members.warn("abstract_inverted_index", text.error());
  paper.abstract = plain_text(without_markup(*text));
}

tl::expected<Parsed, RejectionCause> read_work(dom::object object, Record& record) {
  Members members(object, kKeys, "", record);
  Paper paper;
  if (auto id = read_work_id(members, paper); !id) return tl::make_unexpected(id.error());
  paper.title = plain_text(without_markup(members.text("title")));
  if (paper.title.empty()) paper.title = plain_text(without_markup(members.text("display_name")));
  read_abstract(members, paper);
  if (auto text = check_has_text(paper); !text) return tl::make_unexpected(text.error());
  if (auto authors = read_authorships(members, record, paper); !authors)
    return tl::make_unexpected(authors.error());
  read_ids(members, paper);
  read_locations(members, record, paper);
  read_subjects(members, record, paper);
  read_dates(members, paper);
  read_citations(members, record, paper);
  bool retracted = false;
  if (const auto value = members.find("is_retracted");
      value && value->get_bool().get(retracted) != simdjson::SUCCESS)
    members.warn("is_retracted", "is not a boolean");
  if (retracted) paper.status = "retracted";
  return Parsed{std::move(paper), std::nullopt};
}

bool is_work(const JsonGlimpse& glimpse) {
  const std::string_view id = glimpse.text("id");
  const bool address = id.find("openalex.org/") != id.npos || glimpse.has("abstract_inverted_index") ||
                       glimpse.has("authorships");
  const std::string_view entity = entity_of(id);
  return address && !entity.empty() && entity.front() == 'W';
}

}  // namespace

bool looks_like_openalex(std::string_view head) { return is_work(JsonGlimpse(head, shape())); }

bool begins_with_openalex_entity(std::string_view head) {
  const JsonGlimpse glimpse(head, shape());
  return glimpse.text("id").find("://openalex.org/") != std::string_view::npos || is_work(glimpse);
}

std::unique_ptr<Reader> open_openalex(std::unique_ptr<ByteSource> bytes) {
  return make_json_reader(Format::openalex, std::move(bytes), shape(), read_work);
}

}  // namespace incipit::corpus

#include <array>
#include <nlohmann/json.hpp>

#include "writers/citation.h"
#include "writers/papers.h"

namespace incipit::writers {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& item, const char* member, const std::string& text) {
  if (!text.empty()) item[member] = text;
}

Json name_of(const schema::Authorship& author) {
  Json name = Json::object();
  if (author.family.empty() || author.given.empty()) {
    name["literal"] = shown(author.name);
    return name;
  }
  name["family"] = shown(author.family);
  name["given"] = shown(author.given);
  put(name, "suffix", shown(author.suffix));
  return name;
}

Json date_of(const schema::Date& date) {
  Json parts = Json::array({date.year()});
  if (date.precision != schema::DatePrecision::year) parts.push_back(date.month());
  if (date.precision > schema::DatePrecision::month) parts.push_back(date.day());
  return Json{{"date-parts", Json::array({std::move(parts)})}};
}

}  // namespace

std::string csl_item(const schema::Paper& paper) {
  static constexpr std::array<const char*, 3> kTypes{"article-journal", "paper-conference", "article"};
  const WorkKind kind = kind_of(paper);
  Json item{{"id", citation_key(paper)}, {"type", kTypes[static_cast<std::size_t>(kind)]}};
  if (kind == WorkKind::preprint) item["genre"] = "preprint";
  put(item, "title", shown(paper.title));
  Json authors = Json::array();
  for (const auto& author : paper.authors) authors.push_back(name_of(author));
  if (!authors.empty()) item["author"] = std::move(authors);
  if (paper.published) item["issued"] = date_of(*paper.published);
  put(item, "container-title", shown(container_of(paper)));
  const PlaceInVenue place = place_in_venue(paper);
  put(item, "volume", place.volume);
  put(item, "issue", place.number);
  put(item, "page", place.pages);
  put(item, "DOI", bare_doi(paper));
  put(item, "PMID", id_in(paper, "pmid"));
  put(item, "PMCID", id_in(paper, "pmcid"));
  if (const std::string arxiv = id_in(paper, "arxiv"); !arxiv.empty()) {
    item["archive"] = "arXiv";
    item["archive_location"] = "arXiv:" + arxiv;
  }
  put(item, "URL", page_of(paper));
  if (!paper.categories.empty()) item["categories"] = paper.categories;
  put(item, "license", shown(paper.license));
  put(item, "note", shown(paper.comments));
  put(item, "abstract", shown(paper.abstract));
  return item.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace incipit::writers

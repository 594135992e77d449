#include "query/citation_graph.h"

#include <algorithm>
#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"

namespace incipit::query {

using schema::Field;
using schema::Result;

namespace {

bool contains(const std::vector<std::string>& keys, const std::string& key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

}  // namespace

CitationGraph::CitationGraph(const std::vector<SegmentView>& segments, const HitBuilder& hits, const Deadline& deadline)
    : segments_(segments), hits_(hits), deadline_(deadline) {
  for (const auto& segment : segments_) {
    naming_.push_back(segment.postings(Field::has, schema::kHasCitingPapers, deadline_));
    has_references_.push_back(segment.has_term_beginning(Field::reference, ""));
    has_citing_.push_back(segment.has_term_beginning(Field::citing, ""));
  }
}

Result<Neighbours> CitationGraph::citing(const Found& paper) const {
  const auto own = keys_of(paper);
  const auto others = named(paper, own);
  if (!others) return tl::make_unexpected(others.error());
  Neighbours found{nothing(), {}};
  for (const auto& key : own) add_papers(Field::reference, key, found.papers);
  for (const auto& [key, other] : *others) {
    if (!add_meant(key, found.papers)) found.outside.push_back(other.id);
  }
  found.papers[paper.segment].remove(paper.docid);
  std::sort(found.outside.begin(), found.outside.end());
  return found;
}

Result<Neighbours> CitationGraph::cited(const Found& paper) const {
  const auto own = keys_of(paper);
  const auto record = hits_.record(paper);
  if (!record) return tl::make_unexpected(record.error());
  std::map<std::string, std::string> references;  // the smallest spelling by key
  for (const auto& reference : record->references) {
    const auto [known, fresh] = references.emplace(schema::alias_key(reference), reference);
    if (!fresh) known->second = std::min(known->second, reference);
  }
  Neighbours found{nothing(), {}};
  for (const auto& key : own) add_papers(Field::citing, key, found.papers);
  for (const auto& [key, reference] : references) {
    if (contains(own, key)) continue;
    if (!add_meant(key, found.papers)) found.outside.push_back(reference);
  }
  found.papers[paper.segment].remove(paper.docid);
  std::sort(found.outside.begin(), found.outside.end());
  return found;
}

Result<std::vector<Citation>> CitationGraph::citations(const Found& paper) const {
  const auto own = keys_of(paper);
  const auto others = named(paper, own);
  if (!others) return tl::make_unexpected(others.error());
  PaperSets citing = nothing();
  for (const auto& key : own) add_papers(Field::reference, key, citing);
  std::map<std::pair<std::uint32_t, std::uint32_t>, schema::Date> dates;  // given ones, by segment and docid
  std::vector<Citation> all;
  for (const auto& [key, other] : *others) {
    PaperSets meant = nothing();
    if (!add_meant(key, meant)) {
      all.push_back({std::nullopt, other.date ? std::optional(other.date->year()) : std::nullopt});
      continue;
    }
    for (std::uint32_t s = 0; s < meant.size(); ++s) {
      citing[s] |= meant[s];
      if (!other.date) continue;
      for (const std::uint32_t docid : meant[s]) {
        const auto [known, fresh] = dates.emplace(std::pair(s, docid), *other.date);
        if (!fresh) known->second = std::min(known->second, *other.date);
      }
    }
  }
  citing[paper.segment].remove(paper.docid);
  for (std::uint32_t s = 0; s < citing.size(); ++s) {
    for (const std::uint32_t docid : citing[s]) {
      deadline_.check_often();
      Citation citation{Found{s, docid, std::nullopt}, std::nullopt};
      const std::int32_t published = segments_[s].columns->year[docid - 1];
      if (published != 0) citation.year = published;
      if (const auto given = dates.find({s, docid}); given != dates.end()) citation.year = given->second.year();
      all.push_back(citation);
    }
  }
  return all;
}

std::vector<std::string> CitationGraph::keys_of(const Found& paper) const {
  const auto& columns = *segments_[paper.segment].columns;
  std::vector<std::string> keys{schema::alias_key(columns.ids[paper.row()])};
  for (const std::string_view key : schema::split(columns.aliases[paper.row()], "\n")) {
    if (!key.empty()) keys.emplace_back(key);
  }
  return keys;
}

Result<CitationGraph::NamedByKey> CitationGraph::named(const Found& paper, const std::vector<std::string>& own) const {
  NamedByKey by_key;
  if (!naming_[paper.segment]->papers.contains(paper.docid)) return by_key;
  const auto record = hits_.record(paper);
  if (!record) return tl::make_unexpected(record.error());
  for (const auto& citing : record->cited_by) {
    std::string key = schema::alias_key(citing.id);
    if (contains(own, key)) continue;
    const auto [known, fresh] = by_key.emplace(std::move(key), Named{citing.id, citing.date});
    Named& one = known->second;
    one.id = std::min(one.id, citing.id);
    if (citing.date && (!one.date || *citing.date < *one.date)) one.date = citing.date;
  }
  return by_key;
}

bool CitationGraph::add_papers(Field field, const std::string& key, PaperSets& papers) const {
  bool any = false;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    if ((field == Field::reference && !has_references_[s]) || (field == Field::citing && !has_citing_[s])) continue;
    const auto postings = segments_[s].postings(field, key, deadline_);
    if (postings->papers.isEmpty()) continue;
    papers[s] |= postings->papers;
    any = true;
  }
  deadline_.check_often();
  return any;
}

bool CitationGraph::add_meant(const std::string& key, PaperSets& papers) const {
  const bool by_id = add_papers(Field::id, key, papers);
  return add_papers(Field::alias, key, papers) || by_id;
}

}  // namespace incipit::query

#include "query/duplicate_finder.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "analysis/work.h"
#include "schema/ids.h"
#include "schema/sources.h"

namespace incipit::query {

using schema::Field;
using schema::Result;

namespace {

constexpr std::string_view kDoi = "doi:";  // before a DOI among the identifiers of a paper

}  // namespace

std::string_view DuplicateFinder::title_of(const PaperPlace& paper) const {
  return segments_[paper.first].columns->title_keys[paper.second - 1];
}

std::int32_t DuplicateFinder::year_of(const PaperPlace& paper) const { return segments_[paper.first].columns->year[paper.second - 1]; }

bool DuplicateFinder::has_title_evidence(const PaperPlace& paper) const {
  const auto& columns = *segments_[paper.first].columns;
  return year_of(paper) != 0 && title_of(paper).size() >= analysis::kShortestWorkTitle && !columns.authors[paper.second - 1].empty();
}

Result<const DuplicateFinder::Facts*> DuplicateFinder::facts_of(const PaperPlace& paper) {
  if (const auto known = facts_.find(paper); known != facts_.end()) return &known->second;
  const auto record = hits_.record({paper.first, paper.second, {}});
  if (!record) return tl::make_unexpected(record.error());
  Facts facts;
  if (!record->authors.empty()) facts.surname = analysis::surname_key(record->authors.front());
  for (auto& key : schema::alias_keys(*record)) {
    if (key.starts_with(kDoi)) facts.dois.push_back(std::move(key));
  }
  return &facts_.emplace(paper, std::move(facts)).first->second;
}

Result<const DuplicateFinder::BySurname*> DuplicateFinder::with_title(std::string_view title, const Deadline& deadline) {
  if (const auto known = titles_.find(title); known != titles_.end()) return &known->second;
  BySurname papers;
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    const auto& columns = *segments_[s].columns;
    for (const std::uint32_t row : columns.titles.equal_to(title, columns.title_keys)) {
      const PaperPlace paper{s, row + 1};
      if (segments_[s].dead->papers().contains(paper.second) || !has_title_evidence(paper)) continue;
      deadline.check();
      const auto facts = facts_of(paper);
      if (!facts) return tl::make_unexpected(facts.error());
      if (!(*facts)->surname.empty()) papers[(*facts)->surname].push_back({year_of(paper), paper});
    }
  }
  return &titles_.emplace(title, std::move(papers)).first->second;
}

Result<std::vector<PaperPlace>> DuplicateFinder::neighbours(const PaperPlace& paper, std::set<std::string>& asked,
                                                            const Deadline& deadline) {
  std::vector<PaperPlace> found;
  const auto facts = facts_of(paper);
  if (!facts) return tl::make_unexpected(facts.error());
  for (const auto& doi : (*facts)->dois) {
    if (!asked.insert(doi).second) continue;
    for (std::uint32_t s = 0; s < segments_.size(); ++s) {
      for (const std::uint32_t docid : segments_[s].papers_with(Field::alias, doi, deadline)) found.emplace_back(s, docid);
    }
  }
  if (!has_title_evidence(paper)) return found;
  std::string work(title_of(paper));
  work.append("\n").append((*facts)->surname).append("\n").append(std::to_string(year_of(paper)));
  if (!asked.insert(std::move(work)).second) return found;
  const auto titled = with_title(title_of(paper), deadline);
  if (!titled) return tl::make_unexpected(titled.error());
  const auto same_surname = (*titled)->find((*facts)->surname);
  if (same_surname == (*titled)->end()) return found;
  for (const auto& [year, other] : same_surname->second) {
    if (std::abs(year - year_of(paper)) <= 1) found.push_back(other);
  }
  return found;
}

Result<DuplicateGroup> DuplicateFinder::group_of(const PaperPlace& paper, const Deadline& deadline) {
  std::set<PaperPlace> members{paper};
  std::set<std::string> asked;
  DuplicateGroup group{paper};
  for (std::size_t next = 0; next < group.size(); ++next) {
    const auto near = neighbours(group[next], asked, deadline);
    if (!near) return tl::make_unexpected(near.error());
    for (const auto& other : *near) {
      deadline.check_often();
      if (members.insert(other).second) group.push_back(other);
    }
  }
  const auto id = [&](const PaperPlace& place) { return id_of(segments_, {place.first, place.second, {}}); };
  std::sort(group.begin(), group.end(), [&](const PaperPlace& a, const PaperPlace& b) { return schema::leads_before(id(a), id(b)); });
  return group;
}

void DuplicateFinder::add_by_title(std::vector<PaperPlace>& candidates, const Deadline& deadline) const {
  struct Hashed {
    std::size_t title;
    Dated dated;
  };
  std::vector<Hashed> all;
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    for (const std::uint32_t docid : docids_of(segments_[s].everything())) {
      deadline.check_often();
      const PaperPlace paper{s, docid};
      if (has_title_evidence(paper)) all.push_back({std::hash<std::string_view>{}(title_of(paper)), {year_of(paper), paper}});
    }
  }
  std::sort(all.begin(), all.end(), [](const Hashed& a, const Hashed& b) {
    return a.title != b.title ? a.title < b.title : a.dated.year < b.dated.year;
  });
  const auto near = [](const Hashed& a, const Hashed& b) { return a.title == b.title && b.dated.year - a.dated.year <= 1; };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((i > 0 && near(all[i - 1], all[i])) || (i + 1 < all.size() && near(all[i], all[i + 1]))) candidates.push_back(all[i].dated.paper);
  }
}

void DuplicateFinder::add_by_doi(std::vector<PaperPlace>& candidates, const Deadline& deadline) const {
  std::unordered_map<std::string, std::int64_t> papers;
  std::vector<std::string> shared;
  for (const auto& segment : segments_) {
    for (auto& [doi, frequency] : segment.counted_terms_beginning(Field::alias, kDoi, deadline)) {
      if (segments_.size() > 1) {
        papers[std::move(doi)] += frequency;
      } else if (frequency > 1) {
        shared.push_back(std::move(doi));
      }
    }
  }
  for (const auto& [doi, frequency] : papers) {
    if (frequency > 1) shared.push_back(doi);
  }
  for (const auto& doi : shared) {
    for (std::uint32_t s = 0; s < segments_.size(); ++s) {
      for (const std::uint32_t docid : segments_[s].papers_with(Field::alias, doi, deadline)) candidates.emplace_back(s, docid);
    }
  }
}

Result<std::vector<DuplicateGroup>> DuplicateFinder::all(const Deadline& deadline) {
  std::vector<PaperPlace> candidates;
  add_by_title(candidates, deadline);
  add_by_doi(candidates, deadline);
  std::set<PaperPlace> seen;
  std::vector<DuplicateGroup> groups;
  for (const auto& candidate : candidates) {
    if (seen.contains(candidate)) continue;
    auto group = group_of(candidate, deadline);
    if (!group) return tl::make_unexpected(group.error());
    seen.insert(group->begin(), group->end());
    if (group->size() > 1) groups.push_back(std::move(*group));
  }
  return groups;
}

}  // namespace incipit::query

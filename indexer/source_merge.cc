#include "indexer/source_merge.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "analysis/analyser.h"
#include "analysis/work.h"
#include "schema/citing_papers.h"
#include "schema/ids.h"
#include "schema/sources.h"
#include "storage/files.h"

namespace incipit::indexer {

using analysis::surname_key;
using schema::Paper;

namespace {

constexpr std::size_t kMostBearers = 32;  // of one key

void fill(std::string& text, const std::string& other) {
  if (text.empty()) text = other;
}

template <class T>
void fill(std::vector<T>& values, const std::vector<T>& others) {
  if (values.empty()) values = others;
}

template <class T>
void join(std::vector<T>& values, const std::vector<T>& others) {
  for (const auto& value : others) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
}

std::string_view kind_of(std::string_view key) {
  for (std::string_view kind : {"doi", "arxiv", "pmid"}) {
    if (key.starts_with(kind) && key.substr(kind.size(), 1) == ":") return kind;
  }
  return "other identifier";
}

// Groups of records, no two of one source in a group.
class Groups {
 public:
  explicit Groups(const std::vector<SourceKeys>& records) : records_(records), parent_(records.size()), sources_(records.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t r = 0; r < records.size(); ++r) {
      sources_[r].emplace(schema::source_of(records[r].id), records[r].id);
      for (const auto& id : records[r].holds) {
        if (const auto source = schema::source_of(id); !source.empty()) sources_[r].emplace(source, id);
      }
    }
  }

  std::size_t root(std::size_t record) {
    while (parent_[record] != record) record = parent_[record] = parent_[parent_[record]];
    return record;
  }

  void join(std::size_t a, std::size_t b, std::string_view by) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    for (const auto& [source, id] : sources_[b]) {
      const auto same = sources_[a].find(source);
      if (same != sources_[a].end() && same->second != id) return;
    }
    if (schema::leads_before(records_[b].id, records_[a].id)) std::swap(a, b);
    parent_[b] = a;
    sources_[a].insert(sources_[b].begin(), sources_[b].end());
    matches_.push_back({b, a, by});
  }

  std::vector<SourceMatch> matches() {
    for (auto& match : matches_) match.joins = root(match.joins);
    return matches_;
  }

 private:
  const std::vector<SourceKeys>& records_;
  std::vector<std::size_t> parent_;
  std::vector<std::map<std::string_view, std::string_view>> sources_;  // of each group, with the id of its record
  std::vector<SourceMatch> matches_;
};

}  // namespace

void merge_record(Paper& paper, const Paper& other) {
  fill(paper.title, other.title);
  fill(paper.abstract, other.abstract);
  fill(paper.comments, other.comments);
  fill(paper.doi, other.doi);
  fill(paper.journal_ref, other.journal_ref);
  fill(paper.report_no, other.report_no);
  fill(paper.venue, other.venue);
  fill(paper.license, other.license);
  fill(paper.status, other.status);
  if (paper.categories.empty()) fill(paper.primary_category, other.primary_category);
  fill(paper.categories, other.categories);
  fill(paper.references, other.references);
  if (!paper.published) paper.published = other.published;
  if (!paper.announced) paper.announced = other.announced;
  if (!paper.updated) paper.updated = other.updated;
  join(paper.links, other.links);
  join(paper.citations, other.citations);
  join(paper.metrics, other.metrics);
  if (!other.cited_by.empty()) schema::join_citing(paper.cited_by, other.cited_by);
  fill(paper.authors, other.authors);
  for (std::size_t i = 0; i < std::min(paper.authors.size(), other.authors.size()); ++i) {
    if (surname_key(paper.authors[i]) != surname_key(other.authors[i])) continue;
    join(paper.authors[i].ids, other.authors[i].ids);
    fill(paper.authors[i].affiliations, other.authors[i].affiliations);
  }
  join(paper.other_ids, {other.id});
  join(paper.other_ids, other.other_ids);
  std::erase(paper.other_ids, paper.id);
}

std::string work_key(const Paper& paper) { return work_key(paper, analysis::title_sort_key(analysis::display_text(paper.title))); }

std::string work_key(const Paper& paper, std::string_view title_key) {
  if (paper.authors.empty() || !paper.published || title_key.size() < analysis::kShortestWorkTitle) return {};
  return std::string(title_key) + '\n' + surname_key(paper.authors.front()) + '\n' + std::to_string(paper.published->year());
}

SourceKeys source_keys(const Paper& paper) { return {paper.id, schema::alias_keys(paper), work_key(paper), paper.other_ids}; }

std::string work_term(std::string_view key) {
  constexpr std::size_t kLength = 10;  // 40 bits
  return storage::hash_hex(key).substr(0, kLength);
}

std::vector<SourceMatch> match_sources(const std::vector<SourceKeys>& records) {
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return schema::leads_before(records[a].id, records[b].id); });
  Groups groups(records);
  // Identifiers first: the strongest evidence decides.
  std::unordered_map<std::string_view, std::vector<std::size_t>> bearers;
  const auto join = [&](std::size_t record, std::string_view key, std::string_view by) {
    auto& others = bearers[key];
    for (const std::size_t other : others) groups.join(other, record, by);
    if (others.size() < kMostBearers) others.push_back(record);
  };
  for (std::string_view kind : {"doi", "arxiv", "pmid", "other identifier"}) {
    for (const std::size_t record : order) {
      for (const auto& key : records[record].identifiers) {
        if (kind_of(key) == kind) join(record, key, kind);
      }
    }
  }
  bearers.clear();
  for (const std::size_t record : order) {
    if (!records[record].work.empty()) join(record, records[record].work, "title");
  }
  return groups.matches();
}

}  // namespace incipit::indexer

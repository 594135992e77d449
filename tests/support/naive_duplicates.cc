#include "tests/support/naive_duplicates.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "analysis/analyser.h"
#include "schema/ids.h"

namespace incipit::testing {
namespace {

std::string surname(const schema::Paper& paper) {
  if (paper.authors.empty()) return {};
  const std::string name = analysis::name_key(analysis::display_text(paper.authors.front().name));
  return name.substr(name.rfind(' ') + 1);
}

// Own ids, arXiv, then catalogues in this order.
int rank(const std::string& id) {
  int place = 2;
  for (const char* scheme : {"acl:", "pmid:", "doi:", "openalex:", "s2:", "oai:", "bib:"}) {
    if (id.rfind(scheme, 0) == 0) return place;
    ++place;
  }
  return schema::parse_arxiv_id(id) ? 1 : 0;
}

}  // namespace

NaiveDuplicates::NaiveDuplicates(const std::vector<schema::Paper>& papers, const std::vector<std::string>& title_keys)
    : group_(papers.size()), place_(papers.size()) {
  std::iota(group_.begin(), group_.end(), std::size_t{0});
  const auto join = [&](std::size_t a, std::size_t b) {
    const std::size_t from = group_[b], to = group_[a];
    if (from != to) std::replace(group_.begin(), group_.end(), from, to);
  };
  std::map<std::string, std::vector<std::size_t>> by_title, by_doi;
  for (std::size_t p = 0; p < papers.size(); ++p) {
    if (papers[p].published && title_keys[p].size() >= 16 && !surname(papers[p]).empty()) {
      by_title[title_keys[p] + "|" + surname(papers[p])].push_back(p);
    }
    for (const auto& key : schema::alias_keys(papers[p])) {
      if (key.rfind("doi:", 0) == 0) by_doi[key].push_back(p);
    }
  }
  for (const auto& [key, members] : by_title) {
    for (const std::size_t a : members) {
      for (const std::size_t b : members) {
        if (std::abs(papers[a].published->year() - papers[b].published->year()) <= 1) join(a, b);
      }
    }
  }
  for (const auto& [key, members] : by_doi) {
    for (const std::size_t member : members) join(members.front(), member);
  }
  std::vector<std::size_t> order(papers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::make_tuple(rank(papers[a].id), papers[a].id) < std::make_tuple(rank(papers[b].id), papers[b].id);
  });
  for (std::size_t i = 0; i < order.size(); ++i) place_[order[i]] = i;
}

std::vector<std::size_t> NaiveDuplicates::collapsed(const std::vector<std::size_t>& papers, const std::vector<std::size_t>& preferred) const {
  const std::set<std::size_t> before(preferred.begin(), preferred.end());
  const auto key = [&](std::size_t paper) { return std::make_tuple(!before.contains(paper), place_[paper]); };
  std::map<std::size_t, std::size_t> stands;  // of each group
  for (const std::size_t paper : papers) {
    const auto [entry, first] = stands.emplace(group_[paper], paper);
    if (!first && key(paper) < key(entry->second)) entry->second = paper;
  }
  std::vector<std::size_t> kept;
  for (const std::size_t paper : papers) {
    if (stands.at(group_[paper]) == paper) kept.push_back(paper);
  }
  return kept;
}

std::vector<std::size_t> NaiveDuplicates::others(std::size_t paper) const {
  std::vector<std::size_t> found;
  for (std::size_t other = 0; other < group_.size(); ++other) {
    if (other != paper && group_[other] == group_[paper]) found.push_back(other);
  }
  std::sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) { return place_[a] < place_[b]; });
  return found;
}

}  // namespace incipit::testing

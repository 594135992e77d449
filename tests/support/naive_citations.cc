#include "tests/support/naive_citations.h"

#include <algorithm>

#include "schema/ids.h"

namespace incipit::testing {

using schema::alias_key;
using schema::Paper;

namespace {

std::set<std::string> keys_of(const Paper& paper) {
  std::set<std::string> keys{alias_key(paper.id)};
  for (const auto& key : schema::alias_keys(paper)) keys.insert(key);
  return keys;
}

bool names(const std::string& identifier, const Paper& paper) { return keys_of(paper).contains(alias_key(identifier)); }

bool same(const schema::CitingPaper& a, const schema::CitingPaper& b) { return alias_key(a.id) == alias_key(b.id) && a.source == b.source; }

void join(std::vector<schema::CitingPaper>& list, const schema::CitingPaper& more) {
  for (auto& known : list) {
    if (!same(known, more)) continue;
    if (more.date && (!known.date || *more.date < *known.date)) known.date = more.date;
    if (more.id < known.id) known.id = more.id;
    return;
  }
  list.push_back(more);
}

// Identifiers that no paper has, one of each.
std::vector<std::string> outside(const std::map<std::string, Paper>& papers, const std::vector<std::string>& identifiers) {
  std::map<std::string, std::string> found;
  for (const auto& identifier : identifiers) {
    const bool inside = std::any_of(papers.begin(), papers.end(), [&](const auto& entry) { return names(identifier, entry.second); });
    if (inside) continue;
    auto& spelling = found[alias_key(identifier)];
    if (spelling.empty() || identifier < spelling) spelling = identifier;
  }
  std::vector<std::string> ids;
  for (const auto& [key, id] : found) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<std::string> ids_of(const std::vector<schema::CitingPaper>& citing) {
  std::vector<std::string> ids;
  for (const auto& one : citing) ids.push_back(one.id);
  return ids;
}

std::int64_t largest_h(const std::vector<std::int64_t>& counts) {
  std::int64_t h = 0;
  while (std::count_if(counts.begin(), counts.end(), [&](auto count) { return count > h; }) > h) ++h;
  return h;
}

}  // namespace

const Paper* NaiveCitations::named(const std::string& identifier) const {
  for (const auto& [id, paper] : papers_) {
    if (id == identifier || names(identifier, paper)) return &paper;
  }
  return nullptr;
}

void NaiveCitations::run(const std::vector<Paper>& records, const std::vector<NaiveEdge>& edges) {
  std::map<std::string, std::vector<schema::CitingPaper>> given;  // in this run, by the paper that is cited
  for (const auto& record : records) {
    Paper paper = record;
    paper.cited_by.clear();
    for (const auto& citing : record.cited_by) join(given[paper.id], citing);
    if (const auto old = papers_.find(paper.id); old != papers_.end()) {
      paper.cited_by = old->second.cited_by;
      if (paper.references.empty()) paper.references = old->second.references;
      const auto& published = old->second.published;
      if (published && (!paper.published || *published < *paper.published)) paper.published = published;
    }
    papers_[paper.id] = paper;
  }
  std::map<std::string, std::map<std::string, std::string>> references;  // in this run, by the paper that cites, the smallest spelling of a key
  for (const auto& edge : edges) {
    std::optional<schema::Date> date;
    if (!edge.date.empty()) date = schema::parse_date(edge.date).value();
    const Paper* cited = named(edge.cited);
    const Paper* citing = named(edge.citing);
    if (cited != nullptr) {
      join(given[cited->id], {edge.citing, date, edge.source});
    } else if (citing != nullptr) {
      auto& spelling = references[citing->id][alias_key(edge.cited)];
      if (spelling.empty() || edge.cited < spelling) spelling = edge.cited;
    } else {
      ++unmatched_;
    }
  }
  for (const auto& [id, fresh] : references) {
    auto& kept = papers_[id].references;
    for (const auto& [key, cited] : fresh) {
      const bool there = std::any_of(kept.begin(), kept.end(), [&, &named_by = key](const auto& one) { return alias_key(one) == named_by; });
      if (!there) kept.push_back(cited);
    }
  }
  for (const auto& [id, list] : given) {
    auto& kept = papers_[id].cited_by;
    std::erase_if(kept, [&](const auto& old) { return std::any_of(list.begin(), list.end(), [&](const auto& one) { return same(old, one); }); });
    kept.insert(kept.end(), list.begin(), list.end());
  }
}

bool NaiveCitations::cites(const Paper& citing, const Paper& cited) const {
  if (citing.id == cited.id) return false;
  return std::any_of(citing.references.begin(), citing.references.end(), [&](const auto& id) { return names(id, cited); }) ||
         std::any_of(cited.cited_by.begin(), cited.cited_by.end(), [&](const auto& one) { return names(one.id, citing); });
}

std::set<std::string> NaiveCitations::citing(const std::string& id) const {
  std::set<std::string> ids;
  for (const auto& [other, paper] : papers_) {
    if (cites(paper, papers_.at(id))) ids.insert(other);
  }
  return ids;
}

std::set<std::string> NaiveCitations::cited(const std::string& id) const {
  std::set<std::string> ids;
  for (const auto& [other, paper] : papers_) {
    if (cites(papers_.at(id), paper)) ids.insert(other);
  }
  return ids;
}

std::vector<std::string> NaiveCitations::citing_outside(const std::string& id) const { return outside(papers_, ids_of(papers_.at(id).cited_by)); }
std::vector<std::string> NaiveCitations::cited_outside(const std::string& id) const { return outside(papers_, papers_.at(id).references); }

std::vector<NaiveCitations::Citation> NaiveCitations::citations(const std::string& id, const std::string& author) const {
  const Paper& paper = papers_.at(id);
  std::vector<Citation> all;
  const auto earliest = [&](const auto& means) {
    std::optional<schema::Date> date;
    for (const auto& one : paper.cited_by) {
      if (means(one) && one.date && (!date || *one.date < *date)) date = one.date;
    }
    return date;
  };
  for (const auto& other : citing(id)) {
    const Paper& by = papers_.at(other);
    auto date = earliest([&](const auto& one) { return names(one.id, by); });
    if (!date) date = by.published;
    const bool own = std::any_of(by.authors.begin(), by.authors.end(), [&](const auto& one) { return one.name == author; });
    all.push_back({date ? std::optional(date->year()) : std::nullopt, true, own});
  }
  for (const auto& other : citing_outside(id)) {
    const auto date = earliest([&](const auto& one) { return alias_key(one.id) == alias_key(other); });
    all.push_back({date ? std::optional(date->year()) : std::nullopt, false, false});
  }
  return all;
}

NaiveCitationFigures figures_of(const NaiveCitations& all, const std::vector<std::string>& ids, const std::string& author, int clock) {
  NaiveCitationFigures figures;
  double edges = 0, dated = 0, known = 0, own = 0;
  std::map<int, std::int64_t> years;
  std::vector<std::vector<int>> by_paper;
  double recent = 0, received = 0;
  for (const auto& id : ids) {
    auto& of_paper = by_paper.emplace_back();
    const auto& published = all.papers().at(id).published;
    const bool counts = published && published->year() >= clock - 3 && published->year() <= clock - 2;
    recent += counts;
    for (const auto& citation : all.citations(id, author)) {
      ++edges;
      known += citation.known;
      own += citation.own;
      if (!citation.year) continue;
      ++dated;
      if (*citation.year > clock) continue;
      ++years[*citation.year];
      of_paper.push_back(*citation.year);
      received += counts && *citation.year == clock - 1;
    }
  }
  const auto put = [&](const char* name, bool there, double value) { figures.values[name] = there ? std::optional(value) : std::nullopt; };
  put("citations_by_edges", edges > 0, edges);
  put("self_citations", known > 0, own);
  put("mean_citedness_2y", dated > 0 && recent > 0, recent > 0 ? received / recent : 0);
  if (years.empty()) return figures;
  for (int year = years.begin()->first; year <= clock; ++year) {
    figures.by_year.push_back({year, years[year]});
    std::vector<std::int64_t> counts;
    for (const auto& of_paper : by_paper) counts.push_back(std::count_if(of_paper.begin(), of_paper.end(), [&](int one) { return one <= year; }));
    figures.h_by_year.push_back({year, largest_h(counts)});
  }
  return figures;
}

}  // namespace incipit::testing

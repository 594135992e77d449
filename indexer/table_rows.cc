#include "indexer/table_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "schema/citing_papers.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::indexer {

using corpus::InputKind;

namespace {

constexpr const char* kTooManyFigures = "the paper has too many rows (figures_per_subject)";
constexpr const char* kTooManyEdges = "the paper has too many citations (edges_per_paper)";

std::string id_key(const schema::CitingPaper& citing) { return schema::alias_key(citing.id) + '\t' + citing.source; }

// Map entries by key, so that dead letters have one order.
template <class Map>
std::vector<const typename Map::value_type*> by_id(const Map& map) {
  std::vector<const typename Map::value_type*> entries;
  for (const auto& entry : map) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  return entries;
}

}  // namespace

void TableRows::add(const corpus::InputFile& file, corpus::MetricTable table) {
  for (auto& row : table.rows) figures_.push_back({file, std::move(row)});
  if (table.edges.empty()) return;
  for (auto& row : table.edges) edges_.push_back({inputs_.size(), std::move(row)});
  inputs_.push_back(file.name());
}

bool TableRows::name_papers() const {
  return !edges_.empty() ||
         std::any_of(figures_.begin(), figures_.end(), [](const auto& figure) { return figure.file.kind != InputKind::author_metrics; });
}

void TableRows::attach(const Find& find, const KnownPapers& stored, DeadLetters& dead, Intake& intake) {
  attach_figures(find, dead, intake);
  std::unordered_map<std::string, std::optional<std::string>> known;
  const auto found = [&](const std::string& identifier) -> const std::optional<std::string>& {
    const auto [place, fresh] = known.try_emplace(identifier);
    if (fresh) place->second = find(identifier);
    return place->second;
  };
  Edges cited, citing;
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const Edge& edge = edges_[e];
    if (const auto& paper = found(edge.row.cited)) {
      cited[*paper].push_back(e);
    } else if (const auto& other = found(edge.row.citing)) {
      citing[*other].push_back(e);
    } else {
      set_aside_edge(edge, "no_such_paper", "no such paper on either side", dead, intake);
    }
  }
  attach_cited(cited, stored, dead, intake);
  attach_references(citing, dead, intake);
  figures_.clear();
  edges_.clear();
}

void TableRows::attach_figures(const Find& find, DeadLetters& dead, Intake& intake) {
  for (auto& [file, row] : figures_) {
    if (file.kind == InputKind::author_metrics) {
      intake.author_metrics.push_back({file.name(), std::move(row)});
      continue;
    }
    const schema::UnmatchedRow unmatched{file.name(), static_cast<std::int64_t>(row.line), row.subject, "no such paper", {}};
    const auto subject = find(row.subject);
    if (!subject) {
      set_aside(row, unmatched, "no_such_paper", dead, intake.info);
      continue;
    }
    auto& citations = intake.citations[*subject];
    auto& metrics = intake.metrics[*subject];
    if (citations.size() + metrics.size() >= static_cast<std::size_t>(schema::limits::kFiguresPerSubject.value)) {
      set_aside(row, {unmatched.input, unmatched.line, unmatched.subject, kTooManyFigures, {}}, "too_many_rows", dead, intake.info);
    } else if (file.kind == InputKind::citations) {
      citations.push_back({row.count.value_or(0), row.source, row.as_of});
    } else {
      metrics.push_back({row.metric, row.value, row.source, row.model, row.as_of});
    }
  }
}

void TableRows::attach_cited(const Edges& cited, const KnownPapers& stored, DeadLetters& dead, Intake& intake) {
  for (const auto* entry : by_id(cited)) {
    const auto& [id, edges] = *entry;
    std::set<std::string> keys;
    if (stored.cited_by) {
      for (const auto& citing : stored.cited_by(id)) keys.insert(id_key(citing));
    }
    std::vector<schema::CitingPaper> list;
    for (const std::size_t e : edges) {
      const auto& row = edges_[e].row;
      schema::CitingPaper citing{row.citing, row.date, row.source};
      if (keys.insert(id_key(citing)).second && keys.size() > static_cast<std::size_t>(schema::limits::kEdgesPerPaper.value)) {
        keys.erase(id_key(citing));
        set_aside_edge(edges_[e], "too_many_rows", kTooManyEdges, dead, intake);
      } else {
        list.push_back(std::move(citing));
      }
    }
    schema::join_citing(intake.cited_by[id], list);
  }
}

void TableRows::attach_references(const Edges& citing, DeadLetters& dead, Intake& intake) {
  for (const auto* entry : by_id(citing)) {
    const auto& [id, edges] = *entry;
    std::map<std::string, std::string> references;  // by key
    for (const std::size_t e : edges) {
      const std::string& cited = edges_[e].row.cited;
      const auto [known, fresh] = references.emplace(schema::alias_key(cited), cited);
      if (!fresh) {
        known->second = std::min(known->second, cited);
      } else if (references.size() > static_cast<std::size_t>(schema::limits::kEdgesPerPaper.value)) {
        references.erase(known);
        set_aside_edge(edges_[e], "too_many_rows", kTooManyEdges, dead, intake);
      }
    }
    for (auto& [key, cited] : references) intake.references[id].push_back(std::move(cited));
  }
}

void TableRows::set_aside_edge(const Edge& edge, std::string_view code, std::string reason, DeadLetters& dead, Intake& intake) const {
  const auto& row = edge.row;
  const std::string text = row.citing + '\t' + row.cited + '\t' + (row.date ? row.date->iso() : "") + '\t' + row.source;
  dead.add(inputs_[edge.input], row.line, {std::string(code), reason, text, text.size()});
  if (intake.info.unmatched.size() >= static_cast<std::size_t>(schema::limits::kExamplesKept.value)) return;
  intake.info.unmatched.push_back(
      {inputs_[edge.input], static_cast<std::int64_t>(row.line), row.citing + " cites " + row.cited, std::move(reason), {}});
}

}  // namespace incipit::indexer

#include "indexer/arrivals.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "indexer/source_merge.h"
#include "schema/citing_papers.h"
#include "schema/ids.h"
#include "schema/paper_json.h"
#include "storage/segment.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Paper;
using schema::Result;

namespace {

constexpr std::size_t kMostCandidates = 32;  // stored papers that one identifier leads to

std::pair<int, std::int64_t> standing(const Paper& paper) {
  return {paper.version, paper.updated ? paper.updated->instant : storage::kNoInstant};
}

bool gives_count(const Paper& paper, const std::string& source) {
  return std::any_of(paper.citations.begin(), paper.citations.end(), [&](const auto& count) { return count.source == source; });
}

bool gives_metric(const Paper& paper, const schema::PaperMetric& metric) {
  return std::any_of(paper.metrics.begin(), paper.metrics.end(), [&](const auto& other) {
    return other.metric == metric.metric && other.source == metric.source && other.model == metric.model;
  });
}

// Takes the figures away that a newer record gives.
void drop_figures_given_by(Paper& older, const Paper& newer) {
  std::erase_if(older.citations, [&](const auto& count) { return gives_count(newer, count.source); });
  std::erase_if(older.metrics, [&](const auto& metric) { return gives_metric(newer, metric); });
  if (!newer.cited_by.empty()) schema::drop_citing(older.cited_by, newer.cited_by);
}

// References stay where the new record, as of most sources, has none of its own.
void carry_references(const Paper& older, const std::vector<std::string>& of_tables, Paper& newer) {
  const auto from_table = [&](const auto& reference) { return std::find(of_tables.begin(), of_tables.end(), reference) != of_tables.end(); };
  if (!std::all_of(newer.references.begin(), newer.references.end(), from_table)) return;
  newer.references = older.references;
  schema::join_references(newer.references, of_tables);
}

// Figures that a named source gave stay until that source gives newer ones: the new record does not carry them. A citation stays
// as well.
void carry_figures(const Paper& older, Paper& newer) {
  if (!older.cited_by.empty()) {
    auto citing = older.cited_by;
    schema::drop_citing(citing, newer.cited_by);
    schema::join_citing(newer.cited_by, citing);
  }
  std::vector<schema::CitationCount> counts;
  for (const auto& count : older.citations) {
    if (!count.source.empty() && !gives_count(newer, count.source)) counts.push_back(count);
  }
  newer.citations.insert(newer.citations.end(), counts.begin(), counts.end());
  std::vector<schema::PaperMetric> metrics;
  for (const auto& metric : older.metrics) {
    if (!gives_metric(newer, metric)) metrics.push_back(metric);
  }
  newer.metrics.insert(newer.metrics.end(), metrics.begin(), metrics.end());
}

// Whether a stored paper holds records of sources besides that of this one.
bool was_joined(const Paper& stored, const Paper& fresh) {
  return std::any_of(stored.other_ids.begin(), stored.other_ids.end(), [&](const auto& id) {
    return std::find(fresh.other_ids.begin(), fresh.other_ids.end(), id) == fresh.other_ids.end();
  });
}

class Desk {
 public:
  Desk(const Intake& intake, const Spool& given, const LivePapers& live, const fs::path& spool)
      : intake_(intake), given_(given), live_(live), path_(spool), writer_(spool) {}

  Result<Arrivals> run(SourceMerging merging) {
    for (const auto& entry : intake_.papers) {
      auto paper = given_.read(intake_, entry);
      if (!paper) return tl::make_unexpected(paper.error());
      if (auto compared = compare(std::move(*paper), entry); !compared) return tl::make_unexpected(compared.error());
    }
    if (auto added = add_figures_to_stored(); !added) return tl::make_unexpected(added.error());
    if (merging == SourceMerging::on) {
      if (auto joined = join_stored(); !joined) return tl::make_unexpected(joined.error());
    }
    if (auto closed = writer_.close(); !closed) return tl::make_unexpected(closed.error());
    std::erase_if(result_.papers, [&](const IntakePaper& entry) { return left_out_.contains(entry.id); });
    sort_for_index(result_.papers);
    return std::move(result_);
  }

 private:
  // D2: the newest record wins whole, the earliest publication date stays.
  Result<void> compare(Paper fresh, const IntakePaper& entry) {
    const auto place = live_.find(entry.id);
    if (!place) {
      ++result_.added;
      keep(fresh);
      return {};
    }
    const auto stored = live_.paper(*place);
    if (!stored) return tl::make_unexpected(stored.error());
    const Paper& old = stored->paper;
    if (!entry.after_deletion) {
      if (standing(fresh) < standing(old)) {
        ++result_.superseded;
        Paper kept = old;
        if (fresh.published && (!kept.published || *fresh.published < *kept.published)) kept.published = fresh.published;
        add_table_figures(kept);
        replace(*place, *stored, std::move(kept));
        return {};
      }
      if (old.published && (!fresh.published || *old.published < *fresh.published)) fresh.published = old.published;
      carry_figures(old, fresh);
      const auto tabled = intake_.references.find(fresh.id);
      carry_references(old, tabled == intake_.references.end() ? std::vector<std::string>() : tabled->second, fresh);
      if (was_joined(old, fresh)) {
        Paper rest = old;
        drop_figures_given_by(rest, fresh);
        merge_record(fresh, rest);
      }
    }
    if (!replace(*place, *stored, std::move(fresh))) ++result_.unchanged;
    return {};
  }

  // Puts a paper in the place of a stored one of the same id; false where they are the same.
  bool replace(const PaperPlace& place, const StoredPaper& stored, Paper fresh) {
    if (schema::canonical_json(fresh) == stored.record) return false;
    ++result_.replaced;
    replacing_.insert(fresh.id);
    result_.gone.insert(place);
    keep(fresh);
    return true;
  }

  void add_table_figures(Paper& paper) const {
    Paper figures;
    add_figures(intake_, paper.id, figures);
    drop_figures_given_by(paper, figures);
    add_figures(intake_, paper.id, paper);
  }

  // Tables may name stored papers of which no record came.
  Result<void> add_figures_to_stored() {
    std::set<std::string> ids;
    for (const auto& [id, counts] : intake_.citations) ids.insert(id);
    for (const auto& [id, metrics] : intake_.metrics) ids.insert(id);
    for (const auto& [id, citing] : intake_.cited_by) ids.insert(id);
    for (const auto& [id, references] : intake_.references) ids.insert(id);
    for (const auto& entry : intake_.papers) ids.erase(entry.id);
    for (const auto& id : ids) {
      const auto place = live_.find(id);
      if (!place) continue;
      const auto stored = live_.paper(*place);
      if (!stored) return tl::make_unexpected(stored.error());
      Paper paper = stored->paper;
      add_table_figures(paper);
      replace(*place, *stored, std::move(paper));
    }
    return {};
  }

  // Spools a paper; a later call for the same id counts.
  void keep(Paper& paper) {
    IntakePaper entry = entry_of(paper);
    entry.offset = writer_.size();
    entry.bytes = writer_.add(paper);
    const auto [known, fresh] = by_id_.emplace(entry.id, result_.papers.size());
    if (fresh) {
      result_.papers.push_back(std::move(entry));
    } else {
      result_.papers[known->second] = std::move(entry);
    }
  }

  // A record that may be joined with others: one that comes, or a stored one.
  struct Candidate {
    Paper paper;
    std::optional<PaperPlace> place;  // of a stored one
    std::string record;
  };

  // Joins what comes with stored papers of other sources. What comes was joined with each other by the intake.
  Result<void> join_stored() {
    if (auto flushed = writer_.flush(); !flushed) return flushed;
    const Intake no_figures;
    const auto spool = Spool::open(path_);
    if (!spool) return tl::make_unexpected(spool.error());
    std::vector<Candidate> candidates;
    std::set<PaperPlace> stored;
    for (const auto& entry : result_.papers) {
      auto paper = spool->read(no_figures, entry);
      if (!paper) return tl::make_unexpected(paper.error());
      const auto places = related(*paper, entry.aliases);
      if (places.empty()) continue;
      candidates.push_back({std::move(*paper), std::nullopt, {}});
      for (const auto& place : places) {
        if (!stored.insert(place).second) continue;
        auto other = live_.paper(place);
        if (!other) return tl::make_unexpected(other.error());
        candidates.push_back({std::move(other->paper), place, std::move(other->record)});
      }
    }
    std::vector<SourceKeys> keys;
    for (const auto& candidate : candidates) keys.push_back(source_keys(candidate.paper));
    std::map<std::size_t, std::vector<SourceMatch>> groups;  // by the one that stays
    for (const auto& match : match_sources(keys)) groups[match.joins].push_back(match);
    for (const auto& [stays, matches] : groups) join_group(candidates, stays, matches);
    return {};
  }

  // Stored papers that share an identifier with a paper that comes, or title, surname and year; not those that are replaced.
  std::set<PaperPlace> related(const Paper& paper, const std::vector<std::string>& aliases) const {
    std::set<PaperPlace> places;
    const auto add = [&](const std::vector<PaperPlace>& found) {
      for (std::size_t i = 0; i < std::min(found.size(), kMostCandidates); ++i) {
        if (!result_.gone.contains(found[i]) && !by_id_.contains(std::string(live_.id(found[i])))) places.insert(found[i]);
      }
    };
    for (const auto& key : aliases) add(live_.with_alias(key));
    if (const std::string work = work_key(paper); !work.empty()) add(live_.with_work(work));
    return places;
  }

  // What was to come as a paper of its own became part of another one.
  void leave_out(const std::string& id) {
    left_out_.insert(id);
    if (replacing_.contains(id)) {
      --result_.replaced;
      ++result_.stored_joined;
    } else {
      --result_.added;
    }
  }

  void join_group(std::vector<Candidate>& candidates, std::size_t stays, const std::vector<SourceMatch>& matches) {
    Candidate& whole = candidates[stays];
    for (const auto& match : matches) {
      Candidate& other = candidates[match.paper];
      if (other.place) {
        drop_figures_given_by(other.paper, whole.paper);
        result_.gone.insert(*other.place);
        ++result_.stored_joined;
      } else {
        if (whole.place) drop_figures_given_by(whole.paper, other.paper);
        leave_out(other.paper.id);
      }
      merge_record(whole.paper, other.paper);
      ++result_.merged[std::string(match.by)];
    }
    if (!whole.place) {
      keep(whole.paper);
    } else if (schema::canonical_json(whole.paper) == whole.record) {
      ++result_.unchanged;
    } else {
      ++result_.replaced;
      result_.gone.insert(*whole.place);
      keep(whole.paper);
    }
  }

  const Intake& intake_;
  const Spool& given_;
  const LivePapers& live_;
  const fs::path path_;
  SpoolWriter writer_;
  std::unordered_map<std::string, std::size_t> by_id_;  // of result_.papers
  std::unordered_set<std::string> replacing_;           // ids of stored papers that are replaced
  std::unordered_set<std::string> left_out_;            // ids that became part of another paper
  Arrivals result_;
};

}  // namespace

Result<Arrivals> settle_arrivals(const Intake& intake, const Spool& given, const LivePapers& live, SourceMerging merging,
                                 const fs::path& spool) {
  return Desk(intake, given, live, spool).run(merging);
}

}  // namespace incipit::indexer

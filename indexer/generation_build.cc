#include "indexer/generation_build.h"

#include <algorithm>
#include <future>
#include <unordered_set>

#include "analysis/analyser.h"
#include "indexer/author_index.h"
#include "indexer/parallel.h"
#include "indexer/run_facts.h"
#include "indexer/segment_builder.h"
#include "indexer/snapshot_figures.h"
#include "indexer/spool.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

namespace {

// Those whom no paper has any more keep a row, so that an update finds their ids by name.
std::vector<schema::AuthorEntity> retired_entities(const AuthorEntities& authors) {
  std::unordered_set<std::string_view> present;
  for (const auto& entity : authors.entities) present.insert(entity.id);
  std::vector<schema::AuthorEntity> retired;
  for (const auto& row : authors.registry) {
    if (!row.moved_to.empty() || present.contains(row.id)) continue;
    auto& entity = retired.emplace_back();
    entity.id = row.id;
    entity.names = {{row.name_key, 0}};
  }
  return retired;
}

// The base layer: every entity and the whole registry.
AuthorLayer base_layer(const AuthorEntities& authors, const std::vector<schema::AuthorEntity>& retired) {
  AuthorLayer layer;
  std::uint32_t ordinal = 0;
  for (const auto& entity : authors.entities) layer.entities.emplace_back(ordinal++, &entity);
  for (const auto& entity : retired) layer.entities.emplace_back(ordinal++, &entity);
  layer.registry = authors.registry;
  return layer;
}

PaperAuthors authors_by_paper(const AuthorEntities& authors) {
  PaperAuthors by_paper;
  for (const auto& ordinals : authors.of_paper) {
    auto& row = by_paper.emplace_back();
    for (std::uint32_t ordinal : ordinals) row.push_back({ordinal, authors.entities[ordinal].id});
  }
  return by_paper;
}

}  // namespace

Result<Findings> find_out(Intake& intake, const fs::path& spool_path, KnownAuthors known, const IdentityRules& rules, DeadLetters& dead,
                          const std::optional<storage::RankingConstants>& constants) {
  const auto spool = Spool::open(spool_path);
  if (!spool) return tl::make_unexpected(spool.error());
  Findings found;
  auto measured = constants ? Result<storage::RankingConstants>(*constants) : measure_constants(intake, *spool);
  if (!measured) return tl::make_unexpected(measured.error());
  found.constants = *measured;
  auto authors = form_entities(intake, *spool, std::move(known), rules, dead);
  if (!authors) return tl::make_unexpected(authors.error());
  found.authors = std::move(*authors);
  return found;
}

Result<schema::IndexInfo> make_generation(storage::IndexWriterLock& lock, const storage::GenerationPaths& paths, Intake intake,
                                          const AuthorEntities& authors, const fs::path& spool_path, const GenerationPlan& plan,
                                          const ProgressFunction& progress) {
  const auto enter = [&](Phase phase) {
    if (progress) progress({phase, 0, intake.papers.size(), 0, 0});
  };
  const auto spool = Spool::open(spool_path);
  if (!spool) return tl::make_unexpected(spool.error());
  if (auto room = require_space(lock, spool->bytes() * (kSpaceForSpool + kSpaceOfSnapshot)); !room) return tl::make_unexpected(room.error());
  enter(Phase::building);
  // The author tables and the segments read the same entities and nothing of each other.
  storage::Manifest manifest;
  manifest.author_layers = {"0001"};
  auto author_tables = std::async(std::launch::async, [&]() -> Result<void> {
    for (const auto& entity : authors.entities) add_to_sum(manifest.authors, entity);
    if (auto layered = write_author_layer(base_layer(authors, retired_entities(authors)), paths.authors("0001")); !layered) return layered;
    return write_overrides(paths.root, authors.overrides);
  });
  manifest.constants = plan.constants;
  auto built = build_segments(intake, *spool, authors_by_paper(authors), plan.constants, paths,
                              {worker_count(plan.jobs), plan.segment_papers, "0001"}, progress);
  const auto written = author_tables.get();
  if (!built) return tl::make_unexpected(built.error());
  if (!written) return tl::make_unexpected(written.error());

  manifest.info = intake.info;
  manifest.info.fingerprint = analysis::Analyser::fingerprint();
  manifest.info.program = "incipit " INCIPIT_VERSION;
  manifest.info.papers = static_cast<std::int64_t>(intake.papers.size());
  manifest.info.authors = static_cast<std::int64_t>(authors.entities.size());
  manifest.info.segments = static_cast<std::int64_t>(built->names.size());
  manifest.info.built_at = now_iso();
  manifest.info.generation = lock.next_number();
  manifest.info.format_version = storage::kFormatVersion;
  manifest.input_paths = std::move(intake.input_paths);
  manifest.segments = built->names;
  manifest.papers = built->papers;
  manifest.info.revision = storage::revision_of(manifest);

  // Afterwards and not beside the segments: they use every core, and this their memory.
  enter(Phase::snapshot);
  const SnapshotPlan snapshot{plan.snapshot_memory, std::min(2, worker_count(plan.jobs)), manifest.info.revision};
  auto made = make_snapshot(intake, *spool, paths, snapshot, progress);
  if (!made) return tl::make_unexpected(made.error());
  manifest.info.snapshot = *made;
  if (auto figures = write_figures(paths, manifest.segments); !figures) return tl::make_unexpected(figures.error());

  enter(Phase::publishing);
  std::error_code ignored;
  fs::remove(spool_path, ignored);
  const schema::IndexInfo info = manifest.info;
  if (auto published = lock.publish(std::move(manifest)); !published) return tl::make_unexpected(published.error());
  return info;
}

}  // namespace incipit::indexer

#include "indexer/merge.h"

#include <algorithm>
#include <map>
#include <set>

#include "indexer/author_entities.h"
#include "indexer/merge_policy.h"
#include "indexer/overrides.h"
#include "indexer/parallel.h"
#include "indexer/run_facts.h"
#include "indexer/snapshot_figures.h"
#include "storage/author_table.h"
#include "storage/generation.h"
#include "storage/index_directory.h"
#include "storage/segment_merge.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

namespace {

class Merge {
 public:
  Merge(const storage::Generation& previous, storage::IndexWriterLock& lock, const MergeOptions& options)
      : previous_(previous), lock_(lock), options_(options), manifest_(previous.manifest()) {}

  // False when nothing is due.
  bool plan() {
    std::vector<SegmentSize> sizes;
    for (std::size_t s = 0; s < previous_.segments(); ++s) {
      sizes.push_back({previous_.columns(s).rows(), previous_.tombstones(s).papers().cardinality()});
    }
    std::vector<std::uint64_t> rows;
    for (std::size_t layer = 0; layer < previous_.authors().layers(); ++layer) rows.push_back(previous_.authors().rows(layer));
    if (options_.scope == MergeScope::due) {
      groups_ = due_merges(sizes);
      first_layer_ = due_layers(rows);
    } else {
      std::vector<std::size_t> everything(sizes.size());
      bool any_dead = false;
      for (std::size_t s = 0; s < sizes.size(); ++s) {
        everything[s] = s;
        any_dead = any_dead || sizes[s].dead > 0;
      }
      if (sizes.size() > 1 || any_dead) groups_ = {everything};
      first_layer_ = rows.size() > 1 ? 0 : rows.size();
    }
    return !groups_.empty() || first_layer_ < rows.size();
  }

  // What is merged, in bytes: the result is not larger.
  [[nodiscard]] std::uint64_t bytes() const {
    std::set<std::string> directories;
    for (const auto& group : groups_) {
      for (std::size_t s : group) directories.insert({"segments/" + manifest_.segments[s], "columns/" + manifest_.segments[s]});
    }
    for (std::size_t layer = first_layer_; layer < manifest_.author_layers.size(); ++layer) directories.insert("authors/" + manifest_.author_layers[layer]);
    std::uint64_t sum = 0;
    for (const auto& file : manifest_.files) {
      const auto second = file.path.find('/', file.path.find('/') + 1);
      if (directories.contains(file.path.substr(0, second))) sum += file.bytes;
    }
    return sum;
  }

  Result<MergeSummary> run(const storage::GenerationPaths& paths, const ProgressFunction& progress) {
    paths_ = paths;
    if (progress) progress({Phase::merging, 0, static_cast<std::uint64_t>(manifest_.info.papers), 0, 0});
    MergeSummary summary;
    summary.segments_before = static_cast<std::int64_t>(manifest_.segments.size());
    if (auto kept = keep_segments(); !kept) return tl::make_unexpected(kept.error());
    if (auto merged = merge_segments(summary); !merged) return tl::make_unexpected(merged.error());
    if (auto merged = merge_layers(); !merged) return tl::make_unexpected(merged.error());
    const auto overrides = overrides_of(previous_.paths().root);
    if (!overrides) return tl::make_unexpected(overrides.error());
    if (auto written = write_overrides(paths_.root, *overrides); !written) return tl::make_unexpected(written.error());
    if (progress) progress({Phase::publishing, 0, 0, 0, 0});
    manifest_.info.segments = static_cast<std::int64_t>(manifest_.segments.size());
    manifest_.info.generation = lock_.next_number();
    if (auto published = lock_.publish(manifest_); !published) return tl::make_unexpected(published.error());
    summary.published = true;
    summary.segments_after = manifest_.info.segments;
    summary.info = manifest_.info;
    return summary;
  }

 private:
  Result<void> keep_segments() {
    std::set<std::size_t> merged;
    for (const auto& group : groups_) merged.insert(group.begin(), group.end());
    std::vector<std::string> kept;
    for (std::size_t s = 0; s < previous_.segments(); ++s) {
      if (merged.contains(s)) continue;
      const std::string& name = manifest_.segments[s];
      for (const char* directory : {"segments/", "columns/", "tombstones/", "figures/"}) {
        if (auto adopted = lock_.adopt(previous_.manifest(), previous_.paths(), directory + name); !adopted) return adopted;
      }
      kept.push_back(name);
    }
    names_ = manifest_.segments;
    manifest_.segments = std::move(kept);
    return {};
  }

  Result<void> merge_segments(MergeSummary& summary) {
    std::vector<std::vector<storage::MergeSource>> sources;
    std::vector<std::string> targets;
    for (const auto& group : groups_) {
      names_.push_back(storage::next_name(names_));
      targets.push_back(names_.back());
      auto& members = sources.emplace_back();
      for (std::size_t s : group) {
        const auto& dead = previous_.tombstones(s);
        const std::string& name = previous_.manifest().segments[s];
        summary.dropped += static_cast<std::int64_t>(dead.papers().cardinality());
        members.push_back({previous_.paths().columns(name), previous_.tables(s), {}, dead.empty() ? nullptr : &dead.papers()});
      }
    }
    const int jobs = worker_count(options_.jobs);
    auto merged = in_parallel(targets.size() * 2, jobs, [&](std::size_t i) -> Result<void> {
      const std::string& target = targets[i / 2];
      if (i % 2 == 0) return storage::merge_tables(sources[i / 2], paths_.tables(target));
      return storage::merge_columns(sources[i / 2], paths_.columns(target));
    });
    if (!merged) return merged;
    manifest_.segments.insert(manifest_.segments.end(), targets.begin(), targets.end());
    return keep_snapshot(previous_, lock_, paths_, targets);
  }

  Result<void> merge_layers() {
    const auto layers = manifest_.author_layers;
    for (std::size_t layer = 0; layer < std::min(first_layer_, layers.size()); ++layer) {
      if (auto adopted = lock_.adopt(previous_.manifest(), previous_.paths(), "authors/" + layers[layer]); !adopted) return adopted;
    }
    if (first_layer_ >= layers.size()) return {};
    const std::string target = storage::next_name(layers);
    manifest_.author_layers.resize(first_layer_);
    manifest_.author_layers.push_back(target);
    return write_merged_layer(paths_.authors(target));
  }

  // The current rows of the merged layers, in the order of ordinals.
  Result<void> write_merged_layer(const fs::path& directory) {
    if (auto made = storage::make_directories(directory); !made) return made;
    const auto& table = previous_.authors();
    std::set<std::uint32_t> ordinals;
    for (std::size_t layer = first_layer_; layer < table.layers(); ++layer) {
      for (std::size_t row = 0; row < table.rows(layer); ++row) ordinals.insert(table.ordinal(layer, row));
    }
    storage::AuthorLayerWriter writer(directory);
    std::map<std::uint32_t, std::uint32_t> docids;
    for (std::uint32_t ordinal : ordinals) {
      const auto entity = table.entity(ordinal);
      if (!entity) return tl::make_unexpected(entity.error());
      writer.add(ordinal, *entity);
      docids.emplace(ordinal, static_cast<std::uint32_t>(docids.size() + 1));
    }
    std::map<std::string, std::string> moved;
    std::vector<storage::NameSource> names;
    std::vector<fs::path> directories;
    for (std::size_t layer = first_layer_; layer < table.layers(); ++layer) {
      for (auto& [from, to] : table.moved_in(layer)) moved[from] = to;
      storage::NameSource source{previous_.names(layer), {}};
      for (std::size_t row = 0; row < table.rows(layer); ++row) {
        source.target_docids.push_back(table.is_current(layer, row) ? docids.at(table.ordinal(layer, row)) : 0);
      }
      copy_words(table.words(layer), source.target_docids, writer);
      names.push_back(std::move(source));
      directories.push_back(previous_.paths().authors(previous_.manifest().author_layers[layer]));
    }
    if (auto merged = storage::merge_names(names, docids.size(), directory / "names"); !merged) return merged;
    if (auto closed = writer.close({moved.begin(), moved.end()}); !closed) return closed;
    const auto registry = read_registry_layers(directories);
    if (!registry) return tl::make_unexpected(registry.error());
    return write_registry(directory / "author-ids.tsv", *registry);
  }

  static void copy_words(const storage::NameWords& words, const std::vector<std::uint32_t>& target_docids, storage::AuthorLayerWriter& writer) {
    for (std::size_t word = 0; word < words.size(); ++word) {
      for (std::uint32_t row : words.rows_of(word)) {
        if (target_docids[row] != 0) writer.add_name_word(words.word(word), target_docids[row] - 1);
      }
    }
  }

  const storage::Generation& previous_;
  storage::IndexWriterLock& lock_;
  const MergeOptions& options_;
  storage::GenerationPaths paths_;
  storage::Manifest manifest_;
  std::vector<std::vector<std::size_t>> groups_;
  std::size_t first_layer_ = 0;
  std::vector<std::string> names_;  // of all segments, old and new
};

}  // namespace

Result<MergeSummary> merge_index(const MergeOptions& options, const ProgressFunction& progress) {
  const RunClock clock;
  // An index that is not there is not made by asking to merge it.
  if (const auto there = storage::Generation::open_current(options.index); !there) return tl::make_unexpected(there.error());
  auto lock = acquire_writer(options.index, options.contention);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto previous = storage::Generation::open_current(options.index);
  if (!previous) return tl::make_unexpected(previous.error());
  Merge merge(**previous, *lock, options);
  MergeSummary unchanged;
  unchanged.info = (*previous)->manifest().info;
  unchanged.segments_before = unchanged.segments_after = unchanged.info.segments;
  // Before anything is begun, so that a killed build's parts stay where there is nothing to do.
  if (!merge.plan()) return unchanged;
  if (auto room = require_space(*lock, merge.bytes()); !room) return tl::make_unexpected(room.error());
  auto paths = lock->begin();
  if (!paths) return tl::make_unexpected(paths.error());
  auto summary = merge.run(*paths, progress);
  if (!summary) return summary;
  summary->seconds = clock.seconds();
  summary->cpu_seconds = clock.cpu_seconds();
  return summary;
}

}  // namespace incipit::indexer

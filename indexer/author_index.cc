#include "indexer/author_index.h"

#include <algorithm>
#include <set>

#include "analysis/analyser.h"
#include "identity/name.h"
#include "indexer/author_entities.h"
#include "indexer/inverter.h"
#include "storage/author_table.h"
#include "storage/segment_merge.h"
#include "storage/terms.h"

namespace incipit::indexer {

namespace fs = std::filesystem;
using schema::Result;

namespace {

// What an author is found by: terms of the look-up tables, and the words of the names.
struct FoundBy {
  std::set<std::string> terms, words;
};

FoundBy found_by(const schema::AuthorEntity& entity, analysis::Analyser& analyser) {
  namespace terms = storage::author_terms;
  std::set<std::string> all, words;
  const auto add_whole = [&](const std::string& name) { all.insert(storage::author_term(terms::kFullName, name_key_of(name))); };
  const auto add_words = [&](const std::string& name) {
    for (const auto& token : analyser.name_tokens(name)) words.insert(token.form);
  };
  for (const auto& name : entity.names) {
    add_whole(name.text);
    for (const auto& key : identity::block_keys(identity::read_name(name.text))) all.insert(storage::author_term(terms::kBlock, key));
    if (!entity.is_private(name.text)) add_words(name.text);
  }
  if (!entity.shown_name.empty()) {
    add_whole(entity.shown_name);
    add_words(entity.shown_name);
  }
  for (const auto& name : entity.private_names) add_whole(name);
  for (const auto& id : entity.ids) all.insert(storage::author_term(terms::kExternalId, id.text));
  return {std::move(all), std::move(words)};
}

}  // namespace

Result<void> write_author_layer(const AuthorLayer& layer, const fs::path& directory) {
  if (auto made = storage::make_directories(directory); !made) return made;
  storage::AuthorLayerWriter table(directory);
  Inverter names;
  analysis::Analyser analyser;
  std::uint32_t docid = 0;
  for (const auto& [ordinal, entity] : layer.entities) {
    table.add(ordinal, *entity);
    ++docid;
    const FoundBy found = found_by(*entity, analyser);
    for (const auto& term : found.terms) names.add(term, docid, 0);
    for (const auto& word : found.words) table.add_name_word(word, docid - 1);
  }
  const fs::path run = directory / "names.run";
  if (auto written = names.write(run, std::vector<std::uint32_t>(docid, 0)); !written) return written;
  if (auto merged = storage::names_from_run(run, directory / "names"); !merged) return merged;
  std::error_code error;
  fs::remove(run, error);
  if (error) return tl::make_unexpected(storage::system_error("cannot remove", run, error.value()));
  std::vector<std::pair<std::string, std::string>> moved;
  for (const auto& row : layer.registry) {
    if (!row.moved_to.empty()) moved.emplace_back(row.id, row.moved_to);
  }
  std::sort(moved.begin(), moved.end());
  if (auto closed = table.close(moved); !closed) return closed;
  return write_registry(directory / "author-ids.tsv", layer.registry);
}

void add_to_sum(storage::ContentSum& sum, const schema::AuthorEntity& entity) {
  if (entity.papers > 0) sum.add(schema::canonical_json(entity));
}

void take_from_sum(storage::ContentSum& sum, const schema::AuthorEntity& entity) {
  if (entity.papers > 0) sum.remove(schema::canonical_json(entity));
}

}  // namespace incipit::indexer

#include "indexer/author_changes.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>

#include "analysis/analyser.h"
#include "storage/segment.h"

namespace incipit::indexer {

using schema::Result;

Result<AuthorChanges::Touched*> AuthorChanges::touch(std::uint32_t ordinal) {
  const auto known = touched_.find(ordinal);
  if (known != touched_.end()) return &known->second;
  auto entity = table_.entity(ordinal);
  if (!entity) return tl::make_unexpected(entity.error());
  Touched touched;
  touched.before = *entity;
  touched.now = std::move(*entity);
  touched.last_name = std::string(touched.now.name());
  if (touched.now.papers == 0) touched.now.names.clear();
  return &touched_.emplace(ordinal, std::move(touched)).first->second;
}

Result<void> AuthorChanges::remove(const schema::Paper& paper, std::span<const std::uint32_t> ordinals) {
  if (ordinals.size() != paper.authors.size()) {
    return schema::fail(schema::ErrorCode::index_damaged, "a stored paper has not as many authors as its row");
  }
  for (std::size_t position = 0; position < ordinals.size(); ++position) {
    auto touched = touch(ordinals[position]);
    if (!touched) return tl::make_unexpected(touched.error());
    count_mention((*touched)->now, paper.authors[position], -1);
  }
  for (std::uint32_t ordinal : std::set<std::uint32_t>(ordinals.begin(), ordinals.end())) --touched_.at(ordinal).now.papers;
  return {};
}

void AuthorChanges::add(const schema::Paper& paper) {
  Added added{paper.id, paper.published, {}};
  for (const auto& author : paper.authors) added.mentions.push_back({entity_key(author), author, 0});
  added_.push_back(std::move(added));
}

Result<void> AuthorChanges::settle() {
  if (auto found = find_known(); !found) return found;
  if (auto followed = follow_founding_mentions(); !followed) return followed;
  mint_new();
  return count_added();
}

Result<void> AuthorChanges::find_known() {
  std::set<std::string> keys;
  for (const auto& paper : added_) {
    for (const auto& mention : paper.mentions) keys.insert(mention.key);
  }
  for (const auto& key : keys) {
    const auto ordinal = papers_.author_named(key);
    if (!ordinal) continue;
    if (auto touched = touch(*ordinal); !touched) return tl::make_unexpected(touched.error());
    by_key_.emplace(key, *ordinal);
  }
  return {};
}

// An id whose name is gone follows its founding mention: to be the id of a new name there, or to point at the one that has
// taken its place.
Result<void> AuthorChanges::follow_founding_mentions() {
  std::unordered_map<std::string, const Mention*> mentions;
  for (const auto& paper : added_) {
    for (std::uint32_t position = 0; position < paper.mentions.size(); ++position) {
      mentions.emplace(mention_key(paper.id, position), &paper.mentions[position]);
    }
  }
  std::set<std::uint32_t> still_named;  // authors of the papers that come
  for (const auto& [key, ordinal] : by_key_) still_named.insert(ordinal);
  std::unordered_set<std::string_view> coming;
  for (const auto& paper : added_) coming.insert(paper.id);
  const auto rows = read_registry(papers_.generation().paths().root, [&](std::string_view paper) { return coming.contains(paper); });
  if (!rows) return tl::make_unexpected(rows.error());
  for (const auto& row : *rows) {
    if (!row.moved_to.empty()) continue;
    const auto mention = mentions.find(mention_key(row.paper, row.position));
    if (mention == mentions.end()) continue;
    const auto ordinal = table_.find_registered(row.id);
    if (!ordinal || still_named.contains(*ordinal)) continue;
    auto touched = touch(*ordinal);
    if (!touched) return tl::make_unexpected(touched.error());
    if ((*touched)->now.papers > 0) continue;
    RegisteredAuthor changed = row;
    const std::string& key = mention->second->key;
    if (const auto taken = by_key_.find(key); taken == by_key_.end()) {
      changed.name_key = key;
      by_key_.emplace(key, *ordinal);
      still_named.insert(*ordinal);
    } else {
      changed.moved_to = touched_.at(taken->second).now.id;
    }
    registry_[row.id] = std::move(changed);
  }
  return {};
}

// New names found their ids on their oldest paper, as in a build.
void AuthorChanges::mint_new() {
  struct Founding {
    const Added* paper = nullptr;
    std::uint32_t position = 0;
  };
  std::map<std::string, Founding> foundings;
  const auto rank = [](const Added& paper, std::uint32_t position) {
    const std::int64_t instant = paper.published ? paper.published->instant : storage::kNoInstant;
    return std::make_tuple(!paper.published.has_value(), instant, std::string_view(paper.id), position);
  };
  for (const auto& paper : added_) {
    for (std::uint32_t position = 0; position < paper.mentions.size(); ++position) {
      const std::string& key = paper.mentions[position].key;
      if (by_key_.contains(key)) continue;
      Founding& founding = foundings[key];
      if (founding.paper == nullptr || rank(paper, position) < rank(*founding.paper, founding.position)) founding = {&paper, position};
    }
  }
  auto next = static_cast<std::uint32_t>(table_.size());
  std::set<std::string> minted;
  for (const auto& [key, founding] : foundings) {
    std::string seed = mention_key(founding.paper->id, founding.position);
    std::string id;
    do {
      id = mint_author_id(seed);
    } while (table_.find_registered(id) || table_.moved(id) || !minted.insert(id).second);
    Touched& touched = touched_[next];
    touched.now.id = id;
    registry_[id] = {id, founding.paper->id, founding.position, key, ""};
    by_key_.emplace(key, next++);
  }
}

Result<void> AuthorChanges::count_added() {
  for (auto& paper : added_) {
    std::set<std::uint32_t> distinct;
    for (auto& mention : paper.mentions) {
      mention.ordinal = by_key_.at(mention.key);
      count_mention(touched_.at(mention.ordinal).now, mention.author, 1);
      distinct.insert(mention.ordinal);
    }
    for (std::uint32_t ordinal : distinct) ++touched_.at(ordinal).now.papers;
  }
  for (auto& [ordinal, touched] : touched_) {
    if (touched.now.papers > 0) continue;
    touched.now.names = {{touched.last_name, 0}};  // so that its name still finds its id
  }
  return {};
}

std::set<std::uint32_t> AuthorChanges::meant_by(const std::string& subject,
                                                const std::unordered_multimap<std::string, std::uint32_t>& by_external_id) const {
  std::set<std::uint32_t> ordinals;
  if (const auto own = table_.find_registered(subject)) ordinals.insert(*own);
  for (const std::uint32_t ordinal : papers_.authors_with_id(subject)) {
    if (!touched_.contains(ordinal)) ordinals.insert(ordinal);
  }
  const auto [first, last] = by_external_id.equal_range(subject);
  for (auto it = first; it != last; ++it) ordinals.insert(it->second);
  if (ordinals.empty()) {
    const std::string key = name_key_of(analysis::display_text(subject));
    const auto coming = by_key_.find(key);
    const auto named = coming != by_key_.end() ? std::optional(coming->second) : papers_.author_named(key);
    if (named) ordinals.insert(*named);
  }
  std::erase_if(ordinals, [&](std::uint32_t ordinal) {
    const auto touched = touched_.find(ordinal);
    return (touched != touched_.end() ? touched->second.now.papers : table_.papers(ordinal)) == 0;
  });
  return ordinals;
}

Result<void> AuthorChanges::import_metrics(const std::vector<AuthorMetricRow>& rows, DeadLetters& dead, schema::IndexInfo& info) {
  if (rows.empty()) return {};
  std::unordered_multimap<std::string, std::uint32_t> by_external_id;
  for (const auto& [ordinal, touched] : touched_) {
    for (const auto& id : touched.now.ids) by_external_id.emplace(id.text, ordinal);
  }
  for (const auto& given : rows) {
    const auto ordinals = meant_by(given.row.subject, by_external_id);
    if (ordinals.size() != 1) {
      std::vector<std::string> candidates;
      for (const std::uint32_t ordinal : ordinals) {
        const auto touched = touched_.find(ordinal);
        candidates.emplace_back(touched != touched_.end() ? std::string_view(touched->second.now.id) : table_.id(ordinal));
      }
      set_aside_author_row(given, candidates, dead, info);
      continue;
    }
    auto touched = touch(*ordinals.begin());
    if (!touched) return tl::make_unexpected(touched.error());
    schema::AuthorEntity& entity = (*touched)->now;
    std::erase_if(entity.imported, [&](const schema::Metric& metric) {
      return metric.name == given.row.metric && metric.source == given.row.source && metric.model == given.row.model;
    });
    if (!add_imported(entity, given.row)) set_aside_surplus_row(given, dead, info);
  }
  return {};
}

std::vector<std::uint32_t> AuthorChanges::ordinals_of(std::size_t paper) const {
  std::vector<std::uint32_t> ordinals;
  for (const auto& mention : added_[paper].mentions) ordinals.push_back(mention.ordinal);
  return ordinals;
}

AuthorLayer AuthorChanges::layer() const {
  AuthorLayer layer;
  for (const auto& [ordinal, touched] : touched_) {
    if (touched.before.id.empty() || schema::canonical_json(touched.before) != schema::canonical_json(touched.now)) {
      layer.entities.emplace_back(ordinal, &touched.now);
    }
  }
  for (const auto& [id, row] : registry_) layer.registry.push_back(row);
  return layer;
}

void AuthorChanges::account(storage::Manifest& manifest) const {
  for (const auto& [ordinal, touched] : touched_) {
    take_from_sum(manifest.authors, touched.before);
    add_to_sum(manifest.authors, touched.now);
    manifest.info.authors += (touched.now.papers > 0 ? 1 : 0) - (touched.before.papers > 0 ? 1 : 0);
  }
}

}  // namespace incipit::indexer

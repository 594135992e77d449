#include "indexer/author_changes.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_set>

#include "analysis/analyser.h"
#include "storage/segment.h"

namespace incipit::indexer {

using schema::Result;

namespace {

void clear_corrections(schema::AuthorEntity& entity) {
  entity.corrected = false;
  entity.shown_name.clear();
  entity.private_names.clear();
}

}  // namespace

Result<AuthorChanges::Touched*> AuthorChanges::touch(std::uint32_t ordinal) {
  const auto known = touched_.find(ordinal);
  if (known != touched_.end()) return &known->second;
  auto entity = table_.entity(ordinal);
  if (!entity) return tl::make_unexpected(entity.error());
  return &touched_.emplace(ordinal, Touched{*entity, *entity}).first->second;
}

Result<void> AuthorChanges::remove(const PaperPlace& place, const schema::Paper& paper) {
  const auto ordinals = papers_.authors(place);
  if (ordinals.size() != paper.authors.size()) {
    return schema::fail(schema::ErrorCode::index_damaged, "a stored paper has not as many authors as its row");
  }
  for (std::uint32_t position = 0; position < ordinals.size(); ++position) {
    removed_.insert_or_assign(mention_key(paper.id, position), Removed{ordinals[position], name_key_of(paper.authors[position])});
  }
  neighbourhood_.remove(place, paper, ordinals);
  return {};
}

// Rows are applied in order: what follows one that has changed may say something else.
void AuthorChanges::overrides_were(const Overrides& before) {
  const auto changed = std::mismatch(before.begin(), before.end(), overrides_.begin(), overrides_.end());
  const auto reconsider = [&](auto row, auto end) {
    for (; row != end; ++row) {
      for (const auto& place : row->authorships) neighbourhood_.reconsider(place);
    }
  };
  reconsider(changed.first, before.end());
  reconsider(changed.second, overrides_.cend());
}

Result<void> AuthorChanges::settle() {
  if (auto resolved = neighbourhood_.resolve(); !resolved) return resolved;
  order_by_founding();
  if (auto given = give_ids(); !given) return given;
  if (auto formed = form_entities(); !formed) return formed;
  if (auto retired = retire(); !retired) return retired;
  return name_candidates();
}

const schema::Authorship& AuthorChanges::author_of(const Neighbour::Mention& mention) const {
  return neighbourhood_.papers()[mention.paper].paper.authors[mention.position];
}

// The oldest paper founds an entity, then the smaller id, as in a build.
void AuthorChanges::order_by_founding() {
  const auto rank = [&](const Neighbour::Mention& mention) {
    const schema::Paper& paper = neighbourhood_.papers()[mention.paper].paper;
    const std::int64_t instant = paper.published ? paper.published->instant : storage::kNoInstant;
    return std::make_tuple(!paper.published.has_value(), instant, std::string_view(paper.id), mention.position);
  };
  std::vector<std::pair<Neighbour::Mention, std::size_t>> founders;
  const auto& people = neighbourhood_.people();
  for (std::size_t p = 0; p < people.size(); ++p) {
    if (!people[p].affected) continue;
    const auto& mentions = people[p].mentions;
    founders.emplace_back(*std::min_element(mentions.begin(), mentions.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); }), p);
  }
  std::sort(founders.begin(), founders.end(), [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
  for (const auto& [mention, person] : founders) {
    people_.push_back(person);
    foundings_.push_back({neighbourhood_.papers()[mention.paper].paper.id, mention.position, name_key_of(author_of(mention))});
  }
}

std::vector<IdClaim> AuthorChanges::claims() const {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> authorships;  // by entity and former ordinal
  for (std::uint32_t entity = 0; entity < people_.size(); ++entity) {
    for (const auto& mention : neighbourhood_.people()[people_[entity]].mentions) {
      auto former = neighbourhood_.former(mention);
      if (!former) {
        const auto removed = removed_.find(mention_key(neighbourhood_.papers()[mention.paper].paper.id, mention.position));
        if (removed != removed_.end() && removed->second.name_key == name_key_of(author_of(mention))) former = removed->second.ordinal;
      }
      if (former) ++authorships[{entity, *former}];
    }
  }
  std::vector<IdClaim> claims;
  for (const auto& [claim, count] : authorships) claims.push_back({claim.first, std::string(table_.id(claim.second)), count});
  return claims;
}

Result<void> AuthorChanges::give_ids() {
  const auto& papers = neighbourhood_.papers();
  std::unordered_map<std::string, NamedMention> mentions;
  std::unordered_set<std::string_view> names, coming, looked_at;
  for (std::uint32_t entity = 0; entity < people_.size(); ++entity) {
    names.insert(foundings_[entity].name_key);
    for (const auto& mention : neighbourhood_.people()[people_[entity]].mentions) {
      mentions.insert_or_assign(mention_key(papers[mention.paper].paper.id, mention.position), NamedMention{entity, name_key_of(author_of(mention))});
      looked_at.insert(papers[mention.paper].paper.id);
    }
  }
  for (std::size_t p = 0; p < added_; ++p) coming.insert(papers[p].paper.id);

  // Ids of those formed anew, and ids that nobody has now, or that led to another one, whose name or founding authorship may be among
  // them.
  const auto& affected = neighbourhood_.affected();
  const auto matters = [&](const RegisteredAuthor& row) {
    const auto ordinal = table_.find_registered(row.id);
    if (ordinal && affected.contains(*ordinal)) return true;
    if (!row.moved_to.empty()) return looked_at.contains(row.paper);
    const bool has_papers = ordinal && table_.papers(*ordinal) > 0;
    return !has_papers && (names.contains(row.name_key) || coming.contains(row.paper));
  };
  auto rows = read_registry(papers_.generation().paths().root, matters);
  if (!rows) return tl::make_unexpected(rows.error());
  const auto lookup = [&](const std::string& paper, std::uint32_t position) -> std::optional<NamedMention> {
    const auto found = mentions.find(mention_key(paper, position));
    return found == mentions.end() ? std::nullopt : std::optional(found->second);
  };
  auto given = give_author_ids(foundings_, claims(), *rows, lookup,
                               [&](const std::string& id) { return table_.find_registered(id) || table_.moved(id); });
  auto next = static_cast<std::uint32_t>(table_.size());
  for (const std::string& id : given.ids) {
    const auto known = table_.find_registered(id);
    ordinal_of_.push_back(known ? *known : next++);
    if (!known) touched_[ordinal_of_.back()].now.id = id;
  }
  // Both are by id.
  std::set_difference(given.registry.begin(), given.registry.end(), rows->begin(), rows->end(), std::back_inserter(registry_),
                      [](const auto& a, const auto& b) {
                        return std::tie(a.id, a.paper, a.position, a.name_key, a.moved_to) < std::tie(b.id, b.paper, b.position, b.name_key, b.moved_to);
                      });
  return {};
}

Result<void> AuthorChanges::form_entities() {
  const auto& papers = neighbourhood_.papers();
  for (const auto& paper : papers) {
    auto& ordinals = ordinals_.emplace_back(paper.ordinals);
    ordinals.resize(paper.paper.authors.size());
  }
  for (std::size_t entity = 0; entity < people_.size(); ++entity) {
    const std::uint32_t ordinal = ordinal_of_[entity];
    auto touched = touch(ordinal);
    if (!touched) return tl::make_unexpected(touched.error());
    schema::AuthorEntity& now = (*touched)->now;
    now.names.clear();
    now.ids.clear();
    now.affiliations.clear();
    std::set<std::size_t> of_papers;
    const Neighbour& person = neighbourhood_.people()[people_[entity]];
    for (const auto& mention : person.mentions) {
      count_mention(now, author_of(mention));
      of_papers.insert(mention.paper);
      ordinals_[mention.paper][mention.position] = ordinal;
    }
    now.papers = static_cast<std::int64_t>(of_papers.size());
    now.confidence = person.confidence;
    clear_corrections(now);
  }
  const std::set<std::uint32_t> formed(ordinal_of_.begin(), ordinal_of_.end());
  correct_names(overrides_, [&](const AuthorshipPlace& place) -> schema::AuthorEntity* {
    const auto mention = neighbourhood_.find(place);
    if (!mention || !formed.contains(ordinals_[mention->paper][mention->position])) return nullptr;
    return &touched_.at(ordinals_[mention->paper][mention->position]).now;
  });
  return {};
}

// Those of the affected who have no papers any more keep a row, so that their ids are found again by name.
Result<void> AuthorChanges::retire() {
  const std::set<std::uint32_t> present(ordinal_of_.begin(), ordinal_of_.end());
  for (const std::uint32_t ordinal : neighbourhood_.affected()) {
    if (present.contains(ordinal)) continue;
    auto touched = touch(ordinal);
    if (!touched) return tl::make_unexpected(touched.error());
    schema::AuthorEntity& now = (*touched)->now;
    clear_corrections(now);
    now.names = {{std::string(now.name()), 0}};
    now.ids.clear();
    now.affiliations.clear();
    now.candidates.clear();
    now.papers = 0;
    now.confidence = 1;
  }
  return {};
}

Result<void> AuthorChanges::name_candidates() {
  const auto& people = neighbourhood_.people();
  std::map<std::size_t, std::uint32_t> formed;  // ordinals of affected people
  for (std::size_t entity = 0; entity < people_.size(); ++entity) formed.emplace(people_[entity], ordinal_of_[entity]);
  std::set<std::string_view> before;  // ids of the affected
  for (const std::uint32_t ordinal : neighbourhood_.affected()) before.insert(table_.id(ordinal));
  for (std::size_t p = 0; p < people.size(); ++p) {
    std::set<std::string> candidates;
    const bool affected = people[p].affected;
    const std::uint32_t ordinal = affected ? formed.at(p) : *neighbourhood_.former(people[p].mentions.front());
    auto stored = affected ? Result<schema::AuthorEntity>() : table_.entity(ordinal);
    if (!stored) return tl::make_unexpected(stored.error());
    // Of the others only what they have to do with the affected is known here.
    for (const std::string& id : stored->candidates) {
      if (!before.contains(id)) candidates.insert(id);
    }
    for (const std::size_t other : people[p].candidates) {
      if (people[other].affected) {
        candidates.emplace(id(formed.at(other)));
      } else if (affected) {
        candidates.emplace(table_.id(*neighbourhood_.former(people[other].mentions.front())));
      }
    }
    const std::vector<std::string> all(candidates.begin(), candidates.end());
    if (!affected && all == stored->candidates) continue;
    auto touched = touch(ordinal);
    if (!touched) return tl::make_unexpected(touched.error());
    (*touched)->now.candidates = all;
  }
  return {};
}

std::vector<AuthorChanges::Reassigned> AuthorChanges::reassigned() const {
  std::vector<Reassigned> moved;
  const auto& papers = neighbourhood_.papers();
  for (std::size_t p = added_; p < papers.size(); ++p) {
    if (ordinals_[p] != papers[p].ordinals) moved.push_back({*papers[p].place, &papers[p].paper, ordinals_[p]});
  }
  return moved;
}

std::string_view AuthorChanges::id(std::uint32_t ordinal) const {
  const auto touched = touched_.find(ordinal);
  return touched == touched_.end() ? table_.id(ordinal) : std::string_view(touched->second.now.id);
}

std::set<std::uint32_t> AuthorChanges::meant_by(const std::string& subject,
                                                const std::unordered_multimap<std::string, std::uint32_t>& touched_by_key) const {
  std::set<std::uint32_t> ordinals;
  const auto add = [&](const std::vector<std::uint32_t>& stored, const std::string& key) {
    for (const std::uint32_t ordinal : stored) {
      if (!touched_.contains(ordinal)) ordinals.insert(ordinal);
    }
    const auto [first, last] = touched_by_key.equal_range(key);
    for (auto it = first; it != last; ++it) ordinals.insert(it->second);
  };
  if (const auto own = table_.find_registered(subject)) ordinals.insert(*own);
  add(papers_.authors_with_id(subject), subject);
  if (ordinals.empty()) {
    const std::string key = name_key_of(analysis::display_text(subject));
    std::vector<std::uint32_t> shown;  // only the name that is shown counts
    for (const std::uint32_t ordinal : papers_.authors_named(key)) {
      if (name_key_of(std::string(table_.name(ordinal))) == key) shown.push_back(ordinal);
    }
    add(shown, key);
  }
  std::erase_if(ordinals, [&](std::uint32_t ordinal) {
    const auto touched = touched_.find(ordinal);
    return (touched != touched_.end() ? touched->second.now.papers : table_.papers(ordinal)) == 0;
  });
  return ordinals;
}

Result<void> AuthorChanges::import_metrics(const std::vector<AuthorMetricRow>& rows, DeadLetters& dead, schema::IndexInfo& info) {
  if (rows.empty()) return {};
  std::unordered_multimap<std::string, std::uint32_t> touched_by_key;  // external ids, and keys of names that are shown
  for (const auto& [ordinal, touched] : touched_) {
    for (const auto& id : touched.now.ids) touched_by_key.emplace(id.text, ordinal);
    touched_by_key.emplace(name_key_of(std::string(touched.now.name())), ordinal);
    touched_by_key.emplace(touched.now.id, ordinal);
  }
  for (const auto& given : rows) {
    const auto ordinals = meant_by(given.row.subject, touched_by_key);
    if (ordinals.size() != 1) {
      std::vector<std::string> candidates;
      for (const std::uint32_t ordinal : ordinals) candidates.emplace_back(id(ordinal));
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

AuthorLayer AuthorChanges::layer() const {
  AuthorLayer layer;
  for (const auto& [ordinal, touched] : touched_) {
    if (touched.before.id.empty() || schema::canonical_json(touched.before) != schema::canonical_json(touched.now)) {
      layer.entities.emplace_back(ordinal, &touched.now);
    }
  }
  layer.registry = registry_;
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

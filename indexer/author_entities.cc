#include "indexer/author_entities.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analysis/analyser.h"
#include "analysis/names.h"
#include "indexer/authorships.h"
#include "indexer/parallel.h"
#include "schema/limits.h"

namespace incipit::indexer {

using schema::Result;

namespace {

// Which authors the papers of a generation had, by authorship.
class FormerAuthors {
 public:
  explicit FormerAuthors(std::shared_ptr<const storage::Generation> generation) : generation_(std::move(generation)) {
    if (generation_ == nullptr) return;
    for (std::uint32_t s = 0; s < generation_->segments(); ++s) {
      const auto& ids = generation_->columns(s).ids;
      for (std::uint32_t row = 0; row < ids.rows(); ++row) {
        if (!generation_->tombstones(s).papers().contains(row + 1)) places_.emplace(ids[row], std::pair(s, row));
      }
    }
  }

  // Calls `take(position, author id)` for authorships that had a name which is still the same.
  template <class Take>
  void each(const IntakePaper& paper, const Take& take) {
    const auto place = places_.find(paper.id);
    if (place == places_.end()) return;
    const auto& columns = generation_->columns(place->second.first);
    const auto ordinals = columns.authors[place->second.second];
    columns.tokens.read(place->second.second, row_);
    for (std::uint32_t position = 0; position < std::min<std::size_t>({ordinals.size(), row_.authors.size(), paper.authors.size()}); ++position) {
      const auto words = analyser_.name_tokens(analysis::display_text(paper.authors[position].name));
      const auto& former = row_.authors[position];
      const bool same = std::equal(words.begin(), words.end(), former.begin(), former.end(), [&](const analysis::Token& word, storage::PackedToken token) {
        return columns.tokens.form(storage::form_of(token)) == word.form;
      });
      if (same) take(position, generation_->authors().id(ordinals[position]));
    }
  }

 private:
  std::shared_ptr<const storage::Generation> generation_;
  std::unordered_map<std::string_view, std::pair<std::uint32_t, std::uint32_t>> places_;  // segment and row by paper id
  analysis::Analyser analyser_;
  storage::TokenRow row_;
};

struct Mention {
  std::uint32_t paper = 0;  // index into Intake::papers
  std::uint32_t position = 0;
};

class EntityBuilder {
 public:
  EntityBuilder(Intake& intake, const Authorships& authorships, std::vector<identity::Person> people)
      : intake_(intake), authorships_(authorships), people_(std::move(people)) {
    for (std::uint32_t p = 0; p < intake_.papers.size(); ++p) papers_.emplace(intake_.papers[p].id, p);
  }

  AuthorEntities run(KnownAuthors known, const Overrides& overrides) {
    correct_people(overrides);
    order_by_founding();
    gather();
    correct_names(overrides, [&](const AuthorshipPlace& place) {
      const auto found = find(place.paper, place.position);
      return found ? &all_[of_paper_[found->paper][found->position]] : nullptr;
    });
    give_ids(std::move(known));
    return number();
  }

 private:
  [[nodiscard]] Mention place_of(std::uint32_t mention) const {
    return {authorships_.mentions()[mention].paper, authorships_.mentions()[mention].position};
  }
  [[nodiscard]] const schema::Authorship& author_of(const Mention& mention) const { return intake_.papers[mention.paper].authors[mention.position]; }

  [[nodiscard]] std::optional<Mention> find(std::string_view paper, std::uint32_t position) const {
    const auto found = papers_.find(paper);
    if (found == papers_.end() || position >= intake_.papers[found->second].authors.size()) return std::nullopt;
    return Mention{found->second, position};
  }

  void correct_people(const Overrides& overrides) {
    const auto corrections = corrections_of(overrides, [&](const AuthorshipPlace& place) {
      const auto found = find(place.paper, place.position);
      return found ? std::optional(authorships_.mention(found->paper, found->position)) : std::nullopt;
    });
    people_ = identity::corrected(std::move(people_), corrections, authorships_.mentions(), authorships_.papers());
    auto rows = unmatched(overrides, [&](const AuthorshipPlace& place) { return find(place.paper, place.position).has_value(); });
    for (auto& row : rows) add_unmatched(std::move(row), intake_.info);
  }

  // Of authorships the older paper's founds an entity, then that of the smaller id.
  [[nodiscard]] auto founding_rank(const Mention& m) const {
    const auto& paper = intake_.papers[m.paper];
    return std::make_tuple(!paper.earliest_published.has_value(), paper.published, std::string_view(paper.id), m.position);
  }

  void order_by_founding() {
    const auto older = [&](const Mention& a, const Mention& b) { return founding_rank(a) < founding_rank(b); };
    std::vector<std::uint32_t> order(people_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::vector<Mention> oldest;
    for (const auto& person : people_) {
      Mention first = place_of(person.mentions.front());
      for (const std::uint32_t mention : person.mentions) first = std::min(first, place_of(mention), older);
      oldest.push_back(first);
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return older(oldest[a], oldest[b]); });
    entity_of_person_.resize(people_.size());
    for (std::uint32_t entity = 0; entity < order.size(); ++entity) {
      entity_of_person_[order[entity]] = entity;
      const Mention& founding = oldest[order[entity]];
      foundings_.push_back({intake_.papers[founding.paper].id, founding.position, name_key_of(author_of(founding))});
    }
  }

  void gather() {
    all_.resize(people_.size());
    of_paper_.resize(intake_.papers.size());
    for (std::size_t p = 0; p < intake_.papers.size(); ++p) of_paper_[p].resize(intake_.papers[p].authors.size());
    for (std::size_t person = 0; person < people_.size(); ++person) {
      const std::uint32_t number = entity_of_person_[person];
      schema::AuthorEntity& entity = all_[number];
      std::vector<std::uint32_t> papers;
      for (const std::uint32_t mention : people_[person].mentions) {
        const Mention place = place_of(mention);
        of_paper_[place.paper][place.position] = number;
        papers.push_back(place.paper);
        count_mention(entity, author_of(place));
      }
      std::sort(papers.begin(), papers.end());
      entity.papers = std::unique(papers.begin(), papers.end()) - papers.begin();
      entity.confidence = people_[person].confidence;
    }
  }

  void give_ids(KnownAuthors known) {
    const MentionLookup lookup = [&](const std::string& paper, std::uint32_t position) -> std::optional<NamedMention> {
      const auto found = find(paper, position);
      if (!found) return std::nullopt;
      return NamedMention{of_paper_[found->paper][position], name_key_of(author_of(*found))};
    };
    auto all_claims = claims(known, lookup);
    auto given = give_author_ids(foundings_, std::move(all_claims), std::move(known.registry), lookup);
    for (std::uint32_t entity = 0; entity < all_.size(); ++entity) all_[entity].id = std::move(given.ids[entity]);
    registry_ = std::move(given.registry);
  }

  // What former authorships say; of a generation that cannot be asked only the founding ones are known.
  std::vector<IdClaim> claims(const KnownAuthors& known, const MentionLookup& lookup) {
    std::map<std::pair<std::string, std::uint32_t>, std::int64_t> authorships;
    FormerAuthors former(known.generation);
    if (known.generation != nullptr) {
      for (std::uint32_t p = 0; p < intake_.papers.size(); ++p) {
        former.each(intake_.papers[p], [&](std::uint32_t position, std::string_view id) { ++authorships[{std::string(id), of_paper_[p][position]}]; });
      }
    } else {
      for (const auto& row : known.registry) {
        const auto mention = lookup(row.paper, row.position);
        if (row.moved_to.empty() && mention && mention->name_key == row.name_key) ++authorships[{row.id, mention->entity}];
      }
    }
    std::vector<IdClaim> claims;
    for (const auto& [claim, count] : authorships) claims.push_back({claim.second, claim.first, count});
    return claims;
  }

  AuthorEntities number() {
    for (std::size_t person = 0; person < people_.size(); ++person) {
      auto& candidates = all_[entity_of_person_[person]].candidates;
      for (const std::uint32_t other : people_[person].candidates) candidates.push_back(all_[entity_of_person_[other]].id);
      std::sort(candidates.begin(), candidates.end());
    }
    std::vector<std::uint32_t> order(all_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto& one = all_[a];
      const auto& other = all_[b];
      if (one.papers != other.papers) return one.papers > other.papers;
      return std::pair(one.name(), std::string_view(one.id)) < std::pair(other.name(), std::string_view(other.id));
    });
    AuthorEntities result;
    std::vector<std::uint32_t> ordinals(all_.size());
    for (std::uint32_t ordinal = 0; ordinal < order.size(); ++ordinal) {
      ordinals[order[ordinal]] = ordinal;
      result.entities.push_back(std::move(all_[order[ordinal]]));
    }
    for (auto& paper : of_paper_) {
      for (auto& entity : paper) entity = ordinals[entity];
    }
    result.of_paper = std::move(of_paper_);
    result.registry = std::move(registry_);
    return result;
  }

  Intake& intake_;
  const Authorships& authorships_;
  std::vector<identity::Person> people_;
  std::unordered_map<std::string_view, std::uint32_t> papers_;  // by id
  std::vector<std::uint32_t> entity_of_person_;       // entities are by their founding
  std::vector<Founding> foundings_;                   // by entity
  std::vector<schema::AuthorEntity> all_;
  std::vector<std::vector<std::uint32_t>> of_paper_;  // entities by position, of each paper
  std::vector<RegisteredAuthor> registry_;
};

// Gives imported figures to the entities their rows name: by id of ours, by external id, or by a name that one bears.
void import_metrics(Intake& intake, AuthorEntities& authors, DeadLetters& dead) {
  if (intake.author_metrics.empty()) return;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name;
  for (std::uint32_t ordinal = 0; ordinal < authors.entities.size(); ++ordinal) {
    by_name[authors.entities[ordinal].id].push_back(ordinal);
    for (const auto& id : authors.entities[ordinal].ids) by_name[id.text].push_back(ordinal);
    const std::string_view name = authors.entities[ordinal].name();
    by_name[name_key_of(std::string(name))].push_back(ordinal);
  }
  for (const auto& given : intake.author_metrics) {
    auto found = by_name.find(given.row.subject);
    if (found == by_name.end()) found = by_name.find(analysis::name_key(given.row.subject));
    if (found == by_name.end() || found->second.size() > 1) {
      std::vector<std::string> candidates;
      if (found != by_name.end()) {
        for (std::uint32_t ordinal : found->second) candidates.push_back(authors.entities[ordinal].id);
      }
      set_aside_author_row(given, candidates, dead, intake.info);
    } else if (!add_imported(authors.entities[found->second.front()], given.row)) {
      set_aside_surplus_row(given, dead, intake.info);
    }
  }
}

// What all papers say of their authors.
Result<Authorships> read_authorships(const Intake& intake, const Spool& spool, int jobs) {
  Authorships authorships(intake.papers.size());
  const identity::EvidenceReader reader;
  auto read = in_parallel(intake.papers.size(), jobs, [&](std::size_t p) -> Result<void> {
    const auto paper = spool.read(intake, intake.papers[p]);
    if (!paper) return tl::make_unexpected(paper.error());
    authorships.put(p, *paper, reader);
    return {};
  });
  if (!read) return tl::make_unexpected(read.error());
  authorships.settle();
  return authorships;
}

}  // namespace

std::string name_key_of(const std::string& display_name) {
  std::string key = analysis::name_key(display_name);
  return key.empty() ? display_name : key;
}

std::string name_key_of(const schema::Authorship& author) { return name_key_of(analysis::display_text(author.name)); }

void count_mention(schema::AuthorEntity& entity, const schema::Authorship& author) {
  schema::add_use(entity.names, analysis::display_text(author.name), 1);
  for (const auto& affiliation : author.affiliations) schema::add_use(entity.affiliations, analysis::display_text(affiliation), 1);
  for (const auto& id : author.ids) schema::add_use(entity.ids, id, 1);
}

bool add_imported(schema::AuthorEntity& entity, const corpus::MetricRow& row) {
  if (entity.imported.size() >= static_cast<std::size_t>(schema::limits::kFiguresPerSubject.value)) return false;
  schema::Metric metric;
  metric.name = row.metric;
  metric.value = row.value;
  metric.scope = schema::MetricScope::imported;
  metric.source = row.source;
  metric.model = row.model;
  metric.as_of = row.as_of;
  entity.imported.push_back(std::move(metric));
  return true;
}

void set_aside_author_row(const AuthorMetricRow& row, const std::vector<std::string>& candidates, DeadLetters& dead, schema::IndexInfo& info) {
  schema::UnmatchedRow unmatched{row.input, static_cast<std::int64_t>(row.row.line), row.row.subject, "no such author", candidates};
  if (!candidates.empty()) unmatched.reason = std::to_string(candidates.size()) + " authors are meant by this";
  set_aside(row.row, std::move(unmatched), candidates.empty() ? "no_such_author" : "ambiguous_author", dead, info);
}

void set_aside_surplus_row(const AuthorMetricRow& row, DeadLetters& dead, schema::IndexInfo& info) {
  schema::UnmatchedRow unmatched{row.input, static_cast<std::int64_t>(row.row.line), row.row.subject,
                                 "the author has too many rows (figures_per_subject)", {}};
  set_aside(row.row, std::move(unmatched), "too_many_rows", dead, info);
}

Result<AuthorEntities> form_entities(Intake& intake, const Spool& spool, KnownAuthors known, const IdentityRules& rules, DeadLetters& dead) {
  const int jobs = worker_count(rules.jobs);
  const auto authorships = read_authorships(intake, spool, jobs);
  if (!authorships) return tl::make_unexpected(authorships.error());
  auto people = people_of(*authorships, rules.ids, jobs);
  if (!people) return tl::make_unexpected(people.error());
  AuthorEntities authors = EntityBuilder(intake, *authorships, std::move(*people)).run(std::move(known), rules.overrides);
  authors.overrides = rules.overrides;
  for (auto& paper : intake.papers) std::vector<schema::Authorship>().swap(paper.authors);
  import_metrics(intake, authors, dead);
  return authors;
}

}  // namespace incipit::indexer

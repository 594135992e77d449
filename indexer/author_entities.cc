#include "indexer/author_entities.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "analysis/analyser.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "storage/files.h"

namespace incipit::indexer {

using schema::Result;

namespace {

struct Mention {
  std::uint32_t paper = 0;  // index into Intake::papers
  std::uint32_t position = 0;
};

// An entity while its mentions are collected.
struct Gathering {
  std::string key;
  std::uint32_t last_paper = UINT32_MAX;
  Mention founding;
  schema::AuthorEntity entity;
};

// Whether mention `a` founds an entity before `b`: the older paper, then the smaller id.
bool founds_before(const Intake& intake, const Mention& a, const Mention& b) {
  const auto rank = [&](const Mention& m) {
    const auto& paper = intake.papers[m.paper];
    return std::make_tuple(!paper.earliest_published.has_value(), paper.published, std::string_view(paper.id), m.position);
  };
  return rank(a) < rank(b);
}

class EntityBuilder {
 public:
  explicit EntityBuilder(Intake& intake) : intake_(intake) {}

  AuthorEntities run(const std::vector<RegisteredAuthor>& previous) {
    gather();
    give_ids(previous);
    return number();
  }

 private:
  void gather() {
    mentions_.resize(intake_.papers.size());
    for (std::uint32_t p = 0; p < intake_.papers.size(); ++p) {
      auto& authors = intake_.papers[p].authors;
      for (std::uint32_t position = 0; position < authors.size(); ++position) {
        const auto& author = authors[position];
        const auto [found, fresh] = by_key_.emplace(entity_key(author), static_cast<std::uint32_t>(all_.size()));
        if (fresh) all_.emplace_back().key = found->first;
        add(all_[found->second], author, {p, position}, fresh);
        mentions_[p].push_back(found->second);
      }
      std::vector<schema::Authorship>().swap(authors);
    }
  }

  void add(Gathering& gathering, const schema::Authorship& author, const Mention& mention, bool fresh) {
    if (gathering.last_paper != mention.paper) ++gathering.entity.papers;
    gathering.last_paper = mention.paper;
    count_mention(gathering.entity, author, 1);
    if (fresh || founds_before(intake_, mention, gathering.founding)) gathering.founding = mention;
  }

  void give_ids(const std::vector<RegisteredAuthor>& previous) {
    std::unordered_set<std::string> taken;
    for (const auto& row : previous) {
      taken.insert(row.id);
      const auto entity = by_key_.find(row.name_key);
      if (row.moved_to.empty() && entity != by_key_.end() && id_of(entity->second).empty()) id_of(entity->second) = row.id;
    }
    registry_ = previous;
    follow_founding_mentions();
    shorten_chains();
    for (auto& gathering : all_) {
      std::string& id = gathering.entity.id;
      if (!id.empty()) continue;
      const std::string& paper = intake_.papers[gathering.founding.paper].id;
      std::string seed = mention_key(paper, gathering.founding.position);
      do {
        id = mint_author_id(seed);
      } while (!taken.insert(id).second);
      registry_.push_back({id, paper, gathering.founding.position, gathering.key, ""});
    }
    std::sort(registry_.begin(), registry_.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  }

  // A registered id whose name is gone follows its founding mention: to be its id, or to point at it.
  void follow_founding_mentions() {
    std::unordered_map<std::string, RegisteredAuthor*> homeless;
    for (auto& row : registry_) {
      if (row.moved_to.empty() && !by_key_.contains(row.name_key)) homeless.emplace(mention_key(row.paper, row.position), &row);
    }
    if (homeless.empty()) return;
    for (std::uint32_t p = 0; p < mentions_.size(); ++p) {
      for (std::uint32_t position = 0; position < mentions_[p].size(); ++position) {
        const auto found = homeless.find(mention_key(intake_.papers[p].id, position));
        if (found == homeless.end()) continue;
        Gathering& gathering = all_[mentions_[p][position]];
        if (gathering.entity.id.empty()) {
          gathering.entity.id = found->second->id;
          found->second->name_key = gathering.key;
        } else {
          found->second->moved_to = gathering.entity.id;
        }
      }
    }
  }

  // An id that moved to one that moved in turn leads to where that one went. A chain is at most as long as the registry.
  void shorten_chains() {
    std::unordered_map<std::string_view, std::string_view> moved;
    for (const auto& row : registry_) {
      if (!row.moved_to.empty()) moved.emplace(row.id, row.moved_to);
    }
    std::vector<std::pair<RegisteredAuthor*, std::string>> longer;
    for (auto& row : registry_) {
      std::string_view target = row.moved_to;
      std::size_t steps = 0;
      for (auto next = moved.find(target); next != moved.end() && steps < moved.size(); next = moved.find(target), ++steps) {
        target = next->second;
      }
      if (steps > 0) longer.emplace_back(&row, std::string(target));
    }
    for (auto& [row, target] : longer) row->moved_to = std::move(target);
  }

  std::string& id_of(std::uint32_t entity) { return all_[entity].entity.id; }

  AuthorEntities number() {
    std::vector<std::uint32_t> order(all_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto& one = all_[a].entity;
      const auto& other = all_[b].entity;
      if (one.papers != other.papers) return one.papers > other.papers;
      return std::pair(one.name(), std::string_view(one.id)) < std::pair(other.name(), std::string_view(other.id));
    });
    AuthorEntities result;
    std::vector<std::uint32_t> ordinals(all_.size());
    for (std::uint32_t ordinal = 0; ordinal < order.size(); ++ordinal) {
      ordinals[order[ordinal]] = ordinal;
      result.entities.push_back(std::move(all_[order[ordinal]].entity));
    }
    for (auto& paper : mentions_) {
      for (auto& entity : paper) entity = ordinals[entity];
    }
    result.of_paper = std::move(mentions_);
    result.registry = std::move(registry_);
    return result;
  }

  Intake& intake_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::vector<Gathering> all_;
  std::vector<std::vector<std::uint32_t>> mentions_;  // entities by position, of each paper
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

}  // namespace

std::string name_key_of(const std::string& display_name) {
  std::string key = analysis::name_key(display_name);
  return key.empty() ? display_name : key;
}

std::string entity_key(const schema::Authorship& author) { return name_key_of(analysis::display_text(author.name)); }

void count_mention(schema::AuthorEntity& entity, const schema::Authorship& author, int times) {
  schema::add_use(entity.names, analysis::display_text(author.name), times);
  for (const auto& affiliation : author.affiliations) schema::add_use(entity.affiliations, analysis::display_text(affiliation), times);
  for (const auto& id : author.ids) schema::add_use(entity.ids, id, times);
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

// A collision in 50 bits is settled the same way in every run: by hashing again.
std::string mint_author_id(std::string& seed) {
  std::string id = schema::author_id_from_bits(storage::hash_bits(seed) & ((1ULL << 50) - 1));
  seed += '\n';
  return id;
}

std::string mention_key(std::string_view paper, std::uint32_t position) {
  return std::string(paper) + '\n' + std::to_string(position);
}

AuthorEntities form_entities(Intake& intake, const std::vector<RegisteredAuthor>& previous, DeadLetters& dead) {
  AuthorEntities authors = EntityBuilder(intake).run(previous);
  import_metrics(intake, authors, dead);
  return authors;
}

namespace {

Result<std::vector<RegisteredAuthor>> read_registry_file(const std::filesystem::path& file, const FoundingFilter& wanted) {
  auto mapped = storage::MappedFile::open(file);
  if (!mapped) return tl::make_unexpected(mapped.error());
  const std::string_view text = mapped->bytes();
  std::vector<RegisteredAuthor> rows;
  std::vector<std::string_view> cells;
  std::size_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    cells.clear();
    for (std::size_t cell = at; cell <= end;) {
      const std::size_t stop = std::min(text.find('\t', cell), end);
      cells.push_back(text.substr(cell, stop - cell));
      cell = stop + 1;
    }
    at = end + 1;
    if (++line == 1) continue;  // the header
    const bool numeric = cells.size() == 5 && !cells[2].empty() && cells[2].find_first_not_of("0123456789") == std::string::npos &&
                         cells[2].size() < 9;
    if (!numeric || !schema::is_author_id(cells[0])) {
      return schema::fail(schema::ErrorCode::index_damaged, "author-ids.tsv line " + std::to_string(line) + " is not a registry row");
    }
    if (wanted && !wanted(cells[1])) continue;
    rows.push_back({std::string(cells[0]), std::string(cells[1]), static_cast<std::uint32_t>(std::stoul(std::string(cells[2]))),
                    std::string(cells[3]), std::string(cells[4])});
  }
  return rows;
}

}  // namespace

Result<std::vector<RegisteredAuthor>> read_registry_layers(const std::vector<std::filesystem::path>& layers, const FoundingFilter& wanted) {
  std::map<std::string, RegisteredAuthor> by_id;
  for (const auto& layer : layers) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(layer / "author-ids.tsv", ignored)) continue;
    auto rows = read_registry_file(layer / "author-ids.tsv", wanted);
    if (!rows) return rows;
    for (auto& row : *rows) by_id.insert_or_assign(row.id, row);
  }
  std::vector<RegisteredAuthor> registry;
  for (auto& [id, row] : by_id) registry.push_back(std::move(row));
  return registry;
}

Result<std::vector<RegisteredAuthor>> read_registry(const std::filesystem::path& generation, const FoundingFilter& wanted) {
  const std::filesystem::path authors = generation / "authors";
  std::vector<std::filesystem::path> layers{authors};  // where format 1 had it
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(authors, ignored)) layers.push_back(entry.path());
  // By number: "10000" comes after "9999".
  std::sort(layers.begin() + 1, layers.end(), [](const auto& a, const auto& b) {
    const auto &one = a.native(), &other = b.native();
    return one.size() != other.size() ? one.size() < other.size() : one < other;
  });
  return read_registry_layers(layers, wanted);
}

Result<void> write_registry(const std::filesystem::path& file, const std::vector<RegisteredAuthor>& registry) {
  storage::FileWriter writer(file);
  writer.write("id\tpaper\tposition\tname\tmoved_to\n");
  for (const auto& row : registry) {
    writer.write(row.id + '\t' + row.paper + '\t' + std::to_string(row.position) + '\t' + row.name_key + '\t' + row.moved_to + '\n');
  }
  return writer.close();
}

}  // namespace incipit::indexer

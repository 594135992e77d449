#include "indexer/author_registry.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_set>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "storage/files.h"

namespace incipit::indexer {

using schema::Result;

namespace {

// The next id that a founding authorship mints; a collision in 50 bits is settled the same way in every run, by hashing again.
std::string mint_author_id(std::string& seed) {
  std::string id = schema::author_id_from_bits(storage::hash_bits(seed) & ((1ULL << 50) - 1));
  seed += '\n';
  return id;
}

class IdGiver {
 public:
  IdGiver(const std::vector<Founding>& entities, std::vector<RegisteredAuthor> registry, const MentionLookup& mention)
      : entities_(entities), mention_(mention), ids_(entities.size()) {
    for (auto& row : registry) rows_.insert_or_assign(row.id, std::move(row));
  }

  GivenIds run(std::vector<IdClaim> claims, const std::function<bool(const std::string&)>& is_taken) {
    settle_claims(std::move(claims));
    revive();
    find_by_name();
    follow_founding_mentions();
    mint(is_taken);
    found_again();
    shorten_chains();
    GivenIds given{std::move(ids_), {}};
    for (auto& [id, row] : rows_) given.registry.push_back(std::move(row));
    return given;
  }

 private:
  void give(std::uint32_t entity, const std::string& id) {
    ids_[entity] = id;
    given_.insert(id);
  }
  [[nodiscard]] bool is_free(const RegisteredAuthor& row) const { return row.moved_to.empty() && !given_.contains(row.id); }

  void settle_claims(std::vector<IdClaim> claims) {
    std::erase_if(claims, [&](const IdClaim& claim) {
      const auto row = rows_.find(claim.id);
      return row == rows_.end() || !row->second.moved_to.empty();
    });
    const auto has_the_name = [&](const IdClaim& claim) { return rows_.at(claim.id).name_key == entities_[claim.entity].name_key; };
    std::sort(claims.begin(), claims.end(), [&](const IdClaim& a, const IdClaim& b) {
      if (a.authorships != b.authorships) return a.authorships > b.authorships;
      if (has_the_name(a) != has_the_name(b)) return has_the_name(a);
      return a.id != b.id ? a.id < b.id : a.entity < b.entity;
    });
    for (const IdClaim& claim : claims) {
      if (ids_[claim.entity].empty() && !given_.contains(claim.id)) give(claim.entity, claim.id);
    }
    for (const IdClaim& claim : claims) {  // the largest of an id comes first
      RegisteredAuthor& row = rows_.at(claim.id);
      if (is_free(row)) row.moved_to = ids_[claim.entity];
    }
  }

  void revive() {
    for (auto& [id, row] : rows_) {
      if (row.moved_to.empty()) continue;
      const auto found = mention_(row.paper, row.position);
      if (!found || found->name_key != row.name_key || !ids_[found->entity].empty()) continue;
      row.moved_to.clear();
      give(found->entity, id);
    }
  }

  void find_by_name() {
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> nameless;  // in the order of founding, the first one last
    for (auto entity = static_cast<std::uint32_t>(entities_.size()); entity-- > 0;) {
      if (ids_[entity].empty()) nameless[entities_[entity].name_key].push_back(entity);
    }
    for (const auto& [id, row] : rows_) {
      if (!is_free(row)) continue;
      const auto found = nameless.find(row.name_key);
      if (found == nameless.end() || found->second.empty()) continue;
      give(found->second.back(), id);
      found->second.pop_back();
    }
  }

  void follow_founding_mentions() {
    for (auto& [id, row] : rows_) {
      if (!is_free(row)) continue;
      const auto found = mention_(row.paper, row.position);
      if (!found) continue;
      if (ids_[found->entity].empty()) {
        give(found->entity, id);
      } else {
        row.moved_to = ids_[found->entity];
      }
    }
  }

  void mint(const std::function<bool(const std::string&)>& is_taken) {
    for (std::uint32_t entity = 0; entity < entities_.size(); ++entity) {
      if (!ids_[entity].empty()) continue;
      const Founding& founding = entities_[entity];
      std::string seed = mention_key(founding.paper, founding.position);
      std::string id;
      do {
        id = mint_author_id(seed);
      } while (rows_.contains(id) || (is_taken && is_taken(id)));
      rows_.emplace(id, RegisteredAuthor{id, founding.paper, founding.position, founding.name_key, ""});
      give(entity, id);
    }
  }

  // A founding authorship is one of the entity's own.
  void found_again() {
    for (std::uint32_t entity = 0; entity < entities_.size(); ++entity) {
      RegisteredAuthor& row = rows_.at(ids_[entity]);
      const auto still = mention_(row.paper, row.position);
      if (still && still->entity == entity) {
        row.name_key = still->name_key;
        continue;
      }
      row.paper = entities_[entity].paper;
      row.position = entities_[entity].position;
      row.name_key = entities_[entity].name_key;
    }
  }

  // An id that moved to one that moved in turn leads to where that one went. A chain is at most as long as the registry.
  void shorten_chains() {
    for (auto& [id, row] : rows_) {
      for (std::size_t steps = 0; !row.moved_to.empty() && steps < rows_.size(); ++steps) {
        const auto next = rows_.find(row.moved_to);
        if (next == rows_.end() || next->second.moved_to.empty()) break;
        row.moved_to = next->second.moved_to;
      }
    }
  }

  const std::vector<Founding>& entities_;
  const MentionLookup& mention_;
  std::map<std::string, RegisteredAuthor> rows_;
  std::vector<std::string> ids_;
  std::set<std::string> given_;
};

Result<void> read_registry_file(const std::filesystem::path& file, const std::function<void(RegisteredAuthor row)>& take) {
  auto mapped = storage::MappedFile::open(file);
  if (!mapped) return tl::make_unexpected(mapped.error());
  std::size_t line = 0;
  const std::string_view text = mapped->bytes();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto cells = schema::split(text.substr(at, end - at), "\t");
    at = end + 1;
    if (++line == 1) continue;  // the header
    const bool numeric = cells.size() == 5 && schema::is_all_digits(cells[2]) && cells[2].size() < 9;
    if (!numeric || !schema::is_author_id(cells[0])) {
      return schema::fail(schema::ErrorCode::index_damaged, "author-ids.tsv line " + std::to_string(line) + " is not a registry row");
    }
    take({std::string(cells[0]), std::string(cells[1]), static_cast<std::uint32_t>(std::stoul(std::string(cells[2]))), std::string(cells[3]),
          std::string(cells[4])});
  }
  return {};
}

}  // namespace

std::string mention_key(std::string_view paper, std::uint32_t position) { return std::string(paper) + '\n' + std::to_string(position); }

GivenIds give_author_ids(const std::vector<Founding>& entities, std::vector<IdClaim> claims, std::vector<RegisteredAuthor> registry,
                         const MentionLookup& mention, const std::function<bool(const std::string& id)>& is_taken) {
  return IdGiver(entities, std::move(registry), mention).run(std::move(claims), is_taken);
}

Result<std::vector<RegisteredAuthor>> read_registry_layers(const std::vector<std::filesystem::path>& layers, const RowFilter& wanted) {
  std::vector<RegisteredAuthor> rows;
  std::unordered_set<std::string> newer;  // ids that a newer layer has; the oldest one holds nearly all
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(*layer / "author-ids.tsv", ignored)) continue;
    std::vector<std::string> ids;
    const bool oldest = std::next(layer) == layers.rend();
    auto read = read_registry_file(*layer / "author-ids.tsv", [&](RegisteredAuthor row) {
      if (newer.contains(row.id)) return;
      if (!oldest) ids.push_back(row.id);
      if (!wanted || wanted(row)) rows.push_back(std::move(row));
    });
    if (!read) return tl::make_unexpected(read.error());
    newer.insert(ids.begin(), ids.end());
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return rows;
}

Result<std::vector<RegisteredAuthor>> read_registry(const std::filesystem::path& generation, const RowFilter& wanted) {
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

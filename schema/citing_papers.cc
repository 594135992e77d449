#include "schema/citing_papers.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "schema/ids.h"

namespace incipit::schema {
namespace {

using Key = std::pair<std::string, std::string>;

Key key_of(const CitingPaper& citing) { return {alias_key(citing.id), citing.source}; }

}  // namespace

void join_citing(std::vector<CitingPaper>& list, const std::vector<CitingPaper>& others) {
  std::map<Key, CitingPaper> by_key;
  const auto& own = list;
  for (const auto* given : {&own, &others}) {
    for (const auto& citing : *given) {
      const auto [known, fresh] = by_key.emplace(key_of(citing), citing);
      if (fresh) continue;
      CitingPaper& one = known->second;
      if (citing.date && (!one.date || *citing.date < *one.date)) one.date = citing.date;
      one.id = std::min(one.id, citing.id);
    }
  }
  std::vector<CitingPaper> joined;
  joined.reserve(by_key.size());
  for (auto& [key, citing] : by_key) joined.push_back(std::move(citing));
  std::sort(joined.begin(), joined.end(),
            [](const CitingPaper& a, const CitingPaper& b) { return std::tie(a.id, a.source) < std::tie(b.id, b.source); });
  list = std::move(joined);
}

void drop_citing(std::vector<CitingPaper>& list, const std::vector<CitingPaper>& newer) {
  std::set<Key> keys;
  for (const auto& citing : newer) keys.insert(key_of(citing));
  std::erase_if(list, [&](const CitingPaper& citing) { return keys.contains(key_of(citing)); });
}

void join_references(std::vector<std::string>& list, const std::vector<std::string>& others) {
  std::set<std::string> known;
  for (const auto& reference : list) known.insert(alias_key(reference));
  for (const auto& reference : others) {
    if (known.insert(alias_key(reference)).second) list.push_back(reference);
  }
}

}  // namespace incipit::schema

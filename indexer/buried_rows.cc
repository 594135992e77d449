#include "indexer/buried_rows.h"

#include <unordered_set>
#include <utility>

#include "indexer/segment_builder.h"

namespace incipit::indexer {

using schema::Result;

void BuriedRows::add(const PaperPlace& place, const schema::Paper& paper, std::string_view record, DocumentBuilder& builder, storage::ContentSum& sum) {
  const auto& generation = papers_.generation();
  std::vector<DocumentBuilder::Author> authors;
  std::vector<std::string_view> ids;
  for (const std::uint32_t ordinal : papers_.authors(place)) {
    authors.push_back({ordinal, generation.authors().id(ordinal)});
    ids.push_back(authors.back().id);
  }
  sum.remove(content_member(record, ids));
  Buried& buried = buried_.try_emplace(place.segment, Buried{generation.tombstones(place.segment).papers(), {}}).first->second;
  buried.papers.add(place.docid);
  const auto& document = builder.terms(paper, authors);
  std::unordered_set<std::string_view> counted;
  for (std::size_t i = 0; i < document.size(); ++i) {
    if (counted.insert(document.term(i)).second) buried.terms.emplace_back(document.term(i));
  }
}

Result<std::vector<std::string>> BuriedRows::bury(storage::IndexWriterLock& lock, const storage::GenerationPaths& paths) {
  const auto& generation = papers_.generation();
  std::vector<std::string> segments;
  for (std::size_t s = 0; s < generation.segments(); ++s) {
    const std::string& name = generation.manifest().segments[s];
    const auto changed = buried_.find(s);
    const bool empty = changed != buried_.end() && changed->second.papers.cardinality() == generation.columns(s).rows();
    if (empty) continue;
    for (const char* directory : {"segments/", "columns/", "figures/"}) {
      if (auto adopted = lock.adopt(generation.manifest(), generation.paths(), directory + name); !adopted) return tl::make_unexpected(adopted.error());
    }
    segments.push_back(name);
    auto marked = changed == buried_.end() ? lock.adopt(generation.manifest(), generation.paths(), "tombstones/" + name)
                                           : storage::write_tombstones(paths.tombstones(name), generation.tombstones(s),
                                                                       changed->second.papers, std::move(changed->second.terms));
    if (!marked) return tl::make_unexpected(marked.error());
  }
  return segments;
}

}  // namespace incipit::indexer

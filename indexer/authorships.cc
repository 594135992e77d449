#include "indexer/authorships.h"

#include <iterator>

#include "indexer/parallel.h"

namespace incipit::indexer {

using schema::Result;

void Authorships::put(std::size_t index, const schema::Paper& paper, const identity::EvidenceReader& reader) {
  papers_[index] = reader.paper(paper);
  for (std::uint32_t position = 0; position < paper.authors.size(); ++position) {
    mentions_of_[index].push_back(reader.mention(paper, position, static_cast<std::uint32_t>(index)));
  }
}

void Authorships::settle() {
  for (auto& mentions : mentions_of_) {
    first_.push_back(static_cast<std::uint32_t>(mentions_.size()));
    std::move(mentions.begin(), mentions.end(), std::back_inserter(mentions_));
  }
  std::vector<std::vector<identity::Mention>>().swap(mentions_of_);
}

Result<std::vector<identity::Person>> people_of(const Authorships& authorships, identity::Ids ids, int jobs) {
  const auto& mentions = authorships.mentions();
  const auto& papers = authorships.papers();
  const auto blocks = identity::blocks_of(mentions);
  std::vector<std::vector<identity::Entity>> entities(blocks.size());
  auto resolved = in_parallel(blocks.size(), jobs, [&](std::size_t b) -> Result<void> {
    entities[b] = identity::entities_of(blocks[b], mentions, papers, ids);
    return {};
  });
  if (!resolved) return tl::make_unexpected(resolved.error());
  return identity::unite(blocks, entities, mentions, papers, ids);
}

}  // namespace incipit::indexer

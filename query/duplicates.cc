#include "query/duplicates.h"

#include <algorithm>
#include <utility>

#include "schema/limits.h"

namespace incipit::query {

using schema::Result;

std::shared_ptr<const std::vector<DuplicateGroup>> DuplicateGroups::find(DuplicateFinder finder, const Deadline& deadline) {
  const std::lock_guard lock(mutex_);
  if (!groups_) groups_ = std::make_shared<const std::vector<DuplicateGroup>>(finder.all(deadline));
  return groups_;
}

Result<void> Duplicates::describe(schema::Hit& hit, const Found& found, const Deadline& deadline) const {
  const PaperPlace place{found.segment, found.docid};
  const auto group = DuplicateFinder(authors_, segments_, hits_).group_of(place, deadline);
  if (!group) return tl::make_unexpected(group.error());
  hit.duplicates = static_cast<std::int64_t>(group->size()) - 1;
  for (const PaperPlace& other : *group) {
    if (hit.also_as.size() == static_cast<std::size_t>(schema::limits::kDuplicatesShown.value)) break;
    if (other != place) hit.also_as.emplace_back(id_of(segments_, {other.first, other.second, {}}));
  }
  return {};
}

std::int64_t collapse(PaperSets& papers, const std::vector<DuplicateGroup>& groups, const PaperSets* kept) {
  const auto first_in = [](const PaperSets& sets, const DuplicateGroup& group) {
    return std::find_if(group.begin(), group.end(), [&](const PaperPlace& paper) { return sets[paper.first].contains(paper.second); });
  };
  // Taken out together: a set that holds a range is slow to change paper by paper.
  std::vector<std::vector<std::uint32_t>> others(papers.size());
  for (const DuplicateGroup& group : groups) {
    auto stands = kept ? first_in(*kept, group) : group.end();
    if (stands == group.end()) stands = first_in(papers, group);
    for (auto member = group.begin(); member != group.end(); ++member) {
      if (member != stands && papers[member->first].contains(member->second)) others[member->first].push_back(member->second);
    }
  }
  std::int64_t left_out = 0;
  for (std::size_t s = 0; s < papers.size(); ++s) {
    left_out += static_cast<std::int64_t>(others[s].size());
    papers[s] -= DocSet(others[s].size(), others[s].data());
  }
  return left_out;
}

}  // namespace incipit::query

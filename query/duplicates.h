// One paper of each duplicate group (query/duplicate_finder.h says what a group is), and what a paper is known as besides.
//
// The papers that a request finds are what is chosen from: of a group the first that was found, in the order of its rule, stands for
// those of it that were found. So nothing that matches is lost because a duplicate of it does not match.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "query/duplicate_finder.h"
#include "query/evaluator.h"
#include "schema/error.h"
#include "schema/result.h"

namespace incipit::query {

// The groups of a generation, found when they are first asked for.
//
// Threads: any number; the others wait while one finds them.
class DuplicateGroups {
 public:
  // By a finder of this generation. Throws as DuplicateFinder::all; then the next call tries again.
  [[nodiscard]] std::shared_ptr<const std::vector<DuplicateGroup>> find(DuplicateFinder finder, const Deadline& deadline);

 private:
  std::mutex mutex_;
  std::shared_ptr<const std::vector<DuplicateGroup>> groups_;
};

// Threads: one (all but `groups` is borrowed); `groups`, of the same generation, is shared.
class Duplicates {
 public:
  Duplicates(const storage::AuthorTable& authors, const std::vector<SegmentView>& segments, const HitBuilder& hits,
             std::shared_ptr<DuplicateGroups> groups)
      : authors_(authors), segments_(segments), hits_(hits), groups_(std::move(groups)) {}

  // Both throw Xapian::Error, DeadlineExceeded.

  [[nodiscard]] std::shared_ptr<const std::vector<DuplicateGroup>> groups(const Deadline& deadline) const {
    return groups_->find({authors_, segments_, hits_}, deadline);
  }
  // Sets what a hit is known as besides: the other papers of its group, found or not. Error: index_damaged.
  [[nodiscard]] schema::Result<void> describe(schema::Hit& hit, const Found& found, const Deadline& deadline) const;

 private:
  const storage::AuthorTable& authors_;
  const std::vector<SegmentView>& segments_;
  const HitBuilder& hits_;
  std::shared_ptr<DuplicateGroups> groups_;
};

// Leaves one paper of each group in `papers`, of those that are in it, and says how many others were taken out. With `kept`, papers
// of that set stand for their groups before others.
[[nodiscard]] std::int64_t collapse(PaperSets& papers, const std::vector<DuplicateGroup>& groups, const PaperSets* kept = nullptr);

}  // namespace incipit::query

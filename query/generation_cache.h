// What the searchers of one generation share: work on it that is not done twice.
//
// Threads: any number of searchers may use one.
#pragma once

#include <memory>

#include "query/duplicates.h"
#include "query/figures.h"
#include "query/posting_cache.h"
#include "query/unstemmed.h"

namespace incipit::query {

struct GenerationCache {
  std::shared_ptr<PostingCache> postings = std::make_shared<PostingCache>();
  std::shared_ptr<DuplicateGroups> duplicates = std::make_shared<DuplicateGroups>();
  std::shared_ptr<SharedFigures> figures = std::make_shared<SharedFigures>();
  std::shared_ptr<Unstemmed> unstemmed = std::make_shared<Unstemmed>();
};

}  // namespace incipit::query

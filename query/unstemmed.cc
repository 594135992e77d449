#include "query/unstemmed.h"

#include <chrono>

#include "schema/fields.h"

namespace incipit::query {

std::shared_ptr<const analysis::UnstemmedWords> Unstemmed::words(const std::vector<SegmentView>& segments) {
  const std::lock_guard lock(mutex_);
  if (words_) return words_;
  auto words = std::make_shared<analysis::UnstemmedWords>();
  // As many as the words of the corpus at most; opening an index is not bounded as a search is.
  const Deadline unbounded(living_papers(segments), std::chrono::hours(1));
  for (const SegmentView& segment : segments) {
    for (std::string& word : segment.terms_beginning(schema::Field::unstemmed, "", unbounded)) {
      if (segment.dead->empty() || segment.frequency(schema::Field::unstemmed, word) > 0) words->insert(std::move(word));
    }
  }
  words_ = std::move(words);
  return words_;
}

}  // namespace incipit::query

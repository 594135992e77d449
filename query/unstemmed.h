// The words that texts in other languages have as they stand, of all papers of a generation.
//
// Threads: any number; the others wait while one reads them.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "analysis/analyser.h"
#include "query/segment_view.h"

namespace incipit::query {

class Unstemmed {
 public:
  // Of this generation's segments; read once. Throws Xapian::Error.
  [[nodiscard]] std::shared_ptr<const analysis::UnstemmedWords> words(const std::vector<SegmentView>& segments);

 private:
  std::mutex mutex_;
  std::shared_ptr<const analysis::UnstemmedWords> words_;
};

}  // namespace incipit::query

// Where a list of papers goes on, and the cursor of where it will go on next.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/cursor.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/error.h"

namespace incipit::query {

// Where a list goes on: behind this paper of it, with `before` papers in front of what follows.
struct After {
  Found paper;
  std::int64_t before = 0;
};

class Continuation {
 public:
  Continuation(const Cursors& cursors, const std::vector<SegmentView>& segments) : cursors_(cursors), segments_(segments) {}

  // The place that a cursor names in the answer of a plan; nullopt without a cursor. Errors of Cursors::read; throws Xapian::Error.
  [[nodiscard]] schema::Result<std::optional<After>> after(std::string_view plan, std::string_view cursor, const Deadline& deadline,
                                                           RestsOn rests = RestsOn::content) const;

  // The cursor of what stands behind `last`, the end of a page (nullptr: it is empty), with `given` papers of `total` up to there; empty
  // where nothing follows.
  [[nodiscard]] std::string behind(const Found* last, std::int64_t given, std::int64_t total, std::string_view plan,
                                   RestsOn rests = RestsOn::content) const;

 private:
  const Cursors& cursors_;
  const std::vector<SegmentView>& segments_;
};

}  // namespace incipit::query

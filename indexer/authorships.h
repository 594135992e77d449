// The authorships of some papers as the identity room takes them, and who wrote them.
//
// Threads: one adds; `people` uses as many as it is told.
#pragma once

#include <cstdint>
#include <vector>

#include "identity/people.h"
#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::indexer {

class Authorships {
 public:
  // Room for so many papers, which are then put in any order, also by several threads at once, each paper by one.
  explicit Authorships(std::size_t papers) : papers_(papers), mentions_of_(papers) {}

  void put(std::size_t index, const schema::Paper& paper, const identity::EvidenceReader& reader);
  // Once, after all papers.
  void settle();

  [[nodiscard]] const std::vector<identity::Mention>& mentions() const { return mentions_; }
  [[nodiscard]] const std::vector<identity::PaperEvidence>& papers() const { return papers_; }
  // The number of the authorship at a position of a paper.
  [[nodiscard]] std::uint32_t mention(std::size_t paper, std::uint32_t position) const { return first_[paper] + position; }

 private:
  std::vector<identity::PaperEvidence> papers_;
  std::vector<std::vector<identity::Mention>> mentions_of_;  // by paper, until settled
  std::vector<identity::Mention> mentions_;
  std::vector<std::uint32_t> first_;  // mention of each paper
};

// Those of everyone. Error: internal, what a thread threw.
[[nodiscard]] schema::Result<std::vector<identity::Person>> people_of(const Authorships& authorships, identity::Ids ids, int jobs);

}  // namespace incipit::indexer

// Duplicate groups (D2) by plain loops over papers.
//
// Threads: immutable.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "schema/paper.h"

namespace incipit::testing {

class NaiveDuplicates {
 public:
  // `title_keys` are parallel to the papers.
  NaiveDuplicates(const std::vector<schema::Paper>& papers, const std::vector<std::string>& title_keys);

  // One paper of each group, by number: the first by rule of those given; papers of `preferred` come before others.
  [[nodiscard]] std::vector<std::size_t> collapsed(const std::vector<std::size_t>& papers, const std::vector<std::size_t>& preferred = {}) const;
  // The other papers of the group.
  [[nodiscard]] std::vector<std::size_t> others(std::size_t paper) const;

 private:
  std::vector<std::size_t> group_;  // of each paper
  std::vector<std::size_t> place_;  // of each paper in the order of the rule
};

}  // namespace incipit::testing

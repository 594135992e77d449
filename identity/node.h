// Authorships that are one already, while a block is resolved.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "identity/features.h"
#include "identity/model.h"
#include "identity/resolve.h"

namespace incipit::identity {

struct Node {
  std::vector<std::uint32_t> members;  // by (paper id, position)
  std::vector<std::uint32_t> papers;   // ascending
  std::vector<std::string_view> ids;   // ascending; of blocks that outlive this
  float weakest = std::numeric_limits<float>::infinity();
};

[[nodiscard]] Node node_of(const BlockView& block, std::vector<std::uint32_t> members, Ids ids);

// Whether two ascending lists share a value.
template <class Value>
[[nodiscard]] bool have_common(const std::vector<Value>& one, const std::vector<Value>& other) {
  auto i = one.begin();
  auto j = other.begin();
  while (i != one.end() && j != other.end()) {
    if (*i == *j) return true;
    ++(*i < *j ? i : j);
  }
  return false;
}

// "orcid" of "orcid:0000-..."
[[nodiscard]] std::string_view scheme_of(std::string_view id);
// Whether a scheme gives the two different ids and no id in common. Both ascending.
[[nodiscard]] bool ids_differ(const std::vector<std::string_view>& one, const std::vector<std::string_view>& other);

// See score_between.
[[nodiscard]] float score_of(const BlockView& block, const Node& one, const Node& other, const Model& model);

// At most `count` of the members, evenly drawn.
[[nodiscard]] std::vector<std::uint32_t> drawn_evenly(const std::vector<std::uint32_t>& members, std::size_t count);

}  // namespace incipit::identity

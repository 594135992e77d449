#include "schema/sources.h"

#include <algorithm>
#include <array>

#include "schema/ids.h"

namespace incipit::schema {
namespace {

// By rank.
constexpr std::array<std::string_view, 9> kSources{"", "arxiv", "acl", "pmid", "doi", "openalex", "s2", "oai", "bib"};

}  // namespace

std::string_view source_of(std::string_view id) {
  for (std::string_view source : kSources) {
    if (!source.empty() && id.starts_with(source) && id.substr(source.size(), 1) == ":") return source;
  }
  return parse_arxiv_id(id) ? "arxiv" : "";
}

int source_rank(std::string_view source) {
  return static_cast<int>(std::find(kSources.begin(), kSources.end(), source) - kSources.begin());
}

bool leads_before(std::string_view id, std::string_view other) {
  const int rank = source_rank(source_of(id));
  const int other_rank = source_rank(source_of(other));
  return rank != other_rank ? rank < other_rank : id < other;
}

}  // namespace incipit::schema

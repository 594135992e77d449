// Where a paper's id comes from, and which of several records of one work leads: the static rule by which records of several
// sources join (indexer) and one of several duplicates stands for the others (query).
//
// Threads: pure functions, safe from any thread.
#pragma once

#include <string_view>

namespace incipit::schema {

// "arxiv", a scheme of an id ("pmid", "openalex", "s2", "acl", "doi", "oai", "bib"), or "" for ids of the corpus's own.
[[nodiscard]] std::string_view source_of(std::string_view id);
// The least rank leads: own ids, arXiv, then the catalogues.
[[nodiscard]] int source_rank(std::string_view source);
// Of two ids, by the rank of their sources, then as bytes.
[[nodiscard]] bool leads_before(std::string_view id, std::string_view other_id);

}  // namespace incipit::schema

// Identifiers of papers and authors (decisions D1, D2, D6): what is valid, what is a version, and which
// other spellings find the same paper.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::schema {

inline constexpr std::size_t kMaxPaperIdBytes = 200;

// Ok when `id` is 1 to 200 bytes of valid UTF-8 without control characters, and neither "." nor "..", which no path
// can name. Its normal form is not looked at: ids are equal when their bytes are.
// Error: input_invalid, naming the fault.
[[nodiscard]] Result<void> check_paper_id(std::string_view id);

// True when `text` is well-formed UTF-8 (no overlong forms, no surrogates).
[[nodiscard]] bool is_valid_utf8(std::string_view text);

// True when valid UTF-8 holds a control character (U+0000 to U+001F, U+007F to U+009F).
[[nodiscard]] bool has_control_character(std::string_view text);

struct ArxivId {
  std::string bare;  // "2401.01967" or "hep-th/9901001"
  int version = 0;   // 0: none given
};

// Reads either of arXiv's two id forms, with or without `vN`; nullopt for anything else. An "arXiv:" prefix and
// the addresses of abstract and PDF pages are read too.
[[nodiscard]] std::optional<ArxivId> parse_arxiv_id(std::string_view text);

// The form under which any spelling of an identifier is looked up: "arxiv:2401.01967", "doi:10.1103/x" (lower
// case), "pmid:1"; other ids verbatim. "https://doi.org/10.1/X" and "doi:10.1/x" give the same, and an address of a page
// of PubMed, PubMed Central ("pmcid:PMC1"), OpenAlex ("openalex:W1", "mag:1"), Semantic Scholar ("s2:..."), the ACL
// Anthology ("acl:...") or DBLP ("dblp:...") gives the id that it names.
[[nodiscard]] std::string alias_key(std::string_view identifier);

// All keys under which a paper is found besides its id: arXiv id (where the id is one), DOI, and what its links name
// whose `rel` says that they lead to the paper in a catalogue: "arxiv", "doi", "pubmed", "pmc", "openalex", "mag",
// "semantic_scholar", "acl", "dblp".
[[nodiscard]] std::vector<std::string> alias_keys(const Paper& paper);

// True when `text` has the form of one of our author ids: `a` and 10 Crockford base32 characters, lower case.
[[nodiscard]] bool is_author_id(std::string_view text);
// The author id that 50 bits of a hash make.
[[nodiscard]] std::string author_id_from_bits(std::uint64_t bits);

}  // namespace incipit::schema

// Identifiers and addresses of a paper as the formats with many of them give them: each becomes the DOI or a
// link whose `rel` names the catalogue, which is what `schema::alias_keys` reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "corpus/field_text.h"
#include "schema/date.h"
#include "schema/paper.h"

namespace incipit::corpus {

enum class Catalogue { arxiv, doi, pubmed, pmc, openalex, mag, semantic_scholar, corpus_id, acl, dblp };

// Adds what `value` names, also when it is given with its scheme or as an address: a first DOI becomes the
// paper's, all else a link. False, and nothing is added, when the value is no identifier of that catalogue.
[[nodiscard]] bool add_identifier(schema::Paper& paper, Catalogue catalogue, std::string_view value);

// Adds "orcid:" and the bare ORCID unless it is there. False, and nothing is added, for what is no ORCID.
[[nodiscard]] bool add_orcid(schema::Authorship& author, std::string_view text);

// An absolute http, https or ftp address without blanks, quotes or control characters.
[[nodiscard]] bool is_web_address(std::string_view url);
// Adds a link unless the same is there already. False for what is no web address.
[[nodiscard]] bool add_link(schema::Paper& paper, std::string_view rel, std::string_view url);

// Sets the id. Cause: "bad_id".
[[nodiscard]] tl::expected<void, RejectionCause> set_id(schema::Paper& paper, std::string id);

// A category code or name; false for an empty one, one with control characters or one too many (at most 256).
bool add_category(schema::Paper& paper, std::string_view name);

// Year 1000 to 9999, month 0 (unknown) to 12, day 0 (unknown) to 31, as precise as given; nullopt where no
// such day is.
[[nodiscard]] std::optional<schema::Date> date_of_parts(std::int64_t year, std::int64_t month,
                                                        std::int64_t day);

// 1 to 12 of an English or abbreviated month name or a number; 0 for anything else.
[[nodiscard]] int month_of(std::string_view text);

// The given name, family name and suffix as one.
[[nodiscard]] std::string joined_name(const schema::Authorship& author);

// At most the first 60 bytes of a value for a message, whole characters only.
[[nodiscard]] std::string excerpt(std::string_view text);

// Plain text of HTML, JATS or MathML: the tags that catalogues leave in titles and abstracts removed, the
// five named and all numeric character references decoded. A tag of a paragraph or a heading leaves a blank;
// what else stands in angle brackets is text.
[[nodiscard]] std::string without_markup(std::string_view text);

}  // namespace incipit::corpus

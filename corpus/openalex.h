// OpenAlex works: a page of its API (`{"results": [...]}`), a single work, a list of works, a snapshot of one
// work per line, or an object with a list of `works` beside other entities.
//
// Ids are `openalex:W...`; DOI, PMID, PMCID, MAG and the arXiv ids that a location's address shows become
// identifiers. Dates: `publication_date` to the day, else `publication_year`. `categories` holds the display
// names of the fields and subfields of the work's topics, the primary topic's field first and as the primary
// category; an older record without topics has its concepts of level 0 and 1, those of level 0 first.
//
// `cited_by_count` is of the source "OpenAlex" as of `updated_date`. Affiliations are the names of
// institutions, else the affiliations as printed. Entities that are no works (authors, institutions, ...) are
// rejected as "not_a_paper".
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when the first record of a head is a work: its id is one, or it has members that only works have.
[[nodiscard]] bool looks_like_openalex(std::string_view head);
// True when it is any entity of OpenAlex, also one that is no work.
[[nodiscard]] bool begins_with_openalex_entity(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_openalex(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus

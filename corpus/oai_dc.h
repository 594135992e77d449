// Dublin Core as OAI-PMH gives it.
//
// arXiv's records have its id, "Comment: " descriptions as comments, texts among the identifiers as journal
// reference, and subjects that are names of arXiv's categories as categories. Others have the id `doi:` of
// their DOI in lower case, else `oai:` of the record's identifier, and no categories: their subjects are free
// keywords. Where the id is the DOI, the record's identifier is one of the paper's other ids, by which a
// deletion finds it.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "corpus/reader.h"
#include "corpus/xml_text.h"
#include "schema/paper.h"

namespace incipit::corpus {

// `identifier` is that of the record's header.
[[nodiscard]] tl::expected<schema::Paper, RejectionCause> read_dublin_core(pugi::xml_node metadata,
                                                                           std::string_view identifier,
                                                                           Record& record);

// The arXiv code of a subject ("Mathematics - Combinatorics": math.CO); empty for anything else.
[[nodiscard]] std::string_view arxiv_category_named(std::string_view subject);

// The id of the identifier of a record's header: arXiv's bare id, else with the scheme `oai:`.
[[nodiscard]] std::string id_of_oai_identifier(std::string_view identifier);

}  // namespace incipit::corpus

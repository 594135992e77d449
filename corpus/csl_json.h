// CSL-JSON, as Zotero and DOI resolvers export it: a list of items, a single item, or an object whose `items`
// or `references` hold them.
//
// Ids are `doi:...` (the DOI in lower case) where the item has a DOI, else `bib:<id>`; PMID, PMCID and an
// arXiv id in `number`, `note`, `archive_location` or `DOI` become identifiers. Dates: `issued`, as precise
// as its `date-parts`, `raw` or `literal` say. `categories` is filled from a list of that name; keywords are
// no categories.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when the first record of a head has a `type` of CSL and another member that only CSL items have.
[[nodiscard]] bool looks_like_csl_json(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_csl_json(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus

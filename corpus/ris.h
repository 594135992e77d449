// RIS, as reference managers and publishers export it: records from "TY  - " to "ER  - ".
//
// Ids are `doi:...` (the DOI in lower case) where the record has a DOI, else `bib:` and its ID or accession
// number (AN); a record with none of them is rejected. arXiv addresses become identifiers. Dates: DA, else PY
// or Y1, as precise as given. `categories` stays empty: keywords (KW) are no categories.
//
// A record whose ER is missing ends where the next begins, with a warning. A line without a tag continues the
// one before.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when the first line with text of a head is "TY  - " and a type.
[[nodiscard]] bool looks_like_ris(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_ris(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus

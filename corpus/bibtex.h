// BibTeX and biblatex files.
//
// Ids are `doi:...` (the DOI in lower case) where the entry has a DOI, else `bib:<key>`; an `eprint` of
// arXiv, an arXiv address, PMID and PMCID become identifiers. Dates: `date`, else `year` with `month` and
// `day`, as precise as given. `categories` holds the `primaryclass`; keywords are no categories.
//
// A child inherits from the entry its `crossref` names: the parent's title as its book title, date, series,
// volume; never authors, abstract or identifiers. A crossref to nothing is a warning. TeX stays TeX, only
// braces that protect letter case are removed. Editors are no authors. Proceedings and books are records of
// their own.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when a line of a head that is not JSON or XML begins an entry ("@article{key,") or another command of
// BibTeX.
[[nodiscard]] bool looks_like_bibtex(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_bibtex(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus

// Semantic Scholar papers: answers of its API (a paper, a list of papers, pages `{"data": [...]}` of papers,
// citations or references, `recommendedPapers`, the `papers` of an author) and the bulk data sets `papers`
// and `abstracts` (one object per line).
//
// Ids are `s2:<paperId>`, else `s2:CorpusId:<number>` (the bulk data sets have no paperId; their two files
// give the same id, and as one record of an id wins whole the `papers` file is the one to read); arXiv, DOI,
// PubMed, PMC, ACL, DBLP, MAG and corpus ids become identifiers. Dates: `publicationDate` to the day, else
// `year`. `categories` holds the names of `s2FieldsOfStudy`, then those of `fieldsOfStudy` that are new.
//
// `citationCount` is of the source "Semantic Scholar". A paper's own list of citing papers is passed by (a
// page of citations is a list of papers, though); `tldr` and `embedding` are ignored.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when the first record of a head has a paper's or corpus id and a title or an abstract.
[[nodiscard]] bool looks_like_semantic_scholar(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_semantic_scholar(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus

// CSV (RFC 4180: quotes, doubled quotes, line ends within quotes; with commas, or semicolons where the header
// has more of those) and TSV (one line per record, no quotes), both with a header line that names the
// columns.
//
// Columns, in any letter case, with blanks, '-' and '_' alike: id (paper_id, key), title (document_title,
// article_title), abstract (summary, description), authors (author, author_names), categories (category,
// subjects), primary_category, published (date, publication_date, published_date), updated, year
// (publication_year), doi, arxiv (arxiv_id, eprint), pmid (pubmed_id), pmcid, venue (journal, source_title,
// conference, booktitle), journal_ref, url (link, landing_page), pdf (pdf_url), license, comments (note),
// citations (cited_by, citation_count, times_cited), affiliations (of a single author), status. Other columns
// are counted as ignored keys. A header needs a title or an abstract, and an id, DOI, arXiv id or PMID;
// without them the input is refused.
//
// Ids are the id column verbatim, else `doi:...` (lower case), else the bare arXiv id, else `pmid:...`.
// Dates: `published`, else `year`. `categories` are separated by ';', or by blanks where there is no ';'.
// Authors are separated by
// ';', else by " and ", else by commas where there are more than two; "Family, Given" is read as such.
#pragma once

#include <memory>
#include <string_view>

#include "corpus/byte_source.h"
#include "corpus/reader.h"

namespace incipit::corpus {

// True when the first line of a head names such columns (a table of figures does not: it has no title).
[[nodiscard]] bool looks_like_csv(std::string_view head);
[[nodiscard]] bool looks_like_tsv(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_csv(std::unique_ptr<ByteSource> bytes);
[[nodiscard]] std::unique_ptr<Reader> open_tsv(std::unique_ptr<ByteSource> bytes);

}  // namespace incipit::corpus

// The limits table: everything that a stranger can make large, with its name, default and reason.
// Passing one is an error that names it (`limit_exceeded` or the HTTP status it maps to), never a clamp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace incipit::schema {

struct Limit {
  std::string_view name;    // public, in errors and documentation
  std::int64_t value;
  std::string_view unit;
  std::string_view reason;
};

namespace limits {
// Query text and plans.
inline constexpr Limit kQueryBytes{"query_bytes", 4096, "bytes", "longer texts are documents, not queries"};
inline constexpr Limit kQueryTerms{"query_terms", 64, "words", "the cost of a query grows with its distinct words"};
inline constexpr Limit kPhraseWords{"phrase_words", 32, "words", "a phrase is checked word by word in each candidate paper"};
inline constexpr Limit kWildcards{"wildcards", 8, "words", "a word that ends in * reads the papers of every word that begins so"};
inline constexpr Limit kNearDistance{"near_distance", 100, "words", "words further apart are together by chance"};
inline constexpr Limit kNearOperands{"near_operands", 8, "operands", "each is looked for around each place of the one before"};
inline constexpr Limit kReadingPasses{"reading_passes", 1, "passes", "phrases, NEAR and names of words that nearly all papers have read the words of nearly all papers"};
inline constexpr Limit kNesting{"query_nesting", 16, "levels", "nested parentheses are evaluated recursively"};
inline constexpr Limit kRelaxBelow{"relax_below", 10, "papers", "an automatic query with fewer strict hits is answered by ranked OR"};
inline constexpr Limit kSynonymFileBytes{"synonym_file_bytes", 4 << 20, "bytes", "a file of synonyms is held in memory and written by hand"};
inline constexpr Limit kSynonymEntries{"synonym_entries", 16, "entries", "each entry of a line is one more alternative of every other one"};
inline constexpr Limit kSynonymWords{"synonym_words", 8, "words", "an entry, or the long form of an acronym, is looked for word by word in each candidate paper"};
inline constexpr Limit kAcronymPapers{"acronym_papers", 3, "papers", "what fewer papers say an acronym means is a slip or their own"};
inline constexpr Limit kAcronymShare{"acronym_share", 10, "percent", "of the papers that explain an acronym; what fewer of them say is another field's"};
inline constexpr Limit kAcronymMeanings{"acronym_meanings", 3, "meanings", "an acronym with more of them says too little"};
inline constexpr Limit kAcronymExplained{"acronym_explained", 5, "percent", "of the papers with the word; where fewer explain it, it is mostly a word and no acronym (MAP, SET)"};
inline constexpr Limit kSearchMilliseconds{"search_milliseconds", 2000, "ms", "a search holds one of a few threads"};
// Paging and lists.
inline constexpr Limit kPageDefault{"limit_default", 10, "results", "what a page shows unless asked"};
inline constexpr Limit kPageSize{"limit", 200, "results", "one reply stays small enough to render and send"};
inline constexpr Limit kOffset{"offset", 10000, "results", "deep offsets cost as much as all pages before them"};
inline constexpr Limit kFacetDefault{"facet_limit_default", 20, "values", "what a facet shows unless asked"};
inline constexpr Limit kFacetValues{"facet_limit", 500, "values", "a facet can have as many values as there are authors"};
inline constexpr Limit kFilterValues{"filter_values", 100, "values", "each filter value reads one posting list"};
inline constexpr Limit kBatchIds{"batch_ids", 200, "ids", "each id is one look-up"};
inline constexpr Limit kSnippetCharacters{"snippet_characters", 320, "characters", "about three lines"};
inline constexpr Limit kSuggestDefault{"suggest_limit_default", 5, "suggestions", "of each kind, what a list under a search box has room for"};
inline constexpr Limit kSuggestions{"suggest_limit", 20, "suggestions", "of each kind; who needs more searches"};
inline constexpr Limit kSuggestBytes{"suggest_bytes", 512, "bytes", "longer texts are pasted, not typed"};
inline constexpr Limit kAuthorCards{"author_cards", 3, "authors", "a name as a query shows who bears it; /v1/authors lists all of them"};
inline constexpr Limit kDuplicatesShown{"duplicates_shown", 50, "ids", "a paper names its duplicates; the count is of all"};
inline constexpr Limit kOutsideShown{"outside_shown", 100, "ids", "a list of citations or references names papers that the index does not have; the count is of all"};
inline constexpr Limit kPapersLookedUp{"papers_looked_up", 5'000, "papers", "figures from single citations look up each paper of a set"};
inline constexpr Limit kCoauthorsShown{"coauthors_shown", 50, "authors", "a profile names the most frequent coauthors; the count is of all"};
inline constexpr Limit kEvidenceBlock{"evidence_block", 5'000, "papers", "who is who is decided among all authorships of such names, whose papers are read to say why"};
inline constexpr Limit kEvidenceAuthorships{"evidence_authorships", 200, "authorships", "evidence is shown for the first ones of an author; the count is of all"};
// Corpus records.
inline constexpr Limit kRecordBytes{"record_bytes", 1 << 20, "bytes", "no paper's metadata is larger; a larger line is not a record"};
inline constexpr Limit kCitationCount{"citation_count", 1'000'000'000'000, "citations", "no work has as many; sums over millions of papers stay in 64 bits"};
inline constexpr Limit kDeadLetterBytes{"dead_letter_bytes", 64 << 20, "bytes", "a small compressed file can hold millions of bad records; those beyond are only counted"};
inline constexpr Limit kRejectRawBytes{"reject_raw_bytes", 4096, "bytes", "what the dead-letter file keeps of a rejected record"};
inline constexpr Limit kAuthorsPerPaper{"authors_per_paper", 20000, "authors", "the largest collaborations have about 5,000"};
inline constexpr Limit kFiguresPerSubject{"figures_per_subject", 1000, "rows", "imported rows of one paper or author are stored and shown together"};
inline constexpr Limit kEdgesPerPaper{"edges_per_paper", 10'000, "edges", "the papers that cite one are stored in its record, which is read whole"};
inline constexpr Limit kOverrideBytes{"override_bytes", 4 << 20, "bytes", "a file of corrections is held in memory and written by hand"};
inline constexpr Limit kExamplesKept{"examples_kept", 100, "entries", "what an index tells of its inputs is examples and counts; the dead-letter file has all"};
inline constexpr Limit kJsonDepth{"json_depth", 64, "levels", "deeper documents are attacks on recursive parsers"};
// Files, archives and harvesting.
inline constexpr Limit kDecompressionRatio{"decompression_ratio", 1000, "bytes per byte", "metadata packs ten to fifty times; what packs more is a bomb"};
inline constexpr Limit kDecompressionFreeBytes{"decompression_free_bytes", 64 << 20, "bytes", "what may come out of an input before its decompression ratio counts"};
inline constexpr Limit kDecompressorBytes{"decompressor_bytes", 128 << 20, "bytes", "a packed file itself says how large a window its decompressor needs"};
inline constexpr Limit kArchiveMembers{"archive_members", 10'000'000, "members", "three times the papers of arXiv, each in a file of its own"};
inline constexpr Limit kArchiveNameBytes{"archive_name_bytes", 4096, "bytes", "the longest path of a file"};
inline constexpr Limit kInputFiles{"input_files", 1'000'000, "files", "the files of a directory are listed before the first is read"};
inline constexpr Limit kHarvestUrlBytes{"harvest_url_bytes", 2048, "bytes", "longer addresses are refused by servers too"};
inline constexpr Limit kHarvestTokenBytes{"harvest_token_bytes", 4096, "bytes", "a resumption token is sent back in the address of the next request"};
inline constexpr Limit kHarvestPageBytes{"harvest_page_bytes", 32 << 20, "bytes", "a page is held and parsed whole; arXiv sends about two megabytes"};
inline constexpr Limit kHarvestPages{"harvest_pages", 999'999, "pages", "page files have names of six digits; a list that never ends stops here"};
// HTTP.
inline constexpr Limit kTargetBytes{"target_bytes", 8192, "bytes", "a request line must fit the header limit"};
inline constexpr Limit kHeaderBytes{"header_bytes", 16384, "bytes", "the read buffer, so that nothing larger is ever held"};
inline constexpr Limit kHeaderCount{"header_count", 100, "headers", "each header costs an allocation"};
inline constexpr Limit kBodyBytes{"body_bytes", 65536, "bytes", "the largest batch request is far smaller"};
inline constexpr Limit kStreams{"streams", 16, "streams", "each holds the order of its papers, eight bytes for each"};
inline constexpr Limit kReplyBytes{"reply_bytes", 16 << 20, "bytes", "a reply is made in memory, and many can be in the making"};
inline constexpr Limit kParameters{"parameters", 300, "parameters", "each is decoded and checked"};
inline constexpr Limit kConnections{"connections", 1024, "connections", "each holds a socket and a buffer"};
inline constexpr Limit kQueuedSearches{"queued_searches", 64, "requests", "what waits longer than a search may take is better refused"};
inline constexpr Limit kIdleSeconds{"idle_seconds", 30, "s", "an idle connection holds a socket"};
inline constexpr Limit kHeaderSeconds{"header_seconds", 10, "s", "a header that drips holds a socket"};
inline constexpr Limit kBodySeconds{"body_seconds", 30, "s", "a body that drips holds a buffer"};
inline constexpr Limit kWriteSeconds{"write_seconds", 10, "s", "a client that does not read holds a reply"};
inline constexpr Limit kDrainSeconds{"drain_seconds", 30, "s", "how long SIGTERM waits for replies in flight"};
}  // namespace limits

// Every limit above, for documentation and tests.
[[nodiscard]] std::span<const Limit> limit_table();

}  // namespace incipit::schema

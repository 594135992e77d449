// A paper's metadata as its source gave it, in one shape for every source (decisions D1 to D5).
//
// Text is valid UTF-8 in the normal form the source gave it: TeX markup is kept here and turned into what people read by
// `analysis::display_text`. Empty strings and empty lists mean "not given".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/date.h"

namespace incipit::schema {

// One author of one paper, at one position in its author list.
struct Authorship {
  std::string name;    // display form, "Given Family" unless the source gave only one string
  std::string given;   // where the source separates them
  std::string family;
  std::string suffix;                      // "Jr.", "III"
  std::vector<std::string> ids;            // "scheme:value": "orcid:0000-...", "openreview:~X1"
  std::vector<std::string> affiliations;

  bool operator==(const Authorship&) const = default;
};

// How often a paper was cited, according to one source at one date.
struct CitationCount {
  std::int64_t count = 0;
  std::string source;          // empty: the corpus record itself
  std::optional<Date> as_of;

  bool operator==(const CitationCount&) const = default;
};

// An imported figure of a paper: its metric name, value, source, model and date as given (never computed by us).
struct PaperMetric {
  std::string metric;  // "ai_score", "novelty", ...
  double value = 0;
  std::string source;
  std::string model;
  std::optional<Date> as_of;

  bool operator==(const PaperMetric&) const = default;
};

// A paper that cites, as a table or a record names it.
struct CitingPaper {
  std::string id;             // as the source wrote it
  std::optional<Date> date;   // of the citation
  std::string source;         // empty: not named

  bool operator==(const CitingPaper&) const = default;
};

struct Link {
  std::string rel;  // "abstract", "pdf", "doi", "code", ...
  std::string url;

  bool operator==(const Link&) const = default;
};

struct Paper {
  std::string id;   // D1: see check_paper_id; the bytes the source gave, compared as bytes
  int version = 0;  // 0: not given
  std::string title;
  std::string abstract;
  std::vector<Authorship> authors;
  std::vector<std::string> categories;  // codes verbatim, in the source's order, without repeats
  std::string primary_category;         // empty: the first category
  std::optional<Date> published, announced, updated;
  std::string comments, doi, journal_ref, report_no, venue, license;
  std::vector<Link> links;
  std::vector<CitationCount> citations;
  std::vector<std::string> references;  // ids as the source wrote them
  std::vector<CitingPaper> cited_by;    // papers that cite this one, of this index or not: see citing_papers.h
  std::vector<std::string> other_ids;   // of records that were merged into this one, or of this one where its source has it
  std::string status;                   // "", "withdrawn" or "retracted"
  std::vector<PaperMetric> metrics;     // imported

  // The declared primary category, else the first; empty without categories (D5).
  [[nodiscard]] std::string primary() const;
  // The count that leads: of the newest `as_of`, then the first source by name; nullopt without any.
  [[nodiscard]] const CitationCount* leading_citations() const;

  bool operator==(const Paper&) const = default;
};

}  // namespace incipit::schema

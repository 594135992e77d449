// Tables that come beside papers, as tab-separated values with a header line that names the columns (any order;
// unknown columns are ignored; gzip, zstd and xz are read too, archives are not):
//
//   author-metrics.tsv   author  metric  value  [scope]  source  as_of  [model]
//   paper-metrics.tsv    paper   metric  value  source  as_of  [model]
//   citations.tsv        paper   count   [source]  [as_of]
//   the same             citing  cited   [date]    [source]
//
// The header of a citations table tells which of the two it is: one that names `citing` or `cited` lists single citations.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/byte_source.h"
#include "corpus/reader.h"
#include "schema/date.h"
#include "schema/error.h"

namespace incipit::corpus {

// One row: `subject` is the author or paper named, `metric` is "citations" for citation counts.
struct MetricRow {
  std::uint64_t line = 0;
  std::string subject;
  std::string metric;
  double value = 0;                    // 0 for a citation count
  std::optional<std::int64_t> count;  // of citations: 0 to limits::kCitationCount, exact; nullopt for other figures
  std::string source;
  std::string model;
  std::optional<schema::Date> as_of;
};

// One paper cites another. The date is that of the citation, where it is given.
struct CitationRow {
  std::uint64_t line = 0;
  std::string citing, cited;  // identifiers as the source wrote them, of at most schema::kMaxPaperIdBytes
  std::optional<schema::Date> date;
  std::string source;
};

struct RowRejection {
  std::uint64_t line = 0;
  Rejection rejection;
};

struct MetricTable {
  std::vector<MetricRow> rows;
  std::vector<CitationRow> edges;      // in place of rows, where the table lists single citations
  std::vector<RowRejection> rejected;  // "missing_value", "bad_number", "bad_date", "bad_id", ...
  std::uint64_t bytes = 0;
  std::string hash;
};

// Reads a whole table of kind author_metrics, paper_metrics or citations. Errors: input_unreadable; input_invalid
// naming a missing column.
[[nodiscard]] schema::Result<MetricTable> read_metric_table(const InputFile& input);
// The same over bytes that come from elsewhere, compressed or not; `input` gives the kind and a name for errors.
[[nodiscard]] schema::Result<MetricTable> read_metric_table(std::unique_ptr<ByteSource> bytes, const InputFile& input);

}  // namespace incipit::corpus

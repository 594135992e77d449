// Where papers come from: files of any known format as a stream of records.
//
// A `Reader` is pulled record by record. A bad record is a value (`Rejection`) and reading goes on; a fault of the
// input itself (missing, truncated, not decompressible) is an `Error` and ends it.
//
// Ids and text are taken as the bytes they are, not normalised to NFC: ids are compared as bytes, and a source that
// writes one id in two normal forms has two papers. Incipit JSONL takes `_id` only where `id` is absent or null (an
// unusable `id` rejects the record: another one would be a guess), but `text` also where `abstract` is empty or no
// string. Category codes, identifiers and references with control characters are dropped with a warning; in text the
// characters become spaces. White space in text is trimmed and collapsed. Of two equal keys of a JSON object the first is
// used, with a warning; null means "not given".
//
// Threads: one reader, one thread; different readers are independent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::corpus {

enum class Format {
  detect,
  incipit_jsonl,
  arxiv_snapshot,
  arxiv_oai,
  arxiv_oai_raw,
  oai_dc,
  arxiv_atom,
  arxiv_abs,
  openalex,
  semantic_scholar,
  acl_anthology,
  pubmed,
  bibtex,
  ris,
  csl_json,
  csv,
  tsv,
};
[[nodiscard]] std::string_view name_of(Format format);  // "incipit-jsonl", "arxiv-snapshot", ..., "detect"
[[nodiscard]] std::optional<Format> format_named(std::string_view name);

enum class InputKind { papers, author_metrics, paper_metrics, citations, overrides };
[[nodiscard]] std::string_view name_of(InputKind kind);

// One file to read. `path` is "-" for standard input.
struct InputFile {
  std::string path;
  InputKind kind = InputKind::papers;
  bool found = false;  // in a directory, not named by anybody: a caller skips it where no format claims it

  [[nodiscard]] std::string name() const;  // the file name alone, "-" for standard input
  bool operator==(const InputFile&) const = default;
};

// Files stand for themselves. A directory with papers*.jsonl* brings those (by name), author-metrics.tsv,
// paper-metrics.tsv, citations.tsv and overrides.tsv (D4). Any other directory brings all regular files below it, in the
// order of their names, as `found` (tables keep their kind and come last); hidden ones are left out and links to
// directories are not followed. An argument that does not exist but has '*', '?' or '[' is a pattern as in a shell, and
// brings what it matches.
// Errors, naming the argument: input_unreadable; input_invalid for a directory that holds nothing to read;
// limit_exceeded beyond limits::kInputFiles.
[[nodiscard]] schema::Result<std::vector<InputFile>> expand_inputs(const std::vector<std::string>& arguments);

// A record that cannot be used: why, where, and its text as read (at most limits::kRejectRawBytes of it).
struct Rejection {
  std::string code;    // "malformed_json", "no_id", "bad_id", "no_text", "too_large", "invalid_utf8", "not_an_object",
                       // "too_deep", "too_many_authors", "unreadable_member", "malformed_xml", "malformed_abs", "unknown_metadata" (of an
                       // OAI-PMH record), "oai_error", "api_error" (the interface answered with an error),
                       // "not_a_paper" (another entity), "malformed_bibtex", "malformed_ris", "malformed_row"
  std::string reason;  // for people
  std::string raw;     // may be invalid UTF-8
  std::uint64_t raw_bytes = 0;  // its full length
};

// An optional field that was dropped because its value has the wrong type or cannot be read.
struct FieldWarning {
  std::string field;
  std::string reason;
};

struct Record {
  std::uint64_t line = 0;  // 1-based, where the record begins
  std::optional<schema::Paper> paper;
  std::optional<Rejection> rejection;
  std::optional<std::string> deleted;  // the id of a paper that its source has taken back; exactly one of the three is there
  std::vector<FieldWarning> warnings;
  std::vector<std::string> ignored_keys;
};

class Reader {
 public:
  virtual ~Reader() = default;
  // The next record; nullopt at the end of the input. Blank lines are skipped.
  [[nodiscard]] virtual schema::Result<std::optional<Record>> next() = 0;
  [[nodiscard]] virtual Format format() const = 0;
  // Bytes taken from the input so far, before decompression, for progress.
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
  // After the end: "xxh3-128:<hex>" of those bytes.
  [[nodiscard]] virtual std::string hash() const = 0;
};

// Opens a file of papers; gzip, zstd and xz are recognised by content, the format too unless it is given. A tar archive,
// compressed or not, is read member by member (see archive_reader.h).
// Errors: input_unreadable, input_invalid when no format fits (says which were tried).
[[nodiscard]] schema::Result<std::unique_ptr<Reader>> open_reader(const InputFile& input, Format format = Format::detect);

// Size in bytes of a regular file, 0 for standard input.
[[nodiscard]] std::uint64_t input_size(const InputFile& input);

}  // namespace incipit::corpus

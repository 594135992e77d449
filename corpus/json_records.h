// One JSON object of each JSON Lines format as a paper. Text is taken as the UTF-8 it is (not normalised
// to NFC, and ids are compared as bytes: a source that spells an id in two normal forms has two papers), with
// white space trimmed and collapsed and control characters as spaces.
#pragma once

#include <simdjson.h>

#include <tl/expected.hpp>

#include "corpus/json_fields.h"
#include "corpus/reader.h"
#include "schema/paper.h"

namespace incipit::corpus {

using RecordResult = tl::expected<schema::Paper, RejectionCause>;

// Incipit JSONL (D4). Adds warnings and ignored keys to the record, also when it is rejected.
//
// `_id` and `text` are read where `id` and `abstract` are absent. Besides the keys of D4 `metrics` is read (a
// list of
// `{metric, value, source, model, as_of}`), so that an export is an input again.
[[nodiscard]] RecordResult read_incipit_record(simdjson::dom::object object, Record& record);

// arXiv's metadata snapshot. `submitter` is never read (D13). `published` is the date of the first version,
// `updated` that of the last where there are several; without versions `update_date` stands for `updated`.
//
// The snapshot has no field for withdrawals: a paper is "withdrawn" when its comments or its abstract begin
// with "withdrawn", when its comments say "has been withdrawn", or when its abstract says so of the paper
// ("this paper has been withdrawn", also article, manuscript, submission, preprint, work, note, letter)
// within its first 120 bytes; letter case does not matter.
[[nodiscard]] RecordResult read_arxiv_record(simdjson::dom::object object, Record& record);

}  // namespace incipit::corpus

// Segments and parts of segments into one segment, without the papers that are dead. Costs a small part of what indexing
// the papers costs: nothing is analysed again.
//
// Threads: every function may run beside the others on other targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <roaring/roaring.hh>
#include <vector>

#include "schema/error.h"

namespace incipit::storage {

struct MergeSource {
  std::filesystem::path columns;
  std::filesystem::path tables;   // of a segment; empty: the postings are in `run`
  std::filesystem::path run;      // of a part
  const Roaring* dead = nullptr;  // docids to leave out; null: none
};

// The rows of the sources one after the other. Columns and tables of one target may be written at the same time.
// Errors: index_damaged, system.
[[nodiscard]] schema::Result<void> merge_columns(const std::vector<MergeSource>& sources, const std::filesystem::path& target);
[[nodiscard]] schema::Result<void> merge_tables(const std::vector<MergeSource>& sources, const std::filesystem::path& target);

// Tables of author names: no columns, no lengths, and a document of the target may come from any source.
struct NameSource {
  std::filesystem::path tables;
  std::vector<std::uint32_t> target_docids;  // by row; 0: left out
};
[[nodiscard]] schema::Result<void> names_from_run(const std::filesystem::path& run, const std::filesystem::path& target);
[[nodiscard]] schema::Result<void> merge_names(const std::vector<NameSource>& sources, std::size_t documents,
                                               const std::filesystem::path& target);

}  // namespace incipit::storage

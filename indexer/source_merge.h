// One paper from several sources becomes one record: arXiv's and OpenAlex's records of a paper, say. Records of one source are
// never merged: two ids there are two papers (and may be shown as duplicates of each other). Of the records of one paper the one
// that leads stays (schema/sources.h).
//
// Threads: pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/paper.h"

namespace incipit::indexer {

// Fills what `paper` lacks from a record of another source: empty fields, links, counts of other sources, ids and affiliations of
// authors at the same position with the same surname. The other id becomes one of `other_ids`.
void merge_record(schema::Paper& paper, const schema::Paper& other);

// What a record shares with others of its paper: its identifiers, and where those fail its title, first surname and year.
struct SourceKeys {
  std::string id;
  std::vector<std::string> identifiers;  // schema::alias_keys
  std::string work;                      // folded title, first surname and year; empty when one is missing or the title is short
  std::vector<std::string> holds;        // ids of records that joined this one before
};
[[nodiscard]] SourceKeys source_keys(const schema::Paper& paper);
[[nodiscard]] std::string work_key(const schema::Paper& paper);
// The same, where the key by which its title is ordered is known.
[[nodiscard]] std::string work_key(const schema::Paper& paper, std::string_view title_key);
// The value by which the index finds papers of a work key: short, so that another key has the same one once in a while.
[[nodiscard]] std::string work_term(std::string_view key);

// A record that joins another one, and by what: "doi", "arxiv", "pmid", "other identifier" or "title".
struct SourceMatch {
  std::size_t paper = 0, joins = 0;  // positions in the list given; `joins` stays
  std::string_view by;
};
// Groups records whose sources differ. At most one record of a source is in a group; each joins the one that stays. Of records
// that share one key the first few, by rank and id, are looked at.
[[nodiscard]] std::vector<SourceMatch> match_sources(const std::vector<SourceKeys>& records);

}  // namespace incipit::indexer

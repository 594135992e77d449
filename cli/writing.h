// Runs that write to the index, with progress and a summary, for every command that makes one.
#pragma once

#include "cli/session.h"
#include "indexer/change.h"
#include "indexer/indexer.h"

namespace incipit::cli {

// Builds an index and tells what became of the inputs. Returns the exit code.
[[nodiscard]] int build_and_report(const Session& session, const indexer::BuildOptions& options);

enum class MergeAfter { now, later };
// Changes the index, tells what became of the inputs, and merges what has become due. Returns the exit code.
[[nodiscard]] int change_and_report(const Session& session, indexer::ChangeOptions options, MergeAfter merge);

}  // namespace incipit::cli

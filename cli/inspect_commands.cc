#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/text_output.h"
#include "schema/result_json.h"
#include "storage/generation.h"

namespace incipit::cli {
namespace {

int run_info(const Session& session) {
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  if (session.json) {
    fmt::print("{}\n", schema::dump(schema::to_json((*searcher)->info())));
  } else {
    print((*searcher)->info());
  }
  return kDone;
}

int run_verify(const Session& session) {
  const auto found = storage::verify_current(session.index_directory());
  if (!found) return report(session, found.error());
  if (session.json) {
    const nlohmann::ordered_json document = {{"whole", found->faults.empty()}, {"files", found->files}, {"bytes", found->bytes}, {"faults", found->faults}};
    fmt::print("{}\n", schema::dump(document));
  } else {
    for (const auto& fault : found->faults) fmt::print("{}\n", fault);
    if (found->faults.empty()) {
      if (!session.quiet) fmt::print("the index is whole: {} files, {} bytes\n", found->files, found->bytes);
    } else {
      fmt::print(stderr, "incipit: {} faults: restore the index from a backup, or index again\n", found->faults.size());
    }
  }
  return found->faults.empty() ? kDone : kBadIndex;
}

}  // namespace

void add_inspect_commands(CLI::App& program, const Session& session, int& exit_code) {
  auto* info = program.add_subcommand("info", "What the index is and what it was made from");
  info->callback([&session, &exit_code] { exit_code = run_info(session); });

  auto* verify = program.add_subcommand("verify", "Check every file of the index against its checksum, and the tables");
  verify->callback([&session, &exit_code] { exit_code = run_verify(session); });
}

}  // namespace incipit::cli

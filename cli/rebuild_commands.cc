#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/progress_bar.h"
#include "indexer/rebuild.h"
#include "schema/result_json.h"

namespace incipit::cli {
namespace {

constexpr const char* kUpgradeFooter =
    R"(An index of an older format, or of older rules of analysis, is rebuilt from its own records: the inputs are not needed, author
ids and imported figures stay. The old generation is served until the new one is published. Exit code 0 also when the index is
up to date.)";

constexpr const char* kRefreshFooter =
    R"(After changes, totals, facets, citations and statistics are exact at once. What is a snapshot of the whole index (marked with
its date and revision) stays as it was until it is computed anew: by this command, from the index's own records. Segments and
author layers become one each. The constants of the ranking stay too, so that scores of before and after can be compared;
--constants measures them on the papers as they are now.)";

int run(const Session& session, indexer::RebuildOptions options) {
  options.index = session.index_directory();
  auto bar = std::make_unique<ProgressBar>(session.quiet);
  const auto summary = indexer::rebuild_index(options, [&](const indexer::Progress& progress) { bar->show(progress); });
  bar.reset();
  if (!summary) return report(session, summary.error());
  if (session.json) {
    auto document = schema::to_json(summary->info);
    document["rebuilt"] = {{"published", summary->published}, {"format_before", summary->format_before}};
    document["seconds"] = summary->seconds;
    document["cpu_seconds"] = summary->cpu_seconds;
    fmt::print("{}\n", schema::dump(document));
  } else if (!session.quiet && summary->published) {
    fmt::print("rebuilt {} papers and {} authors in {:.1f} s ({:.1f} s of CPU): format {}, revision {}, generation {}\n",
               summary->info.papers, summary->info.authors, summary->seconds, summary->cpu_seconds, summary->info.format_version,
               summary->info.revision, summary->info.generation);
  } else if (!session.quiet) {
    fmt::print("the index is up to date: format {}, revision {}\n", summary->info.format_version, summary->info.revision);
  }
  return kDone;
}

CLI::App* add_command(CLI::App& program, const Session& session, int& exit_code, const char* name, const char* description,
                      const std::shared_ptr<indexer::RebuildOptions>& options) {
  auto* command = program.add_subcommand(name, description);
  command->add_option("--jobs", options->jobs, "Threads (default: the number of cores)")->type_name("N")->check(CLI::Range(1, 256));
  command->add_flag_callback(
      "--constants", [options] { options->constants = indexer::RebuildConstants::measure; },
      "Measure the constants of the ranking anew (scores change)");
  command->callback([&session, options, &exit_code] { exit_code = run(session, *options); });
  return command;
}

}  // namespace

void add_rebuild_commands(CLI::App& program, const Session& session, int& exit_code) {
  auto upgrade = std::make_shared<indexer::RebuildOptions>();
  upgrade->reason = indexer::RebuildReason::upgrade;
  add_command(program, session, exit_code, "upgrade", "Rebuild an index of an older format from its own records", upgrade)
      ->footer(kUpgradeFooter);
  auto refresh = std::make_shared<indexer::RebuildOptions>();
  refresh->reason = indexer::RebuildReason::refresh;
  add_command(program, session, exit_code, "refresh", "Compute anew what changes leave as it was", refresh)->footer(kRefreshFooter);
}

}  // namespace incipit::cli

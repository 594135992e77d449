#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/progress_bar.h"
#include "cli/reading_options.h"
#include "cli/text_output.h"
#include "cli/writing.h"
#include "indexer/indexer.h"
#include "schema/paper_json.h"
#include "schema/result_json.h"

namespace incipit::cli {
namespace {

struct IndexArguments {
  indexer::BuildOptions build;
  ReadingArguments reading;
  std::string as_of;
  bool dry_run = false;
};

constexpr std::size_t kDryRunPapers = 5;

constexpr const char* kFooter =
    R"(INPUT is a file, a directory or - for standard input; gzip, zstd, xz and tar are recognised by content.
A directory brings its papers*.jsonl*, author-metrics.tsv, paper-metrics.tsv and citations.tsv; one without papers*.jsonl*
brings all its files.
A record that cannot be used goes to the dead-letter file, and the run goes on.

Examples:
  incipit index corpus/sample
  incipit index --dry-run arxiv-metadata.json.zst
  zstdcat papers.jsonl.zst | incipit index --replace -)";

int run_dry(const Session& session, const indexer::BuildOptions& options) {
  const auto found = indexer::dry_run(options, kDryRunPapers);
  if (!found) return report(session, found.error());
  for (const auto& paper : found->papers) fmt::print("{}\n", schema::canonical_json(paper));
  for (const auto& [input, record] : found->rejected) {
    fmt::print(stderr, "{} line {}: {}: {}\n", input, record.line, record.rejection->code,
               record.rejection->reason);
  }
  return found->papers.empty() ? kNothingFound : kDone;
}

void print_summary(const indexer::BuildSummary& summary) {
  const auto& info = summary.info;
  fmt::print("indexed {} papers and {} authors in {:.1f} s ({:.0f} papers/s, {:.1f} s of CPU)\n", info.papers,
             info.authors, summary.seconds, static_cast<double>(info.papers) / summary.seconds,
             summary.cpu_seconds);
  fmt::print("revision {}, generation {}, as of {}\n", info.revision, info.generation,
             info.as_of ? info.as_of->iso() : "no date");
  for (const auto& input : info.inputs) {
    fmt::print("  {:<28} {:<16} {:>8} records, {} accepted, {} rejected\n", input.name, input.format,
               input.records, input.accepted, input.rejected);
  }
  if (info.superseded > 0)
    fmt::print("{} older records of the same papers were superseded\n", info.superseded);
  for (const auto& [what, count] : info.merged) fmt::print("{} records were merged with another source's, by {}\n", count, what);
  if (info.suppressed > 0) fmt::print("{} records are of ids in suppress.txt\n", info.suppressed);
  for (const auto& [code, count] : info.rejected) fmt::print("rejected: {} x {}\n", count, code);
  if (!summary.rejects.empty()) fmt::print("rejected records are in {}\n", summary.rejects.string());
  for (const auto& [what, count] : info.warnings) fmt::print("warning: {} x {}\n", count, printable(what));
  for (const auto& [key, count] : info.ignored_keys) fmt::print("ignored: {} x key \"{}\"\n", count, printable(key));
  for (const auto& row : info.unmatched)
    fmt::print("unmatched: {} line {}: {} ({})\n", row.input, row.line, printable(row.subject), row.reason);
}

void print_json(const indexer::BuildSummary& summary) {
  auto document = schema::to_json(summary.info);
  document["rejects"] = summary.rejects.empty() ? nlohmann::ordered_json(nullptr)
                                                : nlohmann::ordered_json(summary.rejects.string());
  document["seconds"] = summary.seconds;
  document["cpu_seconds"] = summary.cpu_seconds;
  fmt::print("{}\n", schema::dump(document));
}

int run_index(const Session& session, IndexArguments& arguments) {
  auto& options = arguments.build;
  options.index = session.index_directory();
  const auto format = arguments.reading.chosen_format();
  if (!format) return report(session, format.error());
  options.format = *format;
  if (!arguments.as_of.empty()) {
    auto date = schema::parse_date(arguments.as_of);
    if (!date) {
      date.error().parameter = "--as-of";
      return report(session, date.error());
    }
    options.as_of = *date;
  }
  options.max_errors = arguments.reading.error_limit();
  options.rejects = arguments.reading.rejects;
  options.memory = arguments.reading.memory;
  options.merge_sources = !arguments.reading.keep_apart;
  if (arguments.dry_run) return run_dry(session, options);

  return build_and_report(session, options);
}

}  // namespace

int build_and_report(const Session& session, const indexer::BuildOptions& options) {
  auto bar = std::make_unique<ProgressBar>(session.quiet);
  const auto summary =
      indexer::build_index(options, [&](const indexer::Progress& progress) { bar->show(progress); });
  bar.reset();
  if (!summary) {
    const int code = report(session, summary.error());
    // More rejected records than --max-errors allows: the data is bad, not the command.
    return summary.error().code == schema::ErrorCode::limit_exceeded ? kBadInput : code;
  }
  if (session.json) {
    print_json(*summary);
  } else if (!session.quiet) {
    print_summary(*summary);
  }
  return kDone;
}

void add_index_command(CLI::App& program, const Session& session, int& exit_code) {
  auto* command =
      program.add_subcommand("index", "Build a new generation of the index from papers, and publish it");
  auto arguments = std::make_shared<IndexArguments>();
  auto& build = arguments->build;
  command->footer(kFooter);
  command->add_option("INPUT", build.inputs, "Files, directories or -")->required();
  arguments->reading.add_to(*command);
  command->add_option("--citations", build.citations, "Citation counts: paper, count, source, as_of")
      ->type_name("TSV");
  command->add_option("--author-metrics", build.author_metrics, "Imported figures of authors")
      ->type_name("TSV");
  command->add_option("--paper-metrics", build.paper_metrics, "Imported figures of papers")->type_name("TSV");
  command
      ->add_option("--overrides", build.overrides, "Corrections of who is who, in place of those that the index has")
      ->type_name("TSV");
  command->add_option("--as-of", arguments->as_of, "The index clock (default: the newest date in the inputs)")
      ->type_name("DATE");
  command->add_flag("--replace", build.replace,
                    "Allow to drop papers of inputs that are not given this time");
  command->add_flag("--ignore-author-ids", build.ignore_author_ids,
                    "Let external ids say nothing about who is who, for judging the rest; updates follow");
  command->add_flag("--dry-run", arguments->dry_run,
                    "Print the first records as the index would store them; write nothing");
  command->add_option("--constants-from", build.constants_from, "Take ranking constants (and author ids, for a new index) from this index")
      ->type_name("INDEX");
  command->add_option("--jobs", build.jobs, "Threads (default: the number of cores)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command
      ->add_option("--segment-papers", build.segment_papers,
                   "Papers of a segment at most (default: all in one)")
      ->type_name("N");
  command->callback([&session, arguments, &exit_code] { exit_code = run_index(session, *arguments); });
}

}  // namespace incipit::cli

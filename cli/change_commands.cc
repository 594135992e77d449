#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/progress_bar.h"
#include "cli/reading_options.h"
#include "cli/text_output.h"
#include "cli/writing.h"
#include "indexer/change.h"
#include "indexer/merge.h"
#include "schema/result_json.h"

namespace incipit::cli {
namespace {

constexpr const char* kUpdateFooter =
    R"(New papers are added, papers that the index has are replaced by newer records of the same id, records that their source
took back are deleted. The cost is that of the change, not that of the index; a running server takes the result over by
itself. What the change makes due is merged afterwards (--defer-merge leaves that to `incipit merge`).

Examples:
  incipit update today.jsonl.zst
  incipit update var/harvest/pages
  zcat changes.jsonl.gz | incipit update -)";

constexpr const char* kDeleteFooter =
    R"(ID is a paper's id, or another identifier that means one paper only (a DOI, arXiv:2401.01967v2, pmid:123).
A deleted paper comes back when an update brings it again; an id in suppress.txt of the index never does.)";

constexpr const char* kMergeFooter =
    R"(Merging copies, it analyses nothing anew: answers stay the same and a running server goes on meanwhile.
Exit code 0 also when nothing was due.)";

// What a change and a merge leave behind, as JSON.
nlohmann::ordered_json to_json(const indexer::ChangeSummary& summary) {
  auto document = schema::to_json(summary.info);
  document["changed"] = {{"published", summary.published}, {"added", summary.added},           {"replaced", summary.replaced},
                         {"unchanged", summary.unchanged}, {"superseded", summary.superseded}, {"merged", summary.merged},
                         {"deleted", summary.deleted},     {"not_found", summary.not_found}};
  document["rejects"] = summary.rejects.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(summary.rejects.string());
  document["seconds"] = summary.seconds;
  document["cpu_seconds"] = summary.cpu_seconds;
  return document;
}

void print_change(const indexer::ChangeSummary& summary) {
  fmt::print("{} added, {} replaced, {} deleted, {} unchanged, {} older than what the index has, {} merged with another source's\n",
             summary.added, summary.replaced, summary.deleted, summary.unchanged, summary.superseded, summary.merged);
  for (const auto& id : summary.not_found) fmt::print("not found: {}\n", printable(id));
  if (!summary.rejects.empty()) fmt::print("rejected records are in {}\n", summary.rejects.string());
  if (summary.published) {
    fmt::print("searchable after {:.2f} s: {} papers, revision {}, generation {}\n", summary.seconds, summary.info.papers,
               summary.info.revision, summary.info.generation);
  } else {
    fmt::print("the index stays as it is: revision {}\n", summary.info.revision);
  }
}

void print_merge(const indexer::MergeSummary& summary) {
  if (!summary.published) {
    fmt::print("nothing was to be merged: {} segments\n", summary.segments_after);
    return;
  }
  fmt::print("merged {} segments into {}, {} deleted or replaced records dropped, in {:.1f} s\n", summary.segments_before,
             summary.segments_after, summary.dropped, summary.seconds);
}

schema::Result<indexer::MergeSummary> merge_with_progress(const Session& session, const indexer::MergeOptions& options) {
  ProgressBar bar(session.quiet);
  return indexer::merge_index(options, [&](const indexer::Progress& progress) { bar.show(progress); });
}

int run_merge(const Session& session, indexer::MergeOptions options) {
  options.index = session.index_directory();
  const auto summary = merge_with_progress(session, options);
  if (!summary) return report(session, summary.error());
  if (session.json) {
    auto document = schema::to_json(summary->info);
    document["merged"] = {{"published", summary->published}, {"segments_before", summary->segments_before},
                          {"segments_after", summary->segments_after}, {"dropped", summary->dropped}};
    document["seconds"] = summary->seconds;
    fmt::print("{}\n", schema::dump(document));
  } else if (!session.quiet) {
    print_merge(*summary);
  }
  return kDone;
}

void add_deferring(CLI::App& command, MergeAfter& merge) {
  command.add_flag_callback("--defer-merge", [&merge] { merge = MergeAfter::later; }, "Leave merging to `incipit merge`");
}

template <class Wait>
void add_waiting(CLI::App& command, Wait wait) {
  command.add_flag_callback("--wait", wait, "Wait for another run that writes to the index, instead of giving up");
}

void add_update(CLI::App& program, const Session& session, int& exit_code) {
  struct Arguments {
    indexer::ChangeOptions change;
    ReadingArguments reading;
    MergeAfter merge = MergeAfter::now;
  };
  auto* command = program.add_subcommand("update", "Add, replace and take back papers in the index there is");
  auto arguments = std::make_shared<Arguments>();
  command->footer(kUpdateFooter);
  command->add_option("INPUT", arguments->change.inputs, "Files, directories, patterns or -");
  arguments->reading.add_to(*command);
  command->add_option("--citations", arguments->change.citations, "Citation counts: paper, count, source, as_of")->type_name("TSV");
  command->add_option("--paper-metrics", arguments->change.paper_metrics, "Imported figures of papers")->type_name("TSV");
  command->add_option("--author-metrics", arguments->change.author_metrics, "Imported figures of authors")->type_name("TSV");
  command->add_option("--overrides", arguments->change.overrides, "Corrections of who is who, in place of those that the index has")->type_name("TSV");
  command->add_option("--jobs", arguments->change.jobs, "Threads (default: the number of cores)")->type_name("N")->check(CLI::Range(1, 256));
  add_deferring(*command, arguments->merge);
  add_waiting(*command, [arguments] { arguments->change.contention = indexer::Contention::wait; });
  command->callback([&session, arguments, &exit_code] {
    const auto& change = arguments->change;
    if (change.inputs.empty() && change.citations.empty() && change.paper_metrics.empty() && change.author_metrics.empty() && change.overrides.empty()) {
      exit_code = report(session, {schema::ErrorCode::usage, "an INPUT or a table is needed", "", "INPUT", {}});
      return;
    }
    const auto format = arguments->reading.chosen_format();
    if (!format) {
      exit_code = report(session, format.error());
      return;
    }
    arguments->change.format = *format;
    arguments->change.max_errors = arguments->reading.error_limit();
    arguments->change.rejects = arguments->reading.rejects;
    arguments->change.memory = arguments->reading.memory;
    arguments->change.merge_sources = !arguments->reading.keep_apart;
    exit_code = change_and_report(session, arguments->change, arguments->merge);
  });
}

void add_delete(CLI::App& program, const Session& session, int& exit_code) {
  struct Arguments {
    indexer::ChangeOptions change;
    MergeAfter merge = MergeAfter::now;
  };
  auto* command = program.add_subcommand("delete", "Take papers out of the index");
  auto arguments = std::make_shared<Arguments>();
  command->footer(kDeleteFooter);
  command->add_option("ID", arguments->change.deletes, "Papers")->required();
  add_deferring(*command, arguments->merge);
  add_waiting(*command, [arguments] { arguments->change.contention = indexer::Contention::wait; });
  command->callback([&session, arguments, &exit_code] { exit_code = change_and_report(session, arguments->change, arguments->merge); });
}

void add_merge(CLI::App& program, const Session& session, int& exit_code) {
  auto* command = program.add_subcommand("merge", "Merge what changes left behind: small segments, deleted papers");
  auto options = std::make_shared<indexer::MergeOptions>();
  auto all = std::make_shared<bool>(false);
  command->footer(kMergeFooter);
  add_waiting(*command, [options] { options->contention = indexer::Contention::wait; });
  command->add_flag("--all", *all, "Everything into one segment, due or not");
  command->add_option("--jobs", options->jobs, "Threads (default: the number of cores)")->type_name("N")->check(CLI::Range(1, 256));
  command->callback([&session, options, all, &exit_code] {
    options->scope = *all ? indexer::MergeScope::all : indexer::MergeScope::due;
    exit_code = run_merge(session, *options);
  });
}

}  // namespace

int change_and_report(const Session& session, indexer::ChangeOptions options, MergeAfter merge_after) {
  options.index = session.index_directory();
  auto bar = std::make_unique<ProgressBar>(session.quiet);
  const auto summary = indexer::change_index(options, [&](const indexer::Progress& progress) { bar->show(progress); });
  bar.reset();
  if (!summary) {
    const int code = report(session, summary.error());
    return summary.error().code == schema::ErrorCode::limit_exceeded ? kBadInput : code;
  }
  if (session.json) {
    fmt::print("{}\n", schema::dump(to_json(*summary)));
  } else if (!session.quiet) {
    print_change(*summary);
  }
  std::fflush(stdout);  // the change counts whatever becomes of the merge
  if (summary->published && merge_after == MergeAfter::now) {
    indexer::MergeOptions merge;
    merge.index = options.index;
    merge.jobs = options.jobs;
    const auto merged = merge_with_progress(session, merge);
    // Another writer may have come in between: it will merge.
    if (!merged && merged.error().code != schema::ErrorCode::index_locked) return report(session, merged.error());
    if (merged && merged->published && !session.json && !session.quiet) print_merge(*merged);
  }
  const bool nothing_done = !summary->not_found.empty() && summary->deleted == 0 && options.inputs.empty();
  return nothing_done ? kNothingFound : kDone;
}

void add_change_commands(CLI::App& program, const Session& session, int& exit_code) {
  add_update(program, session, exit_code);
  add_delete(program, session, exit_code);
  add_merge(program, session, exit_code);
}

}  // namespace incipit::cli

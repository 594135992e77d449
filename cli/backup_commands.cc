#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "schema/result_json.h"
#include "storage/backup.h"

namespace incipit::cli {
namespace {

constexpr const char* kBackupFooter =
    R"(One file with everything that searching needs, compressed, every byte checked while it is copied. A running server and a
running update go on meanwhile. FILE is there whole or not at all; an older one of this name is replaced. The same index gives
the same file.

Not in it: rejected records, and suppress.txt of the index directory.

Examples:
  incipit backup incipit.tar.zst
  incipit backup - | ssh elsewhere 'cat > incipit.tar.zst')";

constexpr const char* kRestoreFooter =
    R"(Every byte is checked before the index that is there gives way; a running server takes the restored one over by itself.
--replace is needed where the directory holds an index of another revision.

Examples:
  incipit restore incipit.tar.zst
  ssh elsewhere 'cat incipit.tar.zst' | incipit --index /srv/index restore -)";

void print_summary(const Session& session, const storage::BackupSummary& summary, const char* done,
                   std::FILE* out) {
  if (session.json) {
    auto document = schema::to_json(summary.info);
    document["files"] = summary.files;
    document["bytes"] = summary.bytes;
    fmt::print(out, "{}\n", schema::dump(document));
  } else if (!session.quiet) {
    fmt::print(out, "{} {} papers: {} files, {} bytes, revision {}, generation {}\n", done,
               summary.info.papers, summary.files, summary.bytes, summary.info.revision,
               summary.info.generation);
  }
}

int run_backup(const Session& session, const std::string& file) {
  const bool piped = file == "-";
  if (piped && isatty(STDOUT_FILENO) != 0) {
    return report(session, {schema::ErrorCode::usage,
                            "a backup is not for a terminal: name a file, or pipe it to a program",
                            "",
                            "",
                            {}});
  }
  const auto summary = piped ? storage::back_up(session.index_directory(), STDOUT_FILENO)
                             : storage::back_up(session.index_directory(), file);
  if (!summary) return report(session, summary.error());
  print_summary(session, *summary, "backed up", piped ? stderr : stdout);
  return kDone;
}

int run_restore(const Session& session, const std::string& file, bool replace) {
  const auto other = replace ? storage::OtherIndex::replace : storage::OtherIndex::refuse;
  const auto summary = file == "-" ? storage::restore(session.index_directory(), STDIN_FILENO, other)
                                   : storage::restore(session.index_directory(), file, other);
  if (!summary) return report(session, summary.error());
  print_summary(session, *summary, "restored", stdout);
  return kDone;
}

}  // namespace

void add_backup_commands(CLI::App& program, const Session& session, int& exit_code) {
  auto* backup = program.add_subcommand("backup", "Copy the index into one file");
  auto target = std::make_shared<std::string>();
  backup->footer(kBackupFooter);
  backup->add_option("FILE", *target, "The backup, or - for standard output")->required();
  backup->callback([&session, target, &exit_code] { exit_code = run_backup(session, *target); });

  auto* restore = program.add_subcommand("restore", "Publish the content of a backup");
  auto source = std::make_shared<std::string>();
  auto replace = std::make_shared<bool>(false);
  restore->footer(kRestoreFooter);
  restore->add_option("FILE", *source, "The backup, or - for standard input")->required();
  restore->add_flag("--replace", *replace, "Give up the index of another revision that is there");
  restore->callback(
      [&session, source, replace, &exit_code] { exit_code = run_restore(session, *source, *replace); });
}

}  // namespace incipit::cli

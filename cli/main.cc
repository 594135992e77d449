#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "cli/commands.h"

namespace {

constexpr const char* kFooter = R"(Begin with:
  incipit index corpus/sample            build an index from the bundled sample
  incipit search "toxicity of language models"
  incipit author "Xiaoyan Bai"
  incipit serve                          pages and API on http://127.0.0.1:8080/

Exit codes: 0 done, 1 nothing found or a check failed, 2 wrong usage, 3 bad input data,
4 the index is missing or damaged, 5 the system refused (disk, memory, port).)";

// The word in the place of the command when there is no command of this name; empty when that is not the
// fault.
std::string unknown_command(const CLI::App& program, int argc, char** argv) {
  constexpr std::array<std::string_view, 4> kWithValue{"--index", "--color", "--config", "--synonym-file"};
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (std::find(kWithValue.begin(), kWithValue.end(), word) != kWithValue.end()) {
      ++i;
    } else if (!word.starts_with('-')) {
      return program.get_subcommands([&](const CLI::App* command) { return command->get_name() == word; })
                     .empty()
                 ? word
                 : "";
    }
  }
  return "";
}

int run(int argc, char** argv) {
  CLI::App program{"Incipit: full-text search over research-paper abstracts", "incipit"};
  incipit::cli::Session session;
  int exit_code = incipit::cli::kDone;
  program.require_subcommand(1);
  program.fallthrough();
  program.footer(kFooter);
  program.set_version_flag("--version", "incipit " INCIPIT_VERSION);
  program
      .add_option("--index", session.index,
                  "Directory of the index (default: $INCIPIT_INDEX, ./var/index, the user's data folder)")
      ->type_name("DIR");
  program.add_option("--synonym-file", session.synonyms, "Synonyms that searches use, where this command searches or serves (docs/api.md)")
      ->type_name("FILE");
  program.add_flag("--json", session.json, "Answer in JSON, as the API does");
  program.add_flag("--quiet", session.quiet, "No progress, no summary");
  program.add_flag("--verbose", session.verbose, "Details of errors");
  program.add_option("--color", session.color, "Colours in results: auto, always or never")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, incipit::cli::Color>{{"auto", incipit::cli::Color::automatic},
                                                     {"always", incipit::cli::Color::always},
                                                     {"never", incipit::cli::Color::never}},
          CLI::ignore_case))
      ->default_str("auto");
  program.set_config("--config", "", "Read options from a file (TOML or INI; a section for each command)");
  program.allow_config_extras(CLI::config_extras_mode::error);
  incipit::cli::add_index_command(program, session, exit_code);
  incipit::cli::add_change_commands(program, session, exit_code);
  incipit::cli::add_backup_commands(program, session, exit_code);
  incipit::cli::add_rebuild_commands(program, session, exit_code);
  incipit::cli::add_harvest_command(program, session, exit_code);
  incipit::cli::add_serve_command(program, session, exit_code);
  incipit::cli::add_ask_commands(program, session, exit_code);
  incipit::cli::add_authors_commands(program, session, exit_code);
  incipit::cli::add_eval_command(program, session, exit_code);
  incipit::cli::add_inspect_commands(program, session, exit_code);
  incipit::cli::add_export_command(program, session, exit_code);
  try {
    program.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    const std::string word = unknown_command(program, argc, argv);
    if (word.empty()) return program.exit(error) == 0 ? incipit::cli::kDone : incipit::cli::kWrongUsage;
    std::fprintf(stderr, "incipit: no command is called '%s'\nRun with --help for more information.\n",
                 word.c_str());
    return incipit::cli::kWrongUsage;
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? incipit::cli::kDone : incipit::cli::kWrongUsage;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("incipit: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "incipit: %s\n", error.what());
  }
  return incipit::cli::kSystemRefused;
}

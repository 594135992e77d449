// The commands: each adds itself, with its options and help, to the program and leaves its exit code where it is told.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/session.h"

namespace incipit::cli {

// `exit_code` is set when the command ran.
void add_index_command(CLI::App& program, const Session& session, int& exit_code);
void add_change_commands(CLI::App& program, const Session& session, int& exit_code);   // update, delete, merge
void add_backup_commands(CLI::App& program, const Session& session, int& exit_code);   // backup, restore
void add_rebuild_commands(CLI::App& program, const Session& session, int& exit_code);  // upgrade, refresh
void add_harvest_command(CLI::App& program, const Session& session, int& exit_code);
void add_serve_command(CLI::App& program, const Session& session, int& exit_code);
void add_ask_commands(CLI::App& program, const Session& session, int& exit_code);      // search, paper, author
void add_authors_commands(CLI::App& program, const Session& session, int& exit_code);  // authors merge, split, ...
void add_eval_command(CLI::App& program, const Session& session, int& exit_code);
void add_inspect_commands(CLI::App& program, const Session& session, int& exit_code);  // info, verify
void add_export_command(CLI::App& program, const Session& session, int& exit_code);

}  // namespace incipit::cli

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "cli/commands.h"
#include "cli/harvest_update.h"
#include "cli/status_line.h"
#include "cli/text_output.h"
#include "corpus/harvest.h"
#include "corpus/harvest_state.h"
#include "schema/result_json.h"

namespace incipit::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr auto kPlainLine = std::chrono::seconds(10);
constexpr int kLongestSeconds = 86'400;  // of a wait or a request

constexpr const char* kFooter =
    R"(Every page is kept as DIR/pages/NNNNNN.xml, and DIR/harvest.json says what comes next. A harvest that was stopped or failed
goes on where it was when the command is given again; after a complete one the next asks only for what changed since.
--update brings the pages that are new into the index afterwards (and makes the index where there is none); without it, give
DIR/pages to `incipit index` or `incipit update`.

Without --directory the pages are kept in a folder `harvest` beside the index (var/index: var/harvest).

Examples:
  incipit harvest --oai https://oaipmh.arxiv.org/oai --set cs --from 2024-01-01
  incipit harvest --oai https://oaipmh.arxiv.org/oai --set cs --update
  incipit harvest --oai https://example.org/oai --prefix oai_dc --directory library)";

struct HarvestArguments {
  corpus::HarvestOptions harvest;
  bool update = false;
  int delay = 3, longest_wait = 600, page_timeout = 300;  // seconds
};

// Not inside the index, which may be built anew or restored while the pages took hours to fetch.
fs::path directory_beside(const fs::path& index) {
  fs::path path = index.lexically_normal();
  const std::string last = path.filename().string();
  if (last == "." || last == "..") path = fs::absolute(path).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path.parent_path() / "harvest";
}

// The harvester's name of a value as the option that gave it.
std::string option_of(const std::string& parameter) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOptions{
      {{"url", "oai"},
       {"metadata_prefix", "prefix"},
       {"max_retries", "retries"},
       {"longest_wait", "longest-wait"},
       {"page_timeout", "page-timeout"}}};
  const auto* const found = std::find_if(kOptions.begin(), kOptions.end(),
                                         [&](const auto& option) { return option.first == parameter; });
  return "--" + (found == kOptions.end() ? parameter : std::string(found->second));
}

// A word of a command that can be pasted into a shell.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (bytes >= 1'000'000'000) return fmt::format("{:.2f} GB", size / 1e9);
  if (bytes >= 1'000'000) return fmt::format("{:.1f} MB", size / 1e6);
  return fmt::format("{:.0f} kB", size / 1e3);
}

// `part_of_list`: the list was begun by an earlier run, so what this run has is not measured against the size of the list.
class HarvestLine {
 public:
  HarvestLine(bool quiet, bool part_of_list) : line_(quiet, kPlainLine), part_of_list_(part_of_list), began_(steady_clock::now()) {}

  void show(const corpus::HarvestProgress& progress) {
    if (line_.quiet()) return;
    if (!progress.note.empty()) return line_.note(printable(progress.note));
    const bool first = progress.pages == 1;
    const bool complete = progress.complete_list_size && progress.records >= *progress.complete_list_size;
    if (first || complete || line_.due()) line_.show(line_of(progress));
  }

 private:
  std::string line_of(const corpus::HarvestProgress& progress) const {
    const double seconds = std::chrono::duration<double>(steady_clock::now() - began_).count();
    const auto records = static_cast<double>(progress.records);
    const std::uint64_t size = part_of_list_ ? 0 : progress.complete_list_size.value_or(0);
    const bool measured = size > 0 && progress.records <= size;
    std::string line = fmt::format("harvesting  {}, {}", counted(progress.pages, "page"), progress.records);
    if (measured) line += fmt::format(" of {}", size);
    line += " records";
    if (measured) line += fmt::format(" ({:.0f} %)", 100 * records / static_cast<double>(size));
    line += ", " + size_text(progress.bytes);
    if (seconds > 0.5) line += fmt::format(", {:.0f} records/s", records / seconds);
    if (measured && progress.records > 0 && progress.records < size && seconds > 1) {
      const double left = seconds / records * static_cast<double>(size - progress.records);
      line += fmt::format(", {} left", clock_text(left));
    }
    return line;
  }

  StatusLine line_;
  bool part_of_list_;
  steady_clock::time_point began_;
};

// What brings the pages into the index: a first build where there is none.
std::string next_command(const Session& session, const fs::path& pages) {
  std::error_code ignored;
  const bool there = fs::exists(session.index_directory() / "CURRENT", ignored);
  std::string command = "incipit ";
  if (!session.index.empty()) command += "--index " + shell_word(session.index) + " ";
  return command + (there ? "update " : "index ") + shell_word(pages.string());
}

void print_summary(const Session& session, const corpus::HarvestSummary& summary, const fs::path& pages,
                   double seconds, bool update_follows) {
  if (summary.pages == 0) {
    fmt::print("nothing new{}\n", summary.from.empty() ? "" : " since " + summary.from);
  } else {
    fmt::print("harvested {} with {} ({} deleted), {}, in {:.1f} s", counted(summary.pages, "page"),
               counted(summary.records, "record"), summary.deleted, size_text(summary.bytes), seconds);
    if (summary.retries > 0) fmt::print(", after {}", counted(summary.retries, "failed request"));
    fmt::print("\n");
  }
  if (!summary.response_date.empty())
    fmt::print("as the source was at {}\n", printable(summary.response_date));
  if (!update_follows) fmt::print("next: {}\n", printable(next_command(session, pages)));
}

void print_json(const corpus::HarvestSummary& summary, const fs::path& pages, double seconds) {
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
  };
  const nlohmann::ordered_json document{{"pages_directory", pages.string()},
                                        {"pages", summary.pages},
                                        {"records", summary.records},
                                        {"deleted", summary.deleted},
                                        {"bytes", summary.bytes},
                                        {"retries", summary.retries},
                                        {"resumed", summary.resumed},
                                        {"restarted", summary.restarted},
                                        {"from", text_or_null(summary.from)},
                                        {"response_date", text_or_null(summary.response_date)},
                                        {"files", summary.files},
                                        {"seconds", seconds}};
  fmt::print("{}\n", schema::dump(document));
}

int run_harvest(const Session& session, HarvestArguments& arguments) {
  auto& options = arguments.harvest;
  if (options.directory.empty()) options.directory = directory_beside(session.index_directory()).string();
  options.delay = std::chrono::seconds(arguments.delay);
  options.longest_wait = std::chrono::seconds(arguments.longest_wait);
  options.page_timeout = std::chrono::seconds(arguments.page_timeout);
  options.user_agent = "incipit-harvester/" INCIPIT_VERSION;

  // A state that cannot be read is the harvester's to report.
  const auto state = corpus::read_harvest_state((fs::path(options.directory) / "harvest.json").string());
  const bool unfinished = state && *state && !(*state)->token.empty();
  const auto began = steady_clock::now();
  auto line = std::make_unique<HarvestLine>(session.quiet, unfinished);
  auto summary =
      corpus::harvest(options, [&](const corpus::HarvestProgress& progress) { line->show(progress); });
  line.reset();
  if (!summary) {
    auto error = summary.error();
    if (!error.parameter.empty()) error.parameter = option_of(error.parameter);
    const int code = report(session, error);
    // What passes a limit here comes from the source, not from the command.
    return error.code == schema::ErrorCode::limit_exceeded ? kBadInput : code;
  }
  const double seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  const fs::path pages = fs::path(options.directory) / "pages";
  if (session.json) {
    print_json(*summary, pages, seconds);
  } else if (!session.quiet) {
    print_summary(session, *summary, pages, seconds, arguments.update);
  }
  return arguments.update ? update_from_harvest(session, options.directory) : kDone;
}

}  // namespace

void add_harvest_command(CLI::App& program, const Session& session, int& exit_code) {
  auto* command = program.add_subcommand("harvest", "Fetch records from an OAI-PMH source into a directory");
  auto arguments = std::make_shared<HarvestArguments>();
  auto& harvest = arguments->harvest;
  command->footer(kFooter);
  command->add_option("--oai", harvest.url, "The source: its base address, http or https")
      ->type_name("URL")
      ->required();
  command->add_option("--prefix", harvest.metadata_prefix, "Form of the records: arXiv, arXivRaw or oai_dc")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_option("--set", harvest.set, "Only this part of the source (default: all)")->type_name("NAME");
  command
      ->add_option("--from", harvest.from,
                   "What changed on this day or later (default: since the last harvest)")
      ->type_name("DATE");
  command->add_option("--until", harvest.until, "What changed on this day or before (default: now)")
      ->type_name("DATE");
  command
      ->add_option("--directory", harvest.directory,
                   "Where the pages are kept (default: harvest, beside the index)")
      ->type_name("DIR");
  const auto add_seconds = [&](const char* name, int& value, int least, const char* what) {
    command->add_option(name, value, what)
        ->capture_default_str()
        ->type_name("SECONDS")
        ->check(CLI::Range(least, kLongestSeconds));
  };
  add_seconds("--delay", arguments->delay, 0, "Pause between requests");
  command->add_option("--retries", harvest.max_retries, "Further attempts at a page that fails")
      ->capture_default_str()
      ->type_name("N")
      ->check(CLI::Range(0, 100));
  add_seconds("--page-timeout", arguments->page_timeout, 1, "For one request");
  add_seconds("--longest-wait", arguments->longest_wait, 1,
              "Give up when the source asks for a longer pause (Retry-After)");
  command->add_flag("--update", arguments->update, "Then bring what is new into the index");
  command->callback([&session, arguments, &exit_code] { exit_code = run_harvest(session, *arguments); });
}

}  // namespace incipit::cli

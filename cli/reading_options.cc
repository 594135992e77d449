#include "cli/reading_options.h"

#include "corpus/formats.h"

namespace incipit::cli {

namespace {

std::string format_names() { return std::string(corpus::name_of(corpus::Format::detect)) + ", " + corpus::format_names(); }

}  // namespace

void ReadingArguments::add_to(CLI::App& command) {
  command.add_option("--format", format, "What the inputs are, where that is not to be found out: " + format_names())
      ->type_name("FORMAT")
      ->capture_default_str();
  command.add_option("--max-errors", max_errors, "Give up after more rejected records than this")->type_name("N");
  command.add_option("--rejects", rejects, "The dead-letter file (default: rejects/ in the index)")->type_name("FILE");
  command.add_option("--memory", memory, "Memory to get along with, as 800M or 12G (default: three quarters of the machine's)")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false));
  command.add_flag("--no-merge", keep_apart, "Keep the records of one paper from several sources apart");
}

schema::Result<corpus::Format> ReadingArguments::chosen_format() const {
  if (const auto named = corpus::format_named(format)) return *named;
  return schema::fail_at(schema::ErrorCode::usage, "--format", "no format is called '" + format + "'; there are " + format_names());
}

std::optional<std::int64_t> ReadingArguments::error_limit() const {
  return max_errors >= 0 ? std::optional(max_errors) : std::nullopt;
}

}  // namespace incipit::cli

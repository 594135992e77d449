#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/api_arguments.h"
#include "cli/commands.h"
#include "cli/paper_output.h"
#include "query/result_set.h"
#include "schema/result_json.h"
#include "server/api/parameters.h"

namespace incipit::cli {
namespace {

struct ExportOptions {
  ApiArguments query;
  std::string format = "jsonl";
  std::string provenance;  // a file
  bool canonical = false;
};

int run_canonical(const Session& session) {
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  bool failed = false;
  const auto exported = (*searcher)->export_canonical([&](std::string_view line) {
    failed = std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fputc('\n', stdout) == EOF;
    return !failed;
  });
  if (!exported) return report(session, exported.error());
  if (failed || std::fflush(stdout) != 0) return report(session, output_closed());
  return kDone;
}

// Where the papers come from, beside them and not in them.
nlohmann::ordered_json provenance_of(const query::ResultSet& papers, const std::string& format) {
  const auto& query = papers.query();
  nlohmann::ordered_json document{
      {"index", schema::to_json(papers.index())},
      {"query", {{"text", query.text}, {"parsed", query.parsed}}},
      {"total", papers.size()},
      {"as_of", papers.as_of() ? nlohmann::ordered_json(papers.as_of()->iso()) : nlohmann::ordered_json(nullptr)},
      {"format", format},
      {"program", "incipit " INCIPIT_VERSION}};
  for (const auto& note : query.notes) {
    if (note.left_out) document["left_out"] = *note.left_out;
  }
  return document;
}

int tell_provenance(const Session& session, const query::ResultSet& papers, const ExportOptions& options) {
  const auto document = provenance_of(papers, options.format);
  if (options.provenance.empty()) {
    if (!session.quiet) {
      fmt::print(stderr, "{} papers of revision {}{}\n", papers.size(), papers.index().revision, papers.as_of() ? ", as of " + papers.as_of()->iso() : "");
      for (const auto& note : papers.query().notes) {
        if (note.left_out) fmt::print(stderr, "{}\n", note.message);
      }
    }
    return kDone;
  }
  std::ofstream file(options.provenance, std::ios::binary);
  file << schema::dump(document) << "\n";
  file.close();
  if (file) return kDone;
  return report(session, {schema::ErrorCode::system, "the file of --provenance cannot be written", "", "--provenance", {}});
}

int run_export(const Session& session, const ExportOptions& options) {
  if (options.canonical) {
    if (!options.query.parameters().empty()) {
      return report(session, {schema::ErrorCode::usage, "--canonical writes the whole index; it takes no query and no filters", "", "--canonical", {}});
    }
    return run_canonical(session);
  }
  const auto format = writers::format_named(options.format);
  if (!format) return report(session, {schema::ErrorCode::usage, "'" + options.format + "' is none of bibtex, ris, csl, csv and jsonl", "", "--format", {}});
  auto request = server::api::parse_search_request(options.query.parameters());
  if (!request) return report(session, request.error());
  // An export holds what was asked for and nothing that is near it.
  if (request->match == schema::MatchMode::automatic) request->match = schema::MatchMode::all;
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto papers = (*searcher)->select(*request);
  if (!papers) return report(session, papers.error());
  PaperOutput out(*format);
  for (std::size_t i = 0; i < (*papers)->size(); ++i) {
    const auto paper = (*papers)->paper(i);
    if (!paper) return report(session, paper.error());
    if (!out.write(*paper)) break;
  }
  const int written = out.finish(session, (*papers)->size() == 0 ? kNothingFound : kDone);
  const int told = written == kSystemRefused ? kDone : tell_provenance(session, **papers, options);
  return told == kDone ? written : told;
}

}  // namespace

void add_export_command(::CLI::App& program, const Session& session, int& exit_code) {
  auto* command = program.add_subcommand("export", "Write all papers of a query, or the whole index, to standard output");
  auto options = std::make_shared<ExportOptions>();
  command->footer(R"(Examples:
  incipit export graph kernels --year 2019..2024 --format bibtex > kernels.bib
  incipit export --category cs.CL --format csv --provenance cs.CL.json > cs.CL.csv
  incipit export --canonical > everything.jsonl)");
  command->add_option("QUERY", options->query.words, "Query text, strictly matched; none: all papers that pass the filters");
  command->add_option("--format", options->format, "bibtex, ris, csl, csv or jsonl")->capture_default_str();
  command->add_option("--provenance", options->provenance, "Write revision, query, total and clock of the index to this file as JSON")->type_name("FILE");
  command->add_flag("--canonical", options->canonical, "Every paper of the index as canonical JSON Lines, by id, with author ids");
  add_parameters(*command, server::api::ParameterGroup::paper_export, options->query);
  command->callback([&session, options, &exit_code] { exit_code = run_export(session, *options); });
}

}  // namespace incipit::cli

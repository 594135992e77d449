#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "evaluation/collection.h"
#include "evaluation/measures.h"
#include "evaluation/run.h"
#include "evaluation/significance.h"
#include "schema/result_json.h"

namespace incipit::cli {
namespace {

using evaluation::Judged;
using evaluation::Measure;
using evaluation::Run;
using schema::ErrorCode;
using schema::Result;

struct EvalArguments {
  std::string queries, judgements;
  std::string run_in, run_out, baseline;
  std::string tag = "incipit";
  bool expand = false;
  bool without_synonyms = false;
  std::size_t depth = 1000;
};

// Reads a file by one of the readers of the evaluation; the file is named in what goes wrong.
template <class Reader>
auto read_file(const std::string& path, const Reader& reader) -> decltype(reader(std::declval<std::istream&>())) {
  std::ifstream in(path);
  if (!in) return schema::fail(ErrorCode::input_unreadable, "'" + path + "' cannot be read");
  auto read = reader(in);
  if (!read) return schema::fail(read.error().code, path + ": " + read.error().message);
  if (in.bad()) return schema::fail(ErrorCode::input_unreadable, "'" + path + "' cannot be read to its end");
  return read;
}

// A question as it is asked (D7): no operators, any of its words.
schema::SearchRequest request_for(const std::string& text, const EvalArguments& arguments) {
  schema::SearchRequest request;
  request.q = text;
  request.syntax = schema::QuerySyntax::text;
  request.match = schema::MatchMode::any;
  request.sort = schema::Sort{schema::SortKey::relevance, false};
  request.expand = arguments.expand;
  request.synonyms = !arguments.without_synonyms;
  return request;
}

Result<Run> ask_all(const Session& session, const EvalArguments& arguments, const evaluation::Judgements& judgements) {
  auto searcher = open_index(session);
  if (!searcher) return tl::make_unexpected(searcher.error());
  const auto questions = read_file(arguments.queries, evaluation::read_questions);
  if (!questions) return tl::make_unexpected(questions.error());
  Run run;
  for (const auto& question : *questions) {
    if (!judgements.contains(question.id)) continue;
    auto ranked = (*searcher)->rank(request_for(question.text, arguments), arguments.depth);
    if (!ranked) return schema::fail(ranked.error().code, "query '" + question.id + "': " + ranked.error().message);
    run[question.id] = std::move(ranked->papers);
  }
  return run;
}

Result<void> write_run_file(const EvalArguments& arguments, const Run& run) {
  std::ofstream out(arguments.run_out);
  if (!out) return schema::fail(ErrorCode::system, "'" + arguments.run_out + "' cannot be written");
  if (auto written = evaluation::write_run(out, run, arguments.tag); !written) return written;
  out.close();
  if (!out) return schema::fail(ErrorCode::system, "'" + arguments.run_out + "' could not be written to its end");
  return {};
}

void print_json(const EvalArguments& arguments, const std::vector<Judged>& judged, const std::optional<std::vector<Judged>>& baseline) {
  nlohmann::ordered_json document = {{"queries", judged.size()}, {"depth", arguments.depth}};
  if (arguments.run_in.empty()) {
    document["asked"] = {{"syntax", "text"}, {"match", "any"}, {"synonyms", !arguments.without_synonyms}, {"expand", arguments.expand}};
  } else {
    document["run"] = arguments.run_in;
  }
  for (const auto& row : evaluation::measure_table()) {
    auto& member = document["measures"][std::string(row.key)];
    member["value"] = mean(judged, row.measure);
    if (!baseline) continue;
    const auto comparison = evaluation::compare(judged, *baseline, row.measure);
    member["baseline"] = mean(*baseline, row.measure);
    member["difference"] = comparison.difference;
    member["p"] = comparison.p;
  }
  fmt::print("{}\n", schema::dump(document));
}

void print_table(const EvalArguments& arguments, const std::vector<Judged>& judged, const std::optional<std::vector<Judged>>& baseline) {
  if (arguments.run_in.empty()) {
    fmt::print("{} queries with relevant papers, asked as plain text, any of the words{}{}, to depth {}\n", judged.size(),
               arguments.without_synonyms ? ", without synonyms" : "", arguments.expand ? ", expanded" : "", arguments.depth);
  } else {
    fmt::print("{} queries with relevant papers, answered by {}\n", judged.size(), arguments.run_in);
  }
  for (const auto& row : evaluation::measure_table()) {
    fmt::print("{:<11} {:.4f}", row.name, mean(judged, row.measure));
    if (baseline) {
      const auto comparison = evaluation::compare(judged, *baseline, row.measure);
      fmt::print("   baseline {:.4f}  {:+.4f}  p = {:.4f}", mean(*baseline, row.measure), comparison.difference, comparison.p);
    }
    fmt::print("\n");
  }
}

int run_eval(const Session& session, const EvalArguments& arguments) {
  const auto judgements = read_file(arguments.judgements, evaluation::read_judgements);
  if (!judgements) return report(session, judgements.error());
  const auto run = arguments.run_in.empty() ? ask_all(session, arguments, *judgements) : read_file(arguments.run_in, evaluation::read_run);
  if (!run) return report(session, run.error());
  const auto judged = evaluation::judge(*run, *judgements);
  if (judged.empty()) return report(session, {ErrorCode::input_invalid, "no query has a relevant paper in '" + arguments.judgements + "'", "", "", {}});
  if (!arguments.run_out.empty()) {
    if (auto written = write_run_file(arguments, *run); !written) return report(session, written.error());
  }
  std::optional<std::vector<Judged>> baseline;
  if (!arguments.baseline.empty()) {
    const auto other = read_file(arguments.baseline, evaluation::read_run);
    if (!other) return report(session, other.error());
    baseline = evaluation::judge(*other, *judgements);
  }
  if (session.json) {
    print_json(arguments, judged, baseline);
  } else {
    print_table(arguments, judged, baseline);
  }
  return kDone;
}

}  // namespace

void add_eval_command(CLI::App& program, const Session& session, int& exit_code) {
  auto* eval = program.add_subcommand("eval", "Measure rankings by a test collection's judgements");
  auto arguments = std::make_shared<EvalArguments>();
  eval->footer(R"(Queries are asked as plain text, any of their words (syntax=text, match=any). A paper is relevant where its score is 1 or more.
With --baseline each measure is compared by a paired randomisation test (100,000 random sign assignments, two-sided).

Examples:
  incipit --index cacm eval --queries queries.jsonl --qrels qrels.tsv --run-out ours.run
  incipit --index cacm eval --queries queries.jsonl --qrels qrels.tsv --expand --baseline ours.run
  incipit eval --run theirs.run --qrels qrels.tsv)");
  auto* queries = eval->add_option("--queries", arguments->queries, "JSON lines with _id and text")->type_name("FILE");
  eval->add_option("--qrels", arguments->judgements, "lines of query, paper, score, or TREC's four columns")->type_name("FILE")->required();
  auto* given = eval->add_option("--run", arguments->run_in, "judge this run (TREC's six columns) instead of asking the index")->type_name("FILE");
  eval->add_option("--run-out", arguments->run_out, "write the run here")->type_name("FILE");
  eval->add_option("--tag", arguments->tag, "name of the run in its file")->capture_default_str();
  eval->add_option("--baseline", arguments->baseline, "a run to compare with")->type_name("FILE");
  auto* expand = eval->add_flag("--expand", arguments->expand, "rank by terms of the best papers too (pseudo-relevance feedback)");
  auto* without_synonyms = eval->add_flag("--no-synonyms", arguments->without_synonyms, "only the words themselves, not what acronyms stand for");
  eval->add_option("--depth", arguments->depth, "papers of each query")->capture_default_str()->check(CLI::Range(std::size_t{1}, std::size_t{100'000}));
  given->excludes(queries)->excludes(expand)->excludes(without_synonyms);
  eval->callback([&session, arguments, &exit_code] {
    if (arguments->run_in.empty() && arguments->queries.empty()) throw CLI::RequiredError("--queries or --run");
    exit_code = run_eval(session, *arguments);
  });
}

}  // namespace incipit::cli

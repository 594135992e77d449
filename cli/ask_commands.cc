#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/api_arguments.h"
#include "cli/commands.h"
#include "cli/paper_output.h"
#include "cli/text_output.h"
#include "evaluation/run.h"
#include "schema/ids.h"
#include "schema/result_json.h"
#include "server/api/parameters.h"

namespace incipit::cli {
namespace {

using server::api::ParameterGroup;

template <class Answer>
void print_answer(const Session& session, const Answer& answer) {
  if (session.json) {
    fmt::print("{}\n", schema::dump(schema::to_json(answer)));
  } else {
    print(answer, Style{session.colored_output()});
  }
}

// Asks with the parameters of /v1/papers and shows the answer by `show`, which gives the exit code.
template <class Ask, class Show>
int ask(const Session& session, const ApiArguments& arguments, const Ask& question, const Show& show) {
  const auto request = server::api::parse_search_request(arguments.parameters());
  if (!request) return report(session, request.error());
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto result = question(**searcher, *request);
  if (!result) return report(session, result.error());
  return show(*result, *request);
}

int show_list(const Session& session, const schema::SearchResult& result, bool json) {
  if (json) {
    fmt::print("{}\n", schema::dump(schema::to_json(result)));
  } else {
    print(result, Style{session.colored_output()});
  }
  return result.total.value == 0 ? kNothingFound : kDone;
}

// A page as a run of one question, "1".
int print_run(const Session& session, const schema::SearchResult& result) {
  evaluation::Run run;
  for (const auto& hit : result.hits) run["1"].push_back({hit.paper.id, static_cast<double>(hit.score.value_or(0)) / schema::kScoreScale});
  const auto written = evaluation::write_run(std::cout, run, "incipit", static_cast<std::size_t>(result.before));
  if (!written) return report(session, written.error());
  if (!std::cout.flush()) return report(session, output_closed());
  return result.total.value == 0 ? kNothingFound : kDone;
}

// The papers of a page in a format of writers, as they are stored.
int print_page(const Session& session, const query::RecordPage& page, writers::Format format) {
  PaperOutput out(format);
  for (const auto& paper : page.papers) {
    if (!out.write(paper)) break;
  }
  return out.finish(session, page.total.value == 0 ? kNothingFound : kDone);
}

int run_search(const Session& session, const ApiArguments& arguments, const std::string& output) {
  const auto format = writers::format_named(output);
  if (!format && output != "table" && output != "json" && output != "trec") {
    return report(session, {schema::ErrorCode::usage, "'" + output + "' is none of table, json, bibtex, ris, csl, csv, jsonl and trec", "", "--output", {}});
  }
  const auto request = server::api::parse_search_request(arguments.parameters());
  if (!request) return report(session, request.error());
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  if (format) {
    const auto page = (*searcher)->records(*request);
    return page ? print_page(session, *page, *format) : report(session, page.error());
  }
  const auto result = (*searcher)->search(*request);
  if (!result) return report(session, result.error());
  if (output == "trec") return print_run(session, *result);
  return show_list(session, *result, session.json || output == "json");
}

int run_parse(const Session& session, const ApiArguments& arguments) {
  return ask(
      session, arguments, [](query::Searcher& searcher, const schema::SearchRequest& request) { return searcher.parse(request); },
      [&](const schema::ParseResult& result, const schema::SearchRequest&) -> int {
        print_answer(session, result);
        return result.total == 0 ? kNothingFound : kDone;
      });
}

int run_similar(const Session& session, const std::string& id, const ApiArguments& page) {
  return ask(
      session, page,
      [&](query::Searcher& searcher, const schema::SearchRequest& request) {
        return searcher.similar({id, request.limit, request.offset, request.cursor});
      },
      [&](const schema::SearchResult& result, const schema::SearchRequest&) {
        return show_list(session, result, session.json);
      });
}

// What else `paper` can show of one: papers on the other side of its edges.
enum class Neighbours { none, references, citations };

int run_paper(const Session& session, const std::string& id, Neighbours neighbours, const ApiArguments& page) {
  if (neighbours != Neighbours::none) {
    auto request = server::api::parse_search_request(page.parameters());
    if (!request) return report(session, request.error());
    (neighbours == Neighbours::citations ? request->filters.cites : request->filters.cited_by).any_of = {id};
    auto searcher = open_index(session);
    if (!searcher) return report(session, searcher.error());
    const auto result = (*searcher)->search(*request);
    return result ? show_list(session, *result, session.json) : report(session, result.error());
  }
  if (!page.parameters().empty()) {
    return report(session, {schema::ErrorCode::usage, "a page is of --references or --citations", "", "", {}});
  }
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto result = (*searcher)->paper(id);
  if (!result) return report(session, result.error());
  print_answer(session, *result);
  return kDone;
}

int run_explain(const Session& session, const std::string& id, const ApiArguments& page) {
  if (!page.parameters().empty()) return report(session, {schema::ErrorCode::usage, "a page is of --references or --citations", "", "", {}});
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto result = (*searcher)->novelty(id);
  if (!result) return report(session, result.error());
  print_answer(session, *result);
  return kDone;
}

int run_suggest(const Session& session, const ApiArguments& arguments) {
  const auto request = server::api::parse_suggest_request(arguments.parameters());
  if (!request) return report(session, request.error());
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto result = (*searcher)->suggest(*request);
  if (!result) return report(session, result.error());
  print_answer(session, *result);
  return result->suggestions.empty() ? kNothingFound : kDone;
}

constexpr std::size_t kPrintedAtOnce = 1 << 16;  // bytes

// Every authorship as a line of tab-separated values; ids hold no control characters (D1).
int print_mentions(const Session& session) {
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  std::string lines = "paper\tposition\tauthor\n";
  bool written = true;
  const auto flush = [&] {
    written = std::fwrite(lines.data(), 1, lines.size(), stdout) == lines.size();
    lines.clear();
  };
  (*searcher)->each_authorship([&](std::string_view paper, std::size_t position, std::string_view author) {
    lines += fmt::format("{}\t{}\t{}\n", paper, position, author);
    if (lines.size() > kPrintedAtOnce) flush();
    return written;
  });
  if (written) flush();
  if (!written || std::fflush(stdout) != 0) return report(session, output_closed());
  return kDone;
}

// An id shows its profile; so does a name that one author bears; another name lists who it may be.
int run_author(const Session& session, const ApiArguments& arguments) {
  const auto request = server::api::parse_author_search_request(arguments.parameters());
  if (!request) return report(session, request.error());
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto profile_of = [&](const std::string& id) {
    const auto profile = (*searcher)->author(id);
    if (!profile) return report(session, profile.error());
    print_answer(session, *profile);
    return static_cast<int>(kDone);
  };
  const std::string text = arguments.text();
  if (schema::is_author_id(text) || text.find(':') != std::string::npos) return profile_of(text);
  const auto found = (*searcher)->authors(*request);
  if (!found) return report(session, found.error());
  const bool one_bears_it = !found->hits.empty() && found->hits.front().exact_name && (found->hits.size() == 1 || !found->hits[1].exact_name);
  if (one_bears_it || found->total.value == 1) return profile_of(found->hits.front().author.id);
  print_answer(session, *found);
  return found->total.value == 0 ? kNothingFound : kDone;
}

int run_why(const Session& session, const std::vector<std::string>& people) {
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto answer = (*searcher)->evidence(people.front(), people.size() > 1 ? std::string_view(people.back()) : std::string_view());
  if (!answer) return report(session, answer.error());
  print_answer(session, *answer);
  return kDone;
}

}  // namespace

void add_ask_commands(CLI::App& program, const Session& session, int& exit_code) {
  auto* search = program.add_subcommand("search", "Search papers, with the parameters of /v1/papers as options");
  auto query = std::make_shared<ApiArguments>();
  auto output = std::make_shared<std::string>("table");
  search->footer(R"(Examples:
  incipit search graph neural networks --category cs.LG --year 2019..2024
  incipit search 'title:"phase transition" -author:smith' --facets category,year
  incipit search --sort=-published --limit 5 toxicity)");
  search->add_option("QUERY", query->words, "Query text; none browses, newest first");
  search->add_option("--output", *output, "table, json, bibtex, ris, csl, csv, jsonl or trec")->capture_default_str();
  add_parameters(*search, ParameterGroup::paper_search, *query);
  search->callback([&session, query, output, &exit_code] { exit_code = run_search(session, *query, *output); });

  auto* parse = program.add_subcommand("parse", "Take a query apart: what each part finds, and what empties the result");
  auto asked = std::make_shared<ApiArguments>();
  parse->footer(R"(Examples:
  incipit parse 'graph kernels "random walk" author:vishwanathan'
  incipit --json parse 'title:(deep NEAR/3 trees)' --year 2019..2024)");
  parse->add_option("QUERY", asked->words, "Query text")->required();
  add_parameters(*parse, ParameterGroup::paper_query, *asked);
  parse->callback([&session, asked, &exit_code] { exit_code = run_parse(session, *asked); });

  auto* paper = program.add_subcommand("paper", "Show one paper by its id, DOI or other identifier, or the papers around it");
  auto id = std::make_shared<std::string>();
  auto around = std::make_shared<Neighbours>(Neighbours::none);
  auto part = std::make_shared<ApiArguments>();
  paper->add_option("ID", *id, "2401.01967, arXiv:2401.01967v1, 10.1103/..., ...")->required();
  auto* references = paper->add_flag_callback("--references", [around] { *around = Neighbours::references; }, "List the papers that it cites");
  paper->add_flag_callback("--citations", [around] { *around = Neighbours::citations; }, "List the papers that cite it")->excludes(references);
  auto explain = std::make_shared<std::string>();
  paper->add_option("--explain", *explain, "novelty: say why the paper has its novelty and its rank score")
      ->check(::CLI::IsMember({"novelty"}))
      ->excludes(references)
      ->excludes("--citations");
  add_parameters(*paper, ParameterGroup::page_of_papers, *part);
  paper->callback([&session, id, around, explain, part, &exit_code] {
    exit_code = explain->empty() ? run_paper(session, *id, *around, *part) : run_explain(session, *id, *part);
  });

  auto* similar = program.add_subcommand("similar", "Find papers like one, by the terms that say most of it");
  auto like = std::make_shared<std::string>();
  auto page = std::make_shared<ApiArguments>();
  similar->add_option("ID", *like, "2401.01967, 10.1103/..., ...")->required();
  add_parameters(*similar, ParameterGroup::page_of_papers, *page);
  similar->callback([&session, like, page, &exit_code] { exit_code = run_similar(session, *like, *page); });

  auto* suggest = program.add_subcommand("suggest", "Suggest words, people, categories and papers for a text that is being typed");
  auto begun = std::make_shared<ApiArguments>();
  suggest->add_option("TEXT", begun->words, "What is typed so far")->required();
  add_parameters(*suggest, ParameterGroup::suggest, *begun);
  suggest->callback([&session, begun, &exit_code] { exit_code = run_suggest(session, *begun); });

  auto* author = program.add_subcommand("author", "Show an author's profile, or who bears a name");
  auto person = std::make_shared<ApiArguments>();
  auto mentions = std::make_shared<bool>(false);
  auto* name = author->add_option("NAME", person->words, "A name in any order, an author id, or an external id (orcid:...)");
  author->add_flag("--mentions", *mentions, "Print every authorship of the index: paper, position from 0, author id, separated by tabs")->excludes(name);
  auto why = std::make_shared<std::vector<std::string>>();
  author->add_option("--why", *why, "Say why the authorships of A are one person, or why A and B are or are not; PAPER:POSITION names one authorship")
      ->type_name("A [B]")
      ->expected(1, 2)
      ->excludes(name);
  add_parameters(*author, ParameterGroup::author_search, *person);
  author->callback([&session, person, mentions, why, &exit_code] {
    if (!*mentions && why->empty() && person->words.empty()) throw CLI::RequiredError("NAME");
    exit_code = *mentions ? print_mentions(session) : !why->empty() ? run_why(session, *why) : run_author(session, *person);
  });
}

}  // namespace incipit::cli

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/text_output.h"
#include "schema/ids.h"
#include "schema/result_json.h"
#include "server/api/parameters.h"

namespace incipit::cli {
namespace {

using server::api::ParameterGroup;
using server::api::ParameterKind;

// The parameters of the API as options of a command: the same names, the same parser.
struct ApiArguments {
  std::string text;
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const {
    std::vector<std::pair<std::string, std::string>> list;
    if (!text.empty()) list.emplace_back("q", text);
    for (const auto& [name, given] : values) {
      for (const auto& value : given) list.emplace_back(name, value);
    }
    for (const auto& [name, given] : flags) {
      if (given) list.emplace_back(name, "1");
    }
    return list;
  }
};

std::string option_name(std::string_view parameter) {
  std::string name = "--" + std::string(parameter);
  for (char& c : name) {
    if (c == '_') c = '-';
  }
  return name;
}

void add_parameters(CLI::App& command, ParameterGroup group, ApiArguments& arguments) {
  for (const auto& row : server::api::parameter_table(group)) {
    // `q` is the argument itself, and which members to show is the JSON reader's business.
    if (row.name == "q" || row.name == "fields" || !row.unavailable.empty()) continue;
    const std::string name(row.name);
    std::string meaning(row.meaning);
    if (!row.choices.empty()) meaning += " (" + std::string(row.choices) + ")";
    if (row.kind == ParameterKind::flag) {
      command.add_flag(option_name(name), arguments.flags[name], meaning);
    } else {
      command.add_option(option_name(name), arguments.values[name], meaning)->allow_extra_args(false)->type_name("VALUE");
    }
  }
}

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

int show_list(const Session& session, const schema::SearchResult& result, std::int64_t offset, bool json) {
  if (json) {
    fmt::print("{}\n", schema::dump(schema::to_json(result)));
  } else {
    print(result, offset, Style{session.colored_output()});
  }
  return result.total.value == 0 ? kNothingFound : kDone;
}

int run_search(const Session& session, const ApiArguments& arguments, const std::string& output) {
  if (output != "table" && output != "json") {
    return report(session, {schema::ErrorCode::not_available, "'" + output + "' is not available in this version; table and json are", "", "--output", {}});
  }
  return ask(
      session, arguments, [](query::Searcher& searcher, const schema::SearchRequest& request) { return searcher.search(request); },
      [&](const schema::SearchResult& result, const schema::SearchRequest& request) {
        return show_list(session, result, request.offset, session.json || output == "json");
      });
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
      [&](query::Searcher& searcher, const schema::SearchRequest& request) { return searcher.similar(id, request.limit, request.offset); },
      [&](const schema::SearchResult& result, const schema::SearchRequest& request) {
        return show_list(session, result, request.offset, session.json);
      });
}

int run_paper(const Session& session, const std::string& id) {
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  const auto result = (*searcher)->paper(id);
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
  if (schema::is_author_id(arguments.text) || arguments.text.find(':') != std::string::npos) return profile_of(arguments.text);
  const auto found = (*searcher)->authors(*request);
  if (!found) return report(session, found.error());
  const bool one_bears_it = !found->hits.empty() && found->hits.front().exact_name && (found->hits.size() == 1 || !found->hits[1].exact_name);
  if (one_bears_it || found->total.value == 1) return profile_of(found->hits.front().author.id);
  print_answer(session, *found);
  return found->total.value == 0 ? kNothingFound : kDone;
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
  auto words = std::make_shared<std::vector<std::string>>();
  search->add_option("QUERY", *words, "Query text; none browses, newest first");
  search->add_option("--output", *output, "table or json")->capture_default_str();
  add_parameters(*search, ParameterGroup::paper_search, *query);
  search->callback([&session, query, words, output, &exit_code] {
    for (const auto& word : *words) query->text += (query->text.empty() ? "" : " ") + word;
    exit_code = run_search(session, *query, *output);
  });

  auto* parse = program.add_subcommand("parse", "Take a query apart: what each part finds, and what empties the result");
  auto asked = std::make_shared<ApiArguments>();
  auto asked_words = std::make_shared<std::vector<std::string>>();
  parse->footer(R"(Examples:
  incipit parse 'graph kernels "random walk" author:vishwanathan'
  incipit --json parse 'title:(deep NEAR/3 trees)' --year 2019..2024)");
  parse->add_option("QUERY", *asked_words, "Query text")->required();
  add_parameters(*parse, ParameterGroup::paper_query, *asked);
  parse->callback([&session, asked, asked_words, &exit_code] {
    for (const auto& word : *asked_words) asked->text += (asked->text.empty() ? "" : " ") + word;
    exit_code = run_parse(session, *asked);
  });

  auto* paper = program.add_subcommand("paper", "Show one paper by its id, DOI or other identifier");
  auto id = std::make_shared<std::string>();
  paper->add_option("ID", *id, "2401.01967, arXiv:2401.01967v1, 10.1103/..., ...")->required();
  paper->callback([&session, id, &exit_code] { exit_code = run_paper(session, *id); });

  auto* similar = program.add_subcommand("similar", "Find papers like one, by the terms that say most of it");
  auto like = std::make_shared<std::string>();
  auto page = std::make_shared<ApiArguments>();
  similar->add_option("ID", *like, "2401.01967, 10.1103/..., ...")->required();
  add_parameters(*similar, ParameterGroup::page_of_papers, *page);
  similar->callback([&session, like, page, &exit_code] { exit_code = run_similar(session, *like, *page); });

  auto* suggest = program.add_subcommand("suggest", "Suggest words, people, categories and papers for a text that is being typed");
  auto begun = std::make_shared<ApiArguments>();
  suggest->add_option("TEXT", begun->text, "What is typed so far")->required();
  add_parameters(*suggest, ParameterGroup::suggest, *begun);
  suggest->callback([&session, begun, &exit_code] { exit_code = run_suggest(session, *begun); });

  auto* author = program.add_subcommand("author", "Show an author's profile, or who bears a name");
  auto person = std::make_shared<ApiArguments>();
  auto name = std::make_shared<std::vector<std::string>>();
  author->add_option("NAME", *name, "A name in any order, an author id, or an external id (orcid:...)")->required();
  add_parameters(*author, ParameterGroup::author_search, *person);
  author->callback([&session, person, name, &exit_code] {
    for (const auto& word : *name) person->text += (person->text.empty() ? "" : " ") + word;
    exit_code = run_author(session, *person);
  });
}

}  // namespace incipit::cli

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>

#include "cli/commands.h"
#include "cli/text_output.h"
#include "cli/writing.h"
#include "indexer/overrides.h"
#include "schema/authorship_place.h"
#include "schema/ids.h"
#include "storage/index_directory.h"

namespace incipit::cli {
namespace {

using schema::AuthorshipPlace;
using indexer::OverrideAction;
using indexer::Overrides;
using schema::ErrorCode;
using schema::Result;

constexpr const char* kFooter =
    R"(A correction is one row of the index's overrides. They are applied after all evidence, win always, and stay through updates,
builds and merges until they are taken back; a running server takes each over by itself.

AUTHOR is an author id, an external id (orcid:...), a name that one author bears, or one authorship as PAPER:POSITION, the position
from 0 (`incipit author --mentions` lists them all).

Examples:
  incipit authors merge "Xiaoyan Bai" a4k2m9x0qzr
  incipit authors split a4k2m9x0qzr 2401.01967 2402.06126
  incipit authors rename "Jo Ruiz" "José Ruiz"
  incipit authors list > overrides.tsv; incipit authors undo 3)";

// An authorship of an author, by which a correction names the author: of the oldest paper.
Result<AuthorshipPlace> authorship_of(query::Searcher& searcher, const std::string& author) {
  schema::SearchRequest request;
  request.filters.author.any_of = {author};
  request.sort = schema::Sort{schema::SortKey::published, true};
  request.limit = 1;
  const auto found = searcher.search(request);
  if (!found) return tl::make_unexpected(found.error());
  for (const auto& hit : found->hits) {
    const auto position = std::find(hit.author_ids.begin(), hit.author_ids.end(), author);
    if (position != hit.author_ids.end()) return AuthorshipPlace{hit.paper.id, static_cast<std::uint32_t>(position - hit.author_ids.begin())};
  }
  return schema::fail_at(ErrorCode::author_not_found, "AUTHOR", "the author " + author + " has no papers");
}

std::optional<AuthorshipPlace> place_in(query::Searcher& searcher, const std::string& text, std::string* author = nullptr) {
  const auto place = schema::authorship_place(text);
  if (!place) return std::nullopt;
  const auto paper = searcher.paper(place->paper);
  if (!paper || paper->hit.paper.id != place->paper || place->position >= paper->hit.author_ids.size()) return std::nullopt;
  if (author != nullptr) *author = paper->hit.author_ids[place->position];
  return place;
}

Result<std::string> author_id_of(query::Searcher& searcher, const std::string& text) {
  if (std::string author; place_in(searcher, text, &author)) return author;
  if (schema::is_author_id(text) || text.find(':') != std::string::npos) {
    const auto profile = searcher.author(text);
    return profile ? Result<std::string>(profile->id) : tl::make_unexpected(profile.error());
  }
  schema::AuthorSearchRequest request;
  request.q = text;
  request.limit = schema::limits::kPageSize.value;
  const auto found = searcher.authors(request);
  if (!found) return tl::make_unexpected(found.error());
  std::vector<std::string> ids;
  for (const auto& hit : found->hits) {
    if (hit.exact_name) ids.push_back(hit.author.id);
  }
  if (ids.size() == 1) return ids.front();
  if (ids.empty()) return schema::fail_at(ErrorCode::author_not_found, "AUTHOR", "no author bears the name '" + text + "'");
  std::string all;
  for (const auto& id : ids) all += (all.empty() ? "" : ", ") + id;
  return schema::fail_at(ErrorCode::author_not_found, "AUTHOR", fmt::format("{} authors bear the name '{}': name one by its id: {}", ids.size(), text, all));
}

Result<AuthorshipPlace> subject_of(query::Searcher& searcher, const std::string& text) {
  if (const auto place = place_in(searcher, text)) return *place;
  const auto id = author_id_of(searcher, text);
  return id ? authorship_of(searcher, *id) : tl::make_unexpected(id.error());
}

// The places of an author on papers.
Result<std::vector<AuthorshipPlace>> places_on(query::Searcher& searcher, const std::string& author, const std::vector<std::string>& papers) {
  std::vector<AuthorshipPlace> places;
  for (const auto& identifier : papers) {
    const auto paper = searcher.paper(identifier);
    if (!paper) return tl::make_unexpected(paper.error());
    const auto& ids = paper->hit.author_ids;
    const auto position = std::find(ids.begin(), ids.end(), author);
    if (position == ids.end()) return schema::fail_at(ErrorCode::input_invalid, "PAPER", "this author has not written " + paper->hit.paper.id);
    places.push_back({paper->hit.paper.id, static_cast<std::uint32_t>(position - ids.begin())});
  }
  return places;
}

int edit(const Session& session, const std::function<Result<Overrides>(const Overrides& before)>& change) {
  indexer::ChangeOptions options;
  options.edit_overrides = change;
  return change_and_report(session, std::move(options), MergeAfter::now);
}

int append(const Session& session, const Result<indexer::Override>& row) {
  if (!row) return report(session, row.error());
  // What is written must be readable again.
  if (const auto readable = indexer::parse_overrides(indexer::to_tsv({*row}), "the correction"); !readable) return report(session, readable.error());
  const int code = edit(session, [&](const Overrides& before) -> Result<Overrides> {
    Overrides rows = before;
    rows.push_back(*row);
    return rows;
  });
  if (code != kDone || session.json || session.quiet) return code;
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  std::set<std::string> shown;
  for (const auto& place : row->authorships) {
    const auto paper = (*searcher)->paper(place.paper);
    if (!paper || place.position >= paper->hit.author_ids.size()) continue;
    const auto author = (*searcher)->author(paper->hit.author_ids[place.position]);
    if (author && shown.insert(author->id).second) fmt::print("{}  {}: {} papers\n", author->id, printable(author->name), author->papers);
  }
  return code;
}

template <class Make>
int correct(const Session& session, const Make& make) {
  auto searcher = open_index(session);
  if (!searcher) return report(session, searcher.error());
  return append(session, make(**searcher));
}

Result<indexer::Override> merge_of(query::Searcher& searcher, const std::vector<std::string>& authors) {
  indexer::Override row{OverrideAction::merge, {}, {}};
  for (const auto& text : authors) {
    auto place = subject_of(searcher, text);
    if (!place) return tl::make_unexpected(place.error());
    row.authorships.push_back(std::move(*place));
  }
  return row;
}

Result<indexer::Override> split_of(query::Searcher& searcher, const std::string& author, const std::vector<std::string>& papers) {
  const auto id = author_id_of(searcher, author);
  if (!id) return tl::make_unexpected(id.error());
  auto places = places_on(searcher, *id, papers);
  if (!places) return tl::make_unexpected(places.error());
  return indexer::Override{OverrideAction::split, std::move(*places), {}};
}

Result<indexer::Override> naming_of(query::Searcher& searcher, OverrideAction action, const std::string& author, const std::string& name) {
  auto place = subject_of(searcher, author);
  if (!place) return tl::make_unexpected(place.error());
  return indexer::Override{action, {std::move(*place)}, name};
}

Result<Overrides> without(const Overrides& before, const std::vector<std::size_t>& numbers) {
  std::set<std::size_t> taken(numbers.begin(), numbers.end());
  if (!taken.empty() && (*taken.begin() == 0 || *taken.rbegin() > before.size())) {
    return schema::fail_at(ErrorCode::usage, "ROW", fmt::format("the index has {} corrections: `incipit authors list` shows them", before.size()));
  }
  Overrides rows;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!taken.contains(i + 1)) rows.push_back(before[i]);
  }
  return rows;
}

int list(const Session& session) {
  const auto current = storage::current_generation(session.index_directory());
  if (!current) return report(session, current.error());
  if (!*current) return report(session, {ErrorCode::index_unavailable, "there is no index here: run `incipit index INPUT...` first", "", "", {}});
  const auto rows = indexer::overrides_of(storage::generation_paths(session.index_directory(), **current).root);
  if (!rows) return report(session, rows.error());
  fmt::print("{}", indexer::to_tsv(*rows));
  return kDone;
}

void add_naming(CLI::App& parent, const Session& session, int& exit_code, OverrideAction action, const char* word, const char* what) {
  struct Arguments {
    std::string author, name;
  };
  auto arguments = std::make_shared<Arguments>();
  auto* command = parent.add_subcommand(word, what);
  command->add_option("AUTHOR", arguments->author, "Who")->required();
  command->add_option("NAME", arguments->name, "The name")->required();
  command->callback([&session, &exit_code, arguments, action] {
    exit_code = correct(session, [&](query::Searcher& searcher) { return naming_of(searcher, action, arguments->author, arguments->name); });
  });
}

}  // namespace

void add_authors_commands(CLI::App& program, const Session& session, int& exit_code) {
  auto* authors = program.add_subcommand("authors", "Correct by hand who is who");
  authors->footer(kFooter);
  authors->require_subcommand(1);

  auto same = std::make_shared<std::vector<std::string>>();
  auto* merge = authors->add_subcommand("merge", "These are one person");
  merge->add_option("AUTHOR", *same, "Two or more")->required()->expected(2, -1);
  merge->callback([&session, &exit_code, same] {
    exit_code = correct(session, [&](query::Searcher& searcher) { return merge_of(searcher, *same); });
  });

  struct Split {
    std::string author;
    std::vector<std::string> papers;
  };
  auto parted = std::make_shared<Split>();
  auto* split = authors->add_subcommand("split", "Some papers of an author are of another person");
  split->add_option("AUTHOR", parted->author, "Who")->required();
  split->add_option("PAPER", parted->papers, "The papers of the other person")->required();
  split->callback([&session, &exit_code, parted] {
    exit_code = correct(session, [&](query::Searcher& searcher) { return split_of(searcher, parted->author, parted->papers); });
  });

  add_naming(*authors, session, exit_code, OverrideAction::display, "display", "Show an author by a name; the names on the papers stay variants");
  add_naming(*authors, session, exit_code, OverrideAction::rename, "rename",
             "Show an author by a name and no other one; the names on the papers still find the author, as a whole");
  add_naming(*authors, session, exit_code, OverrideAction::alias, "alias", "Let a whole name find an author, and show it nowhere");

  auto* show = authors->add_subcommand("list", "Print the corrections of the index as a file of overrides");
  show->callback([&session, &exit_code] { exit_code = list(session); });

  auto numbers = std::make_shared<std::vector<std::size_t>>();
  auto* undo = authors->add_subcommand("undo", "Take corrections back");
  undo->add_option("ROW", *numbers, "Their numbers, in the order of `incipit authors list`, from 1")->required();
  undo->callback([&session, &exit_code, numbers] {
    exit_code = edit(session, [&](const Overrides& before) { return without(before, *numbers); });
  });
}

}  // namespace incipit::cli

#include "tests/support/test_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "corpus/reader.h"
#include "schema/paper_json.h"
#include "storage/generation.h"

namespace incipit::testing {

schema::Paper paper_of(const PaperWords& words) {
  schema::Paper paper;
  paper.id = words.id;
  paper.title = words.title;
  paper.abstract = words.abstract;
  for (const auto& name : words.authors) paper.authors.push_back({name, {}, {}, {}, {}, {}});
  paper.categories = words.categories;
  if (!words.published.empty()) paper.published = schema::parse_date(words.published).value();
  return paper;
}

schema::Paper known_by_name(schema::Paper paper) {
  for (auto& author : paper.authors) {
    std::string id = "openreview:~" + author.name + "1";
    std::replace(id.begin(), id.end(), ' ', '_');
    author.ids = {id};
  }
  return paper;
}

NaivePivots pivots_of(const std::filesystem::path& index) {
  const auto constants = storage::Generation::open_current(index).value()->manifest().constants;
  return {constants.pivot_title, constants.pivot_abstract, constants.pivot_author, constants.pivot_comments};
}

std::string jsonl(const std::vector<schema::Paper>& papers) {
  std::string text;
  for (const auto& paper : papers) text += schema::canonical_json(paper) + "\n";
  return text;
}

std::vector<schema::Paper> papers_of(const std::vector<std::string>& inputs) {
  std::map<std::string, schema::Paper> by_id;
  const auto standing = [](const schema::Paper& paper) {
    return std::make_tuple(paper.version,
                           paper.updated ? paper.updated->instant : std::numeric_limits<std::int64_t>::min());
  };
  const auto take = [&](schema::Paper paper) {
    const auto known = by_id.find(paper.id);
    if (known == by_id.end()) {
      by_id.emplace(paper.id, std::move(paper));
      return;
    }
    schema::Paper& old = known->second;
    auto published = old.published;
    if (paper.published && (!published || *paper.published < *published)) published = paper.published;
    if (standing(paper) >= standing(old)) old = std::move(paper);
    old.published = published;
  };
  const auto files = corpus::expand_inputs(inputs);
  EXPECT_TRUE(files);
  for (const auto& file : *files) {
    if (file.kind != corpus::InputKind::papers) continue;
    auto reader = corpus::open_reader(file);
    EXPECT_TRUE(reader) << file.name();
    while (auto record = (*reader)->next().value()) {
      if (record->paper) take(std::move(*record->paper));
    }
  }
  std::vector<schema::Paper> papers;
  for (auto& [id, paper] : by_id) papers.push_back(std::move(paper));
  return papers;
}

std::unique_ptr<query::Searcher> open_searcher(const std::filesystem::path& index) {
  auto generation = storage::Generation::open_current(index);
  EXPECT_TRUE(generation) << generation.error().message;
  if (!generation) return nullptr;
  auto searcher = query::Searcher::open(*generation);
  EXPECT_TRUE(searcher) << searcher.error().message;
  return searcher ? std::move(*searcher) : nullptr;
}

indexer::BuildOptions build_options(const std::filesystem::path& index, std::vector<std::string> inputs) {
  indexer::BuildOptions options;
  options.index = index;
  options.inputs = std::move(inputs);
  options.jobs = 2;
  return options;
}

std::vector<std::string> canonical_dump(query::Searcher& searcher) {
  std::vector<std::string> lines;
  const auto exported = searcher.export_canonical([&](std::string_view line) {
    lines.emplace_back(line);
    return true;
  });
  EXPECT_TRUE(exported);
  return lines;
}

Index::Index(const std::vector<schema::Paper>& papers, std::int64_t segment_papers) {
  auto options = build_options(path(), {dir_.write("papers.jsonl", jsonl(papers))});
  options.segment_papers = segment_papers;
  build(std::move(options));
}

Index::Index(const std::vector<schema::Paper>& papers, const std::string& author_metrics) {
  auto options = build_options(path(), {dir_.write("papers.jsonl", jsonl(papers))});
  options.author_metrics = {dir_.write("author-metrics.tsv", author_metrics)};
  build(std::move(options));
}

void Index::build(indexer::BuildOptions options) {
  options.merge_sources = false;  // the papers of a test are what it says
  const auto built = indexer::build_index(options, {});
  EXPECT_TRUE(built) << built.error().message;
  if (built) {
    // The papers of a test are all usable; rows of a table may name nobody on purpose.
    for (const auto& [code, count] : built->info.rejected) {
      EXPECT_TRUE(code == "no_such_author" || code == "ambiguous_author") << count << " x " << code;
    }
    searcher_ = open_searcher(path());
  }
}

schema::SearchResult Index::search(const schema::SearchRequest& request) {
  auto result = searcher_->search(request);
  EXPECT_TRUE(result) << request.q << ": " << result.error().message;
  return result ? std::move(*result) : schema::SearchResult{};
}

schema::SearchResult Index::search(const std::string& q, schema::MatchMode match) {
  schema::SearchRequest request;
  request.q = q;
  request.match = match;
  request.limit = 200;
  return search(request);
}

std::vector<std::string> Index::ids(const std::string& q, schema::MatchMode match) {
  return ids_of(search(q, match));
}

std::string Index::author_named(const std::string& name) {
  const auto found = searcher_->authors({name, {}, {}, 10, 0});
  EXPECT_TRUE(found);
  std::vector<std::string> exact;
  for (const auto& hit : found->hits) {
    if (hit.exact_name) exact.push_back(hit.author.id);
  }
  EXPECT_EQ(exact.size(), 1u) << name;
  return exact.empty() ? std::string() : exact.front();
}

std::vector<std::string> ids_of(const schema::SearchResult& result) {
  std::vector<std::string> ids;
  for (const auto& hit : result.hits) ids.push_back(hit.paper.id);
  return ids;
}

void expect_ids(std::vector<std::string> found, std::vector<std::string> expected, const std::string& what) {
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(found, expected) << what;
}

}  // namespace incipit::testing

#include "tests/relevance/collections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/support/shared_data.h"
#include "tests/support/test_index.h"

namespace incipit::relevance {
namespace {

std::string folder_of(const std::string& name) {
  if (name == "scifact") return std::string(INCIPIT_SOURCE_DIR) + "/corpus/scifact";
  return testing::shared_data("ir/" + name);
}

template <class Reader>
auto read(const std::string& path, const Reader& reader) {
  std::ifstream in(path);
  auto got = reader(in);
  EXPECT_TRUE(got) << path << ": " << got.error().message;
  return std::move(*got);
}

}  // namespace

std::optional<TestCollection> load_collection(const std::string& name) {
  const std::string folder = folder_of(name);
  const std::string corpus = folder + (name == "scifact" ? "/corpus.jsonl.zst" : "/corpus.jsonl");
  if (folder.empty()) return std::nullopt;
  TestCollection collection;
  collection.name = name;
  collection.papers = testing::papers_of({corpus});
  if (name == "cranfield") {
    for (schema::Paper& paper : collection.papers) {
      if (paper.abstract.starts_with(paper.title)) paper.abstract.erase(0, paper.title.size());
    }
  }
  collection.judgements = read(folder + "/qrels.tsv", evaluation::read_judgements);
  for (auto& question : read(folder + "/queries.jsonl", evaluation::read_questions)) {
    const auto judged = collection.judgements.find(question.id);
    const bool counts = judged != collection.judgements.end() &&
                        std::any_of(judged->second.begin(), judged->second.end(), [](const auto& entry) { return entry.second >= 1; });
    if (counts) collection.questions.push_back(std::move(question));
  }
  return collection;
}

}  // namespace incipit::relevance

// Each of the seven papers of the reference author page is the first hit for a few words on its subject,
// among the six thousand papers of the bundled sample.
#include <gtest/gtest.h>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

struct Subject {
  const char* query;
  const char* id;
};

class SevenPapers : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    dir_ = std::make_unique<TempDir>();
    const auto sample = std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample";
    const auto built = indexer::build_index(build_options(dir_->path() / "index", {sample}), {});
    ASSERT_TRUE(built) << built.error().message;
    searcher_ = open_searcher(dir_->path() / "index");
  }
  static void TearDownTestSuite() {
    searcher_.reset();
    dir_.reset();
  }
  void SetUp() override { ASSERT_NE(searcher_, nullptr); }

  static inline std::unique_ptr<TempDir> dir_;
  static inline std::unique_ptr<query::Searcher> searcher_;
};

TEST_F(SevenPapers, AreFoundByTheirSubjects) {
  const Subject subjects[] = {
      {"DPO toxic outputs", "2401.01967"},
      {"agents evaluating research reproducibility", "2602.18458"},
      {"LLM activation sparsity inference", "2402.06126"},  // the abstract has LLMs
      {"agent native research artifact", "2604.24658"},
      {"LLM self-recognition text", "2510.03399"},
      {"role play death", "2505.14905"},
      {"transformer multi-digit multiplication", "2510.00184"},  // the abstract has Transformers
  };
  for (const auto& subject : subjects) {
    schema::SearchRequest request;
    request.q = subject.query;
    request.limit = 3;
    const auto found = searcher_->search(request);
    ASSERT_TRUE(found) << subject.query;
    ASSERT_FALSE(found->hits.empty()) << subject.query;
    EXPECT_EQ(found->hits.front().paper.id, subject.id)
        << subject.query << ": " << found->hits.front().paper.title;
  }
}

TEST_F(SevenPapers, AuthorPageHasThemAndFlagsItsFigures) {
  const auto authors = searcher_->authors({"Xiaoyan Bai", {}, {}, 10, 0});
  ASSERT_TRUE(authors);
  ASSERT_FALSE(authors->hits.empty());
  EXPECT_TRUE(authors->hits.front().exact_name);
  const auto profile = searcher_->author(authors->hits.front().author.id);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->papers, 7);
  EXPECT_EQ(profile->primary_category, "cs.CL");
  EXPECT_EQ(profile->ai_score.value, 58.0);
  EXPECT_EQ(profile->ai_score.scope, schema::MetricScope::imported);
  EXPECT_EQ(profile->imported.size(), 5u);
  ASSERT_EQ(profile->inconsistent.size(), 2u);
  EXPECT_EQ(profile->inconsistent[0].bound, "h_index <= papers");
  EXPECT_EQ(profile->inconsistent[1].bound, "h_index^2 <= citations");
  for (const auto& metric : profile->statistics) {
    if (metric.name != "h_index") continue;
    EXPECT_FALSE(metric.value) << "no citation counts in the sample";
  }
}

}  // namespace
}  // namespace incipit::testing

// Rankings measured by judgements. Each collection's figures must not fall, and must be above plain BM25 of the same analysis where
// that is tuned on the collections on which Incipit's ranking was tuned (Cranfield and NPL), by the paired randomisation test.
//
// The figures are printed: docs/relevance.md is written from them.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <memory>

#include "analysis/analyser.h"
#include "evaluation/measures.h"
#include "evaluation/significance.h"
#include "tests/relevance/collections.h"
#include "tests/relevance/plain_bm25.h"
#include "tests/support/test_index.h"

namespace incipit::relevance {
namespace {

using evaluation::Judged;
using evaluation::Measure;

constexpr std::size_t kDepth = 1000;

// The least that a run of ours may reach: what it reached when this was written, less what another order of equal scores may change.
struct Gate {
  const char* collection;
  bool expand;
  double ndcg, map;
};
constexpr Gate kGates[] = {
    {"scifact", false, 0.704, 0.671},   {"scifact", true, 0.707, 0.668},   {"cacm", false, 0.560, 0.402}, {"cacm", true, 0.544, 0.397},
    {"cranfield", false, 0.408, 0.326}, {"cranfield", true, 0.442, 0.363}, {"npl", false, 0.457, 0.300},  {"npl", true, 0.463, 0.318},
};

// A collection with its index and its runs, made once.
class Measured {
 public:
  explicit Measured(TestCollection collection) : collection_(std::move(collection)), index_(collection_.papers), plain_(collection_, analyser_) {}

  std::vector<Judged> ours(bool expand, bool synonyms = true) {
    evaluation::Run run;
    for (const auto& question : collection_.questions) {
      schema::SearchRequest request;
      request.q = question.text;
      request.syntax = schema::QuerySyntax::text;
      request.match = schema::MatchMode::any;
      request.expand = expand;
      request.synonyms = synonyms;
      auto ranked = index_.searcher().rank(request, kDepth);
      EXPECT_TRUE(ranked) << question.id << ": " << ranked.error().message;
      run[question.id] = std::move(ranked->papers);
    }
    return evaluation::judge(run, collection_.judgements);
  }
  std::vector<Judged> plain(Bm25Constants constants) const { return evaluation::judge(plain_.run(constants), collection_.judgements); }

 private:
  TestCollection collection_;
  analysis::Analyser analyser_;
  testing::Index index_;
  PlainBm25 plain_;
};

Measured* measured(const std::string& name) {
  static std::map<std::string, std::unique_ptr<Measured>> known;
  const auto [entry, fresh] = known.try_emplace(name);
  if (fresh) {
    if (auto collection = load_collection(name)) entry->second = std::make_unique<Measured>(std::move(*collection));
  }
  return entry->second.get();
}

// Plain BM25 by the best constants of a grid: the highest mean of Cranfield's and NPL's MAP; without these collections, by what
// they gave when this was written.
Bm25Constants tuned_constants() {
  static const Bm25Constants tuned = [] {
    Bm25Constants best{1.5, 0.5};
    Measured* const sets[] = {measured("cranfield"), measured("npl")};
    if (sets[0] == nullptr || sets[1] == nullptr) return best;
    double highest = 0;
    for (const double k1 : {0.9, 1.2, 1.5, 1.8, 2.2}) {
      for (const double b : {0.3, 0.4, 0.5, 0.6, 0.75}) {
        double map = 0;
        for (const Measured* set : sets) map += mean(set->plain({k1, b}), Measure::average_precision) / 2;
        if (map > highest) {
          highest = map;
          best = {k1, b};
        }
      }
    }
    return best;
  }();
  return tuned;
}

void print(const std::string& name, const std::string& run, const std::vector<Judged>& judged) {
  std::printf("%-10s %-22s", name.c_str(), run.c_str());
  for (const auto& row : evaluation::measure_table()) std::printf("  %s %.4f", std::string(row.name).c_str(), mean(judged, row.measure));
  std::printf("\n");
}

class Relevance : public ::testing::TestWithParam<Gate> {};

TEST_P(Relevance, DoesNotFall) {
  const Gate gate = GetParam();
  Measured* const set = measured(gate.collection);
  if (set == nullptr) GTEST_SKIP() << gate.collection << " is not there; set INCIPIT_DATA";
  const auto judged = set->ours(gate.expand);
  print(gate.collection, gate.expand ? "expanded" : "default", judged);
  EXPECT_GE(mean(judged, Measure::ndcg_10), gate.ndcg);
  EXPECT_GE(mean(judged, Measure::average_precision), gate.map);
}

// What acronyms stand for finds more; the order of the best must not pay for it.
TEST(OtherForms, CostNothing) {
  Measured* const set = measured("scifact");  // the collection whose abstracts explain acronyms
  if (set == nullptr) GTEST_SKIP() << "scifact is not there";
  const auto with = set->ours(false, true), without = set->ours(false, false);
  for (const auto& row : evaluation::measure_table()) {
    const auto comparison = evaluation::compare(with, without, row.measure);
    std::printf("%-10s %-22s  %s %+.4f p %.4f\n", "scifact", "synonyms - without", std::string(row.name).c_str(), comparison.difference, comparison.p);
    EXPECT_GE(comparison.difference, -0.001) << row.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Collections, Relevance, ::testing::ValuesIn(kGates), [](const auto& of) {
  return std::string(of.param.collection) + (of.param.expand ? "_expanded" : "_default");
});

// The collections that nothing was tuned on, each by the measure that it is known for.
struct Contest {
  const char* collection;
  Measure measure;
};
class AbovePlainBm25 : public ::testing::TestWithParam<Contest> {};

TEST_P(AbovePlainBm25, ByMoreThanChance) {
  const Contest contest = GetParam();
  Measured* const set = measured(contest.collection);
  if (set == nullptr) GTEST_SKIP() << contest.collection << " is not there; set INCIPIT_DATA";
  const Bm25Constants constants = tuned_constants();
  const auto plain = set->plain(constants);
  char label[64];
  std::snprintf(label, sizeof label, "plain k1 %.1f b %.2f", constants.k1, constants.b);
  print(contest.collection, label, plain);
  for (const bool expand : {false, true}) {
    const auto ours = set->ours(expand);
    for (const auto& row : evaluation::measure_table()) {
      const auto comparison = evaluation::compare(ours, plain, row.measure);
      std::printf("%-10s %-22s  %s %+.4f p %.4f\n", contest.collection, expand ? "expanded - plain" : "default - plain",
                  std::string(row.name).c_str(), comparison.difference, comparison.p);
    }
    const auto comparison = evaluation::compare(ours, plain, contest.measure);
    EXPECT_GT(comparison.difference, 0) << (expand ? "expanded" : "default");
    EXPECT_LT(comparison.p, 0.05) << (expand ? "expanded" : "default");
  }
}

INSTANTIATE_TEST_SUITE_P(Collections, AbovePlainBm25,
                         ::testing::Values(Contest{"scifact", Measure::ndcg_10}, Contest{"cacm", Measure::average_precision}),
                         [](const auto& of) { return std::string(of.param.collection); });

}  // namespace
}  // namespace incipit::relevance

// Tables beside the papers: citation counts and imported figures, matched or listed as unmatched.
#include <gtest/gtest.h>

#include "schema/paper_json.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

TEST(Tables, MatchPapersAndAuthorsOrSayWhom) {
  TempDir dir;
  auto papers = std::vector<schema::Paper>{
      paper_of({"2401.00001", "One", "x", {"Ann Lee", "Bo Chen"}, {"cs.CL"}, "2024-01-01"}),
      paper_of({"p2", "Two", "x", {"Ann Lee", "Cy Dunn"}, {"cs.CL"}, "2023"}),
      paper_of({"p3", "Three", "x", {"Cy Dunn", "C. Dunn"}, {}, "2022"})};
  papers[0].doi = "10.1/one";
  papers[0].authors[0].ids = papers[1].authors[0].ids = {"orcid:0000-0002-1825-0097"};
  papers[1].authors[1].ids = {"openreview:~Cy1"};
  papers[2].authors[0].ids = {"openreview:~Cy2"};
  dir.write("in/papers.jsonl", jsonl(papers));
  dir.write("in/citations.tsv",
            "paper\tcount\tsource\tas_of\n"
            "2401.00001v2\t10\tA\t2025-01-01\n"
            "p2\t3\tA\t2025-01-01\n"
            "p2\t4\tB\t2026-02-03\n"
            "nope\t9\tA\t2025-01-01\n"
            "p3\tmany\tA\t2025-01-01\n");
  dir.write("in/paper-metrics.tsv",
            "paper\tmetric\tvalue\tsource\tas_of\np3\tai_score\t0.5\tpage\t2025-01-01\nnobody\tai_"
            "score\t1\tpage\t2025-01-01\n");
  dir.write("in/author-metrics.tsv",
            "author\tmetric\tvalue\tscope\tsource\tas_of\n"
            "Lee, Ann\th_index\t5\timported\tpage\t2025-01-01\n"
            "orcid:0000-0002-1825-0097\tpapers\t6\timported\tpage\t2025-01-01\n"
            "Cy Dunn\th_index\t5\timported\tpage\t2025-01-01\n"
            "Zed\th_index\t5\timported\tpage\t2025-01-01\n");
  const auto built = indexer::build_index(build_options(dir.path() / "index", {dir.path() / "in"}), {});
  ASSERT_TRUE(built) << built.error().message;
  const auto searcher = open_searcher(dir.path() / "index");
  const auto paper = [&](const char* id) { return searcher->paper(id)->hit.paper; };
  ASSERT_EQ(paper("2401.00001").citations.size(), 1u);
  EXPECT_EQ(paper("2401.00001").citations[0].count, 10);
  EXPECT_EQ(paper("p2").leading_citations()->count, 4) << "of the newest date";
  EXPECT_TRUE(paper("p3").citations.empty());
  ASSERT_EQ(paper("p3").metrics.size(), 1u);
  EXPECT_EQ(paper("p3").metrics[0].value, 0.5);
  EXPECT_EQ(built->info.as_of->iso(), "2026-02-03") << "dates of counts move the clock";

  const auto ann = searcher->author("orcid:0000-0002-1825-0097");
  ASSERT_TRUE(ann);
  EXPECT_EQ(ann->imported.size(), 2u);
  for (const auto& metric : ann->statistics) {
    if (metric.name == "citations") {
      EXPECT_EQ(metric.value, 14.0);
    }
  }
  const auto& unmatched = built->info.unmatched;
  ASSERT_EQ(unmatched.size(), 4u);
  const auto row = [&](const std::string& subject) {
    for (const auto& entry : unmatched) {
      if (entry.subject == subject) return entry;
    }
    ADD_FAILURE() << subject << " is not listed";
    return schema::UnmatchedRow{};
  };
  EXPECT_EQ(row("nope").input, "citations.tsv");
  EXPECT_EQ(row("nope").line, 5);
  EXPECT_EQ(row("nobody").input, "paper-metrics.tsv");
  EXPECT_TRUE(row("Zed").candidates.empty());
  EXPECT_EQ(row("Cy Dunn").candidates.size(), 2u) << "two entities bear the name";
  const auto citations = std::find_if(built->info.inputs.begin(), built->info.inputs.end(),
                                      [](const auto& input) { return input.name == "citations.tsv"; });
  ASSERT_NE(citations, built->info.inputs.end());
  EXPECT_EQ(citations->rejected, 1) << "a count that is no number";
  EXPECT_EQ(searcher->info().unmatched, built->info.unmatched);

  schema::SearchRequest request;
  request.sort = schema::Sort{schema::SortKey::citations, false};
  EXPECT_EQ(ids_of(searcher->search(request).value()), (std::vector<std::string>{"2401.00001", "p2", "p3"}));
  request.sort->reversed = true;
  EXPECT_EQ(ids_of(searcher->search(request).value()), (std::vector<std::string>{"p2", "2401.00001", "p3"}))
      << "without a count last";
  request.filters.min_citations = 4;
  EXPECT_EQ(searcher->search(request)->total.value, 2);
}

}  // namespace
}  // namespace incipit::testing

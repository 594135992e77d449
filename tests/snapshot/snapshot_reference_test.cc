// Snapshots of random corpora are what the definitions say, whatever the memory, the threads and the order of papers.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "tests/snapshot/made_snapshot.h"
#include "tests/snapshot/naive_snapshot.h"
#include "tests/support/random.h"

namespace incipit::snapshot {

namespace {

using incipit::testing::Random;

// How a failure shows.
std::string shown(const Receipt& receipt) {
  std::ostringstream out;
  const NoveltyReceipt& novelty = receipt.novelty;
  out << "missing " << static_cast<int>(novelty.missing) << " cell " << static_cast<int>(novelty.standing.cell.kind) << ' ' << novelty.standing.cell.code << ' '
       << novelty.standing.cell.last_year << " n " << novelty.standing.papers << " rank " << novelty.standing.rank << " new " << novelty.new_terms << '/'
       << novelty.new_terms_rank << " compared " << novelty.compared << " distance " << novelty.distance() << '/' << novelty.distance_rank;
  for (const NewTerm& term : novelty.most_reused) out << " [" << term.text << ' ' << term.reuse << ']';
  for (const NearPaper& near : novelty.nearest) out << " (" << near.id << ' ' << near.similarity << ')';
  out << " score " << receipt.rank.score;
  for (const auto& value : receipt.rank.values) out << ' ' << (value ? std::to_string(*value) : "-");
  if (receipt.rank.cited) out << " cited " << receipt.rank.cited->papers << ' ' << receipt.rank.cited->rank;
  return out.str();
}

struct Shape {
  std::size_t papers, words, categories;
  int first_year, last_year;
  std::size_t memory_bytes;
};

// Words of which a few are frequent and most are rare.
std::string word_of(Random& random, std::size_t words) {
  const std::size_t most = random.chance(50) ? std::max<std::size_t>(words / 20, 2) : words;
  std::string word = "w";
  for (std::size_t number = random.below(most) + 26; number > 0; number /= 26) word += static_cast<char>('a' + number % 26);
  return word;
}

std::string text_of(Random& random, std::size_t words, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    if (!text.empty()) text += random.chance(8) ? ". " : random.chance(5) ? ", " : random.chance(10) ? " of " : " ";
    text += word_of(random, words);
  }
  return text;
}

std::vector<PaperText> corpus_of(Random& random, const Shape& shape) {
  const std::vector<std::string> archives{"cs", "math", "q-bio"};
  std::vector<PaperText> papers;
  for (std::size_t i = 0; i < shape.papers; ++i) {
    PaperText paper;
    paper.id = std::to_string(random.below(1000)) + "/" + std::to_string(i);
    const int year = shape.first_year + static_cast<int>(random.below(static_cast<std::size_t>(shape.last_year - shape.first_year + 1)));
    if (!random.chance(4)) {
      const auto day = static_cast<std::int64_t>(random.below(20)) * 18 * 86'400;
      paper.date = random.chance(40) ? schema::date_of_year(year) : schema::date_of_instant(schema::date_of_year(year).instant + day);
    }
    const std::size_t category = random.below(shape.categories);
    if (!random.chance(3)) paper.category = archives[category % archives.size()] + "." + std::to_string(category);
    if (!random.chance(3)) {
      paper.title = text_of(random, shape.words, random.below(6));
      paper.abstract = text_of(random, shape.words, random.below(60));
    }
    if (!random.chance(20)) paper.has_code = random.chance(30);
    if (random.chance(70)) paper.citations = static_cast<std::int64_t>(random.below(40));
    papers.push_back(std::move(paper));
  }
  return papers;
}

class SnapshotReference : public ::testing::TestWithParam<Shape> {};
INSTANTIATE_TEST_SUITE_P(Corpora, SnapshotReference,
                         ::testing::Values(Shape{300, 400, 4, 2015, 2025, 16u << 20}, Shape{400, 60, 12, 2018, 2022, 1u << 20}, Shape{250, 3000, 2, 1990, 2025, 8u << 10},
                                           Shape{350, 300, 30, 2020, 2025, 20u << 10}, Shape{200, 200, 1, 2024, 2026, 4u << 10}, Shape{3, 20, 1, 2024, 2024, 1u << 20}));

TEST_P(SnapshotReference, IsWhatTheDefinitionsSay) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Random random(seed);
    auto papers = corpus_of(random, GetParam());
    Making making;
    const auto expected = naive_receipts(papers, schema::parse_date(making.as_of).value());
    making.memory_bytes = GetParam().memory_bytes;
    for (const int threads : {1, 2}) {
      making.threads = threads;
      const auto receipts = receipts_of(papers, making);
      ASSERT_EQ(receipts.size(), expected.size());
      for (const auto& [id, receipt] : expected) {
        ASSERT_TRUE(receipts.at(id) == receipt) << id << ", threads " << threads << "\n  is        " << shown(receipts.at(id)) << "\n  should be " << shown(receipt);
      }
      std::shuffle(papers.begin(), papers.end(), std::mt19937_64(seed));
      making.memory_bytes *= 3;
    }
  }
}

}  // namespace
}  // namespace incipit::snapshot

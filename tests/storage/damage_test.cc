// Damage to a published index: `verify` names it, and opening or searching answers with an error or goes on,
// never worse.
#include <gtest/gtest.h>

#include <random>

#include "storage/files.h"
#include "storage/generation.h"
#include "storage/index_directory.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;

std::vector<schema::Paper> some_papers() {
  std::vector<schema::Paper> papers;
  for (int i = 0; i < 60; ++i) {
    auto paper = paper_of({"p" + std::to_string(i),
                           "Graph number " + std::to_string(i),
                           "About graphs and trees, " + std::to_string(i * i),
                           {"Ann Lee", "Author " + std::string(1, static_cast<char>('A' + i % 26))},
                           {"cs.CL", "cs.LG"},
                           "20" + std::to_string(10 + i % 10)});
    paper.venue = "Venue " + std::to_string(i % 3);
    papers.push_back(std::move(paper));
  }
  return papers;
}

// Everything that reads the index. Errors are fine; what matters is that it comes back.
void use(const fs::path& index) {
  const auto generation = storage::Generation::open_current(index);
  if (!generation) {
    EXPECT_TRUE(generation.error().code == ErrorCode::index_damaged ||
                generation.error().code == ErrorCode::index_incompatible);
    return;
  }
  const auto searcher = query::Searcher::open(*generation);
  if (!searcher) return;
  for (const char* q : {"graph", "\"about graphs\"", "author:\"Lee, A\"", ""}) {
    schema::SearchRequest request;
    request.q = q;
    request.limit = 60;
    request.facets.assign(schema::all_facet_fields().begin(), schema::all_facet_fields().end());
    (void)(*searcher)->search(request);
  }
  (void)(*searcher)->paper("p7");
  const auto authors = (*searcher)->authors({"lee", {}, {{2000, 2030}}, 10, 0});
  if (authors) {
    for (const auto& hit : authors->hits) (void)(*searcher)->author(hit.author.id);
  }
  (void)(*searcher)->export_canonical([](std::string_view) { return true; });
}

TEST(Damage, VerifyNamesAFlippedByteInEveryFile) {
  Index index(some_papers(), 25);
  const auto whole = storage::verify_current(index.path());
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->faults.empty());
  const auto root = storage::generation_paths(index.path(), 1).root;
  const auto manifest = storage::read_manifest(root).value();
  EXPECT_EQ(whole->files, static_cast<std::int64_t>(manifest.files.size()));
  EXPECT_GT(manifest.files.size(), 60u) << "three segments and the authors";
  const unsigned seed = 31337;
  std::printf("seed %u, %zu files\n", seed, manifest.files.size());
  std::mt19937 random(seed);
  for (const auto& file : manifest.files) {
    if (file.bytes == 0) continue;
    SCOPED_TRACE(file.path);
    const std::string content = content_of(root / file.path);
    std::string flipped = content;
    flipped[random() % content.size()] ^= static_cast<char>(1 << (random() % 8));
    std::ofstream(root / file.path, std::ios::binary) << flipped;
    const auto found = storage::verify_current(index.path());
    ASSERT_TRUE(found);
    ASSERT_EQ(found->faults.size(), 1u);
    EXPECT_EQ(found->faults[0].rfind(file.path, 0), 0u) << found->faults[0];
    use(index.path());
    std::ofstream(root / file.path, std::ios::binary) << content;
  }
  EXPECT_TRUE(storage::verify_current(index.path())->faults.empty());
}

TEST(Damage, VerifySeesMissingAndForeignFiles) {
  Index index(some_papers());
  const auto root = storage::generation_paths(index.path(), 1).root;
  std::ofstream(root / "stray") << "x";
  EXPECT_EQ(storage::verify_current(index.path())->faults.size(), 1u);
  fs::remove(root / "stray");
  fs::rename(root / "columns/0001/ids.str", root / "ids.str");
  EXPECT_EQ(storage::verify_current(index.path())->faults.size(), 2u) << "one missing, one foreign";
  EXPECT_EQ(storage::Generation::open_current(index.path()).error().code, ErrorCode::index_damaged);
  std::ofstream(root / "MANIFEST", std::ios::app) << "x";
  EXPECT_EQ(storage::verify_current(index.path()).error().code, ErrorCode::index_damaged);
  EXPECT_EQ(storage::verify_current(index.path() / "nowhere").error().code, ErrorCode::index_unavailable);
}

TEST(Damage, ColumnFilesWithManyFlippedBytesNeverCrash) {
  Index index(some_papers());
  const auto root = storage::generation_paths(index.path(), 1).root;
  const unsigned seed = 271828;
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  const auto manifest = storage::read_manifest(root).value();
  for (int round = 0; round < 3; ++round) {
    for (const auto& file : manifest.files) {
      const bool column = file.path.rfind("columns/", 0) == 0 ||
                          (file.path.rfind("authors/", 0) == 0 && file.path.find("/names/") == std::string::npos);
      if (!column || file.bytes == 0) continue;
      SCOPED_TRACE(file.path);
      const std::string content = content_of(root / file.path);
      std::string flipped = content;
      for (std::size_t flips = 1 + random() % 8; flips > 0; --flips)
        flipped[random() % content.size()] = static_cast<char>(random());
      std::ofstream(root / file.path, std::ios::binary) << flipped;
      use(index.path());
      std::ofstream(root / file.path, std::ios::binary) << content;
    }
  }
  EXPECT_TRUE(storage::verify_current(index.path())->faults.empty());
}

}  // namespace
}  // namespace incipit::testing

// Stored receipts: they come back as they were, and bytes that are none are refused.
#include "snapshot/receipt.h"

#include <gtest/gtest.h>

#include "tests/support/random.h"

namespace incipit::snapshot {
namespace {

StoredReceipt some_receipt() {
  StoredReceipt stored;
  auto& [novelty, rank] = stored.receipt;
  novelty.provisional = true;
  novelty.standing = {{CellKind::archive_years, "cs", 2022, 2024}, 212, 271};
  novelty.new_terms = 14;
  novelty.most_reused = {{"diffusion models", 412}, {"größe", 1}};
  novelty.new_terms_rank = 300;
  novelty.compared = 1030;
  novelty.nearest = {{{}, 4211}, {{}, 300}};
  stored.rows = {70'000, 3};
  novelty.distance_rank = 11;
  rank.age_days = 200;
  rank.citations = 4'000'000'000'000;
  rank.cited = CellStanding{{CellKind::category_year, "cs.CL", 2024, 2024}, 40, 79};
  settle_rank(stored.receipt, true);
  return stored;
}

TEST(Receipt, ComesBackAsItWas) {
  for (const Missing missing : {Missing::nothing, Missing::no_date, Missing::no_words, Missing::first_years}) {
    StoredReceipt stored = some_receipt();
    if (missing != Missing::nothing) {
      stored = {};
      stored.receipt.novelty.missing = missing;
      settle_rank(stored.receipt, std::nullopt);
    }
    const auto read = decode(encode(stored));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->receipt, stored.receipt);
    EXPECT_EQ(read->rows, stored.rows);
  }
}

TEST(Receipt, OfWrongBytesIsDamage) {
  const std::string whole = encode(some_receipt());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = decode(whole.substr(0, size));
    ASSERT_FALSE(read) << size;
    EXPECT_EQ(read.error().code, schema::ErrorCode::index_damaged);
  }
  EXPECT_FALSE(decode(whole + '\0'));
  incipit::testing::Random random(11);
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string bytes = whole;
    for (std::size_t i = random.below(4) + 1; i > 0; --i) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    const auto read = decode(bytes);
    if (!read) continue;
    EXPECT_LE(read->receipt.novelty.novelty(), 10'000u);
    EXPECT_LE(read->receipt.rank.score, 10'000u);
    EXPECT_EQ(read->rows.size(), read->receipt.novelty.nearest.size());
  }
}

TEST(Receipt, RoundsPercentilesHalfUp) {
  EXPECT_EQ(percentile(1, 1), 5000u);
  EXPECT_EQ(percentile(2, 3), 3333u);
  EXPECT_EQ(percentile(5, 3), 8333u);
  EXPECT_EQ(percentile(1, 16), 313u);  // 312.5
}

}  // namespace
}  // namespace incipit::snapshot

#include "evaluation/significance.h"

#include <gtest/gtest.h>

namespace incipit::evaluation {
namespace {

TEST(RandomisationTest, CountsSignAssignments) {
  // Three equal differences: of the eight assignments two are as far from zero, so p is near a quarter.
  const auto comparison = randomisation_test({1, 1, 1}, {0.5, 0.5, 0.5});
  EXPECT_NEAR(comparison.difference, 0.5, 1e-12);
  EXPECT_NEAR(comparison.p, 0.25, 0.01);
  // Ten: two of 1,024.
  EXPECT_NEAR(randomisation_test(std::vector<double>(10, 0.2), std::vector<double>(10, 0.1)).p, 2.0 / 1024, 0.001);
}

TEST(RandomisationTest, DifferencesThatCancelAreNoEvidence) {
  EXPECT_NEAR(randomisation_test({1, 0}, {0, 1}).p, 1, 1e-12);
  EXPECT_NEAR(randomisation_test({0.5, 0.5}, {0.5, 0.5}).p, 1, 1e-12);
  EXPECT_EQ(randomisation_test({}, {}).p, 1);
}

TEST(RandomisationTest, LooksAtBothSidesAndRepeats) {
  const std::vector<double> better{0.9, 0.8, 0.7, 0.9, 0.6}, worse{0.5, 0.7, 0.6, 0.4, 0.5};
  const auto up = randomisation_test(better, worse), down = randomisation_test(worse, better);
  EXPECT_NEAR(up.p, down.p, 0.01);
  EXPECT_LT(down.difference, 0);
  EXPECT_EQ(up.p, randomisation_test(better, worse).p);
}

}  // namespace
}  // namespace incipit::evaluation

#include "identity/corrections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/identity/papers.h"

namespace incipit::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Five authorships of three people: {0, 1}, {2, 3} and {4}, the first two candidates of each other, and the last one of the second.
class Corrections : public ::testing::Test {
 protected:
  Corrections()
      : library_({a_paper("1", {{"Ann Quabney"}}), a_paper("2", {{"Ann Quabney"}}), a_paper("3", {{"A. Quabney"}}), a_paper("4", {{"A. Quabney"}}),
                  a_paper("5", {{"Anna Quabney"}})}) {}

  [[nodiscard]] std::vector<Person> after(const std::vector<Correction>& corrections) const {
    const std::vector<Person> people{{{0, 1}, 0.5F, {1}}, {{2, 3}, 0.5F, {0, 2}}, {{4}, 0.5F, {1}}};
    return corrected(people, corrections, library_.mentions, library_.papers);
  }

  Library library_;
};

constexpr auto kTogether = CorrectionKind::together;
constexpr auto kApart = CorrectionKind::apart;

TEST_F(Corrections, JoinWholePeople) {
  const auto people = after({{kTogether, {3, 0}}});
  ASSERT_EQ(people.size(), 2U);
  EXPECT_THAT(people[0].mentions, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(people[0].confidence, 1);
  EXPECT_THAT(people[0].candidates, ElementsAre(1)) << "of what they were candidates apart, but not of themselves";
  EXPECT_THAT(people[1].candidates, ElementsAre(0));
  EXPECT_EQ(people[1].confidence, 0.5F);
}

TEST_F(Corrections, TakeAuthorshipsOutOfSeveral) {
  const auto people = after({{kApart, {1, 2}}});
  ASSERT_EQ(people.size(), 4U);
  EXPECT_THAT(people[0].mentions, ElementsAre(0));
  EXPECT_THAT(people[1].mentions, ElementsAre(1, 2));
  EXPECT_THAT(people[1].candidates, IsEmpty());
  EXPECT_EQ(people[1].confidence, 1);
  EXPECT_THAT(people[2].mentions, ElementsAre(3));
  EXPECT_THAT(people[2].candidates, ElementsAre(0, 3));
}

TEST_F(Corrections, AWholePersonTakenOutIsThatPerson) {
  const auto people = after({{kApart, {2, 3}}});
  ASSERT_EQ(people.size(), 3U);
  EXPECT_THAT(people[0].candidates, IsEmpty()) << "it was decided that they are two";
  EXPECT_THAT(people[1].mentions, ElementsAre(2, 3));
}

TEST_F(Corrections, ComeOneAfterTheOther) {
  EXPECT_EQ(after({{kTogether, {0, 2}}, {kTogether, {3, 4}}}).size(), 1U);
  EXPECT_THAT(after({{kTogether, {0, 2}}, {kApart, {2}}})[1].mentions, ElementsAre(2));
  const auto joined = after({{kApart, {2}}, {kTogether, {0, 2}}});
  EXPECT_THAT(joined[0].mentions, ElementsAre(0, 1, 2)) << "what was parted before is not joined again with it";
  EXPECT_EQ(after({}).size(), 3U);
}

}  // namespace
}  // namespace incipit::identity

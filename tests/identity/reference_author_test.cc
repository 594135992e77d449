// A person of a rare name whose seven papers are of two groups that share no coauthor.
#include <gtest/gtest.h>

#include "corpus/reader.h"
#include "tests/identity/papers.h"
#include "tests/support/shared_data.h"

namespace incipit::identity {
namespace {

TEST(ReferenceAuthor, IsOnePerson) {
  const std::string file = testing::shared_data("reference/author-page-papers.jsonl");
  if (file.empty()) GTEST_SKIP() << "no reference papers; set INCIPIT_DATA";
  std::vector<schema::Paper> papers;
  const auto files = corpus::expand_inputs({file});
  ASSERT_TRUE(files);
  const auto reader = corpus::open_reader(files->front());
  ASSERT_TRUE(reader);
  while (true) {
    const auto record = (*reader)->next();
    ASSERT_TRUE(record);
    if (!*record) break;
    if ((*record)->paper) papers.push_back(*(*record)->paper);
  }
  const Library library(papers);
  std::size_t with_name = 0, most = 0;
  for (const Person& person : people_of(library.mentions, library.papers)) {
    std::size_t count = 0;
    for (const std::uint32_t mention : person.mentions) count += library.mentions[mention].name == "Xiaoyan Bai" ? 1 : 0;
    with_name += count > 0 ? 1 : 0;
    most = std::max(most, count);
  }
  EXPECT_EQ(most, 7U);
  EXPECT_EQ(with_name, 1U);
}

TEST(RareName, IsOnePersonWithoutEvidence) {
  const Library library({a_paper("1", {{"Gudrun Isebrecht"}, {"Otto Kvapil"}}, "Dependency parsing of morphologically rich languages", 2021),
                         a_paper("2", {{"Gudrun Isebrecht"}, {"Bruno Aldovrandi"}}, "Reward models for language agents", 2023)});
  EXPECT_TRUE(are_one(library, "1:0", "2:0"));
}

}  // namespace
}  // namespace incipit::identity

#include "identity/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/identity/papers.h"
#include "tests/support/random.h"

namespace incipit::identity {
namespace {

using ::testing::Contains;

TEST(Ids, OneIdIsOnePerson) {
  const Library library({
      a_paper("1", {{"Yang Wang", {"orcid:1"}}}, "Parsing with grammars"),
      a_paper("2", {{"Wang Y.", {"orcid:1", "acl:yw"}}}, "Fish stocks of the Baltic"),
      a_paper("3", {{"Gudrun Isebrecht", {"acl:yw"}}}, "Roman law"),  // another name, another block
  });
  EXPECT_EQ(people_in(library), (std::set<Places>{{"1:0", "2:0", "3:0"}}));
  EXPECT_EQ(people_in(library, Ids::ignore).size(), 3U);
}

TEST(Ids, DifferentIdsOfASchemeAreNeverJoined) {
  const std::string text = "Parsing sentences with tree adjoining grammars and chart parsers";
  const auto papers = [&](const char* one, const char* other) {
    return Library({a_paper("1", {{"Gudrun Isebrecht", {one}}, {"Otto Kvapil"}}, text, 2020), a_paper("2", {{"Gudrun Isebrecht", {other}}, {"Otto Kvapil"}}, text, 2020)});
  };
  EXPECT_TRUE(are_one(papers("orcid:1", "orcid:1"), "1:0", "2:0"));
  EXPECT_FALSE(are_one(papers("orcid:1", "orcid:2"), "1:0", "2:0"));
  EXPECT_TRUE(are_one(papers("orcid:1", "acl:x"), "1:0", "2:0"));  // of two schemes: the evidence decides
  EXPECT_TRUE(are_one(papers("orcid:1", "orcid:2"), "1:0", "2:0", Ids::ignore));
}

// 3 is like 1 and 2, which are two people: it cannot join them.
TEST(Ids, WhatIsJoinedKeepsItsIds) {
  const std::string text = "Parsing sentences with tree adjoining grammars and chart parsers";
  const Library library({
      a_paper("1", {{"Gudrun Isebrecht", {"orcid:1"}}, {"Otto Kvapil"}}, text),
      a_paper("2", {{"Gudrun Isebrecht", {"orcid:2"}}, {"Otto Kvapil"}}, text),
      a_paper("3", {{"Gudrun Isebrecht"}, {"Otto Kvapil"}}, text),
      a_paper("4", {{"Isebrecht Gudrun"}, {"Otto Kvapil"}}, text),
  });
  EXPECT_FALSE(are_one(library, "1:0", "2:0"));
}

TEST(Evidence, HomonymsArePartedAndVariantsJoined) {
  const std::string parsing = "Dependency parsing of morphologically rich languages with neural networks and treebanks";
  const std::string robots = "Grasp planning of underwater manipulators with tactile sensors and compliant grippers";
  const Library library({
      a_paper("1", {{"Yang Liu", {}, "Tsinghua University"}, {"Otto Kvapil"}, {"Gudrun Isebrecht"}}, parsing, 2015),
      a_paper("2", {{"Yang Liu", {}, "Tsinghua University"}, {"Otto Kvapil"}, {"Ilse Tannhof"}}, parsing + " of Czech", 2016),
      a_paper("3", {{"Yang Liu", {}, "Ocean Engineering College, Harbin"}, {"Bruno Aldovrandi"}}, robots, 2022),
      a_paper("4", {{"Y. Liu", {}, "Ocean Engineering College, Harbin"}, {"Bruno Aldovrandi"}, {"Rosa Quintavalle"}}, robots + " at sea", 2022),
      a_paper("5", {{"Steven Quabney"}, {"Otto Kvapil"}}, parsing, 2015),
      a_paper("6", {{"Steven P. Quabney"}, {"Otto Kvapil"}}, parsing, 2016),
      a_paper("7", {{"Quabney Steven"}, {"Otto Kvapil"}}, parsing, 2016),
  });
  EXPECT_TRUE(are_one(library, "1:0", "2:0"));
  EXPECT_FALSE(are_one(library, "1:0", "3:0"));
  EXPECT_TRUE(are_one(library, "5:0", "6:0"));
  EXPECT_TRUE(are_one(library, "5:0", "7:0"));
  EXPECT_TRUE(are_one(library, "1:1", "7:1"));
}

TEST(Evidence, OnePaperHasTwoAuthorsOfOneName) {
  EXPECT_FALSE(are_one(Library({a_paper("1", {{"Gudrun Isebrecht"}, {"Gudrun Isebrecht"}})}), "1:0", "1:1"));
}

TEST(Candidates, AreMutualAndNotOneself) {
  std::vector<schema::Paper> papers;
  testing::Random random(7);
  const std::vector<std::string> others{"Otto Kvapil", "Ilse Tannhof", "Bruno Aldovrandi", "Rosa Quintavalle", "Wei Zhang", "Jun Li"};
  const std::vector<std::string> words{"parsing", "grammar", "robot", "gripper", "fish", "ocean", "galaxy", "lens", "graph", "proof"};
  for (int i = 0; i < 120; ++i) {
    const std::string text = random.one_of(words) + ' ' + random.one_of(words) + ' ' + random.one_of(words);
    papers.push_back(a_paper("p" + std::to_string(i), {{random.chance(50) ? "Yang Liu" : "Y. Liu"}, {random.one_of(others)}}, text, 2000 + i % 20));
  }
  const Library library(papers);
  const auto people = people_of(library.mentions, library.papers);
  std::size_t ambiguous = 0;
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    EXPECT_GE(people[i].confidence, 0);
    EXPECT_LE(people[i].confidence, 1);
    for (const std::uint32_t candidate : people[i].candidates) {
      ++ambiguous;
      EXPECT_NE(candidate, i);
      EXPECT_THAT(people[candidate].candidates, Contains(i));
    }
  }
  EXPECT_GT(ambiguous, 0U);
}

std::vector<schema::Paper> many_papers(testing::Random& random, int count) {
  const std::vector<std::string> names{"Yang Liu",  "Y. Liu",       "Yang Y. Liu",  "Liu Yang",      "Yang-Yang Liu",      "Steven Abney", "Steve Abney",
                                       "Ana López", "Ana López Díaz", "A. López",  "Otto Kvapil", "Gudrun Isebrecht", "Hans Müller", "H. Mueller"};
  const std::vector<std::string> words{"parsing", "grammar", "robot", "gripper", "fish", "ocean", "galaxy", "lens", "graph", "proof"};
  std::vector<schema::Paper> papers;
  for (int i = 0; i < count; ++i) {
    std::vector<Author> authors;
    for (std::size_t n = 1 + random.below(4); n > 0; --n) {
      authors.push_back({random.one_of(names), {}, random.one_of(words)});
      if (random.chance(10)) authors.back().ids = {"orcid:" + std::to_string(random.below(9))};
    }
    papers.push_back(a_paper("p" + std::to_string(i), authors, random.one_of(words) + ' ' + random.one_of(words), 2000 + i % 20));
  }
  return papers;
}

TEST(Determinism, TheOrderOfPapersDoesNotMatter) {
  testing::Random random(11);
  auto papers = many_papers(random, 150);
  const auto expected = people_in(Library(papers));
  std::mt19937_64 engine(5);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(papers.begin(), papers.end(), engine);
    EXPECT_EQ(people_in(Library(papers)), expected);
  }
}

// An update redoes the blocks of the new paper's authors and keeps the entities of the others: the result is that of a rebuild.
TEST(Determinism, OtherBlocksDoNotMatter) {
  testing::Random random(13);
  auto papers = many_papers(random, 80);
  const auto entities = [](const Library& library) {
    std::map<std::string, std::set<Places>> by_block;
    for (const Block& block : blocks_of(library.mentions)) {
      for (const Entity& entity : entities_of(block, library.mentions, library.papers)) {
        Places places;
        for (const std::uint32_t member : entity.members) places.insert(library.place(block.members[member].mention));
        by_block[block.key].insert(places);
      }
    }
    return by_block;
  };
  const auto before = entities(Library(papers));
  const schema::Paper added = a_paper("new", {{"Yang Liu"}, {"Otto Kvapil"}}, "fish");
  papers.insert(papers.begin(), added);
  const auto after = entities(Library(papers));
  std::set<std::string> touched;
  for (const auto& author : added.authors) {
    for (const auto& key : block_keys(read_name(author.name))) touched.insert(key);
  }
  std::size_t kept = 0;
  for (const auto& [key, of_block] : after) {
    if (touched.contains(key)) continue;
    ++kept;
    EXPECT_EQ(of_block, before.at(key)) << key;
  }
  EXPECT_GT(kept, 3U);
}

// More of one name than a run holds: nobody is lost where runs meet.
TEST(HugeBlock, RunsOfOneNameKeepEverybody) {
  std::vector<schema::Paper> papers;
  for (int i = 0; i < 1700; ++i) {
    const std::string n = std::to_string(i);
    papers.push_back(a_paper("p" + n, {{i % 3 == 0 ? "Y. Wang" : "Yi Wang"}, {"Zq" + std::string(1 + i % 7, 'x') + "av Brontë" + std::string(1 + i / 170, 'k')}}, "", 1990 + i % 30));
  }
  const Library library(papers);
  const auto people = people_of(library.mentions, library.papers);
  std::size_t mentions = 0;
  for (const Person& person : people) mentions += person.mentions.size();
  EXPECT_EQ(mentions, library.mentions.size());
  EXPECT_GT(people.size(), 2U);
}

}  // namespace
}  // namespace incipit::identity

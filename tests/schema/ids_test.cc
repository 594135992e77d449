#include "schema/ids.h"

#include <gtest/gtest.h>

#include <set>

namespace incipit::schema {
namespace {

TEST(PaperId, IsChecked) {
  for (const std::string& id :
       {std::string("1"), std::string("hep-th/9901001"), std::string("doi:10.1/é"), std::string(200, 'x')}) {
    EXPECT_TRUE(check_paper_id(id)) << id;
  }
  for (const std::string& id :
       {std::string(), std::string(201, 'x'), std::string("a\nb"), std::string("a\0b", 3),
        std::string("\x7F"), std::string("a\xC2\x85"), std::string("."), std::string(".."), std::string("a\xFF"), std::string("a\xC3")}) {
    const auto checked = check_paper_id(id);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::input_invalid);
  }
}

TEST(Utf8, KnowsWellFormed) {
  for (const std::string_view text :
       {"", "ascii", "é", "\xEF\xBF\xBD", "\xF0\x9D\x94\xB8", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) {
    EXPECT_TRUE(is_valid_utf8(text));
  }
  for (const std::string_view text :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xE0\x80\xAF", "\xE2\x82", "\xED\xA0\x80",
        "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xE2\x28\xA1"}) {
    EXPECT_FALSE(is_valid_utf8(text));
  }
}

TEST(ArxivId, IsReadInItsSpellings) {
  struct Case {
    std::string_view text, bare;
    int version;
  };
  for (const auto& [text, bare, version] :
       {Case{"2401.01967", "2401.01967", 0}, Case{"0704.0001v2", "0704.0001", 2},
        Case{"hep-th/9901001", "hep-th/9901001", 0}, Case{"hep-th/9901001v13", "hep-th/9901001", 13},
        Case{"math.GT/0309136", "math/0309136", 0},
        Case{"cond-mat.supr-con/9901001v1", "cond-mat/9901001", 1},
        Case{"arXiv:2401.01967v3", "2401.01967", 3}, Case{"arXiv: 2401.01967", "2401.01967", 0},
        Case{"https://arxiv.org/abs/2401.01967v1", "2401.01967", 1},
        Case{"http://www.arxiv.org/pdf/2401.01967v1.pdf", "2401.01967", 1},
        Case{"arxiv.org/abs/hep-th/9901001", "hep-th/9901001", 0},
        Case{"https://export.arxiv.org/abs/2401.01967/", "2401.01967", 0},
        Case{"https://arxiv.org/abs/2401.01967?context=cs", "2401.01967", 0},
        Case{"https://arxiv.org/html/2401.01967v2#S1", "2401.01967", 2},
        Case{"10.48550/arXiv.2401.01967", "2401.01967", 0},
        Case{"doi:10.48550/arXiv.2401.01967", "2401.01967", 0},
        Case{"https://doi.org/10.48550/ARXIV.2401.01967", "2401.01967", 0}}) {
    const auto id = parse_arxiv_id(text);
    ASSERT_TRUE(id) << text;
    EXPECT_EQ(id->bare, bare) << text;
    EXPECT_EQ(id->version, version) << text;
  }
}

TEST(ArxivId, IsNothingElse) {
  for (const std::string_view text : {"",
                                      "v1",
                                      "2401",
                                      "2401.019",
                                      "2401.019670",
                                      "2401.01967v",
                                      "2401.01967v0",
                                      "2401.01967v1000",
                                      "2401.01967x1",
                                      "24O1.01967",
                                      "hep-th/990100",
                                      "hep-th/99010011",
                                      "Hep-th/9901001",
                                      "-th/9901001",
                                      "/9901001",
                                      "math./0309136",
                                      "doi:2401.01967",
                                      "https://2401.01967",
                                      "https://example.org/abs/2401.01967",
                                      "https://arxiv.org/list/2401.01967",
                                      "10.1103/2401.01967",
                                      " 2401.01967",
                                      "pmid:12345678",
                                      "arxiv:",
                                      "10.48550/arxiv."}) {
    EXPECT_FALSE(parse_arxiv_id(text)) << text;
  }
}

TEST(AliasKey, IsOneForAllSpellings) {
  EXPECT_EQ(alias_key("https://arxiv.org/abs/2401.01967v2"), "arxiv:2401.01967");
  EXPECT_EQ(alias_key(" 2401.01967 "), "arxiv:2401.01967");
  EXPECT_EQ(alias_key("https://doi.org/10.1103/PhysRevD.76.013009"), "doi:10.1103/physrevd.76.013009");
  EXPECT_EQ(alias_key("http://dx.doi.org/10.1103/X"), "doi:10.1103/x");
  EXPECT_EQ(alias_key("DOI: 10.1103/X"), "doi:10.1103/x");
  EXPECT_EQ(alias_key("10.1103/X"), "doi:10.1103/x");
  EXPECT_EQ(alias_key("PMID: 123"), "pmid:123");
  EXPECT_EQ(alias_key("pmid:1"), "pmid:1");
  EXPECT_EQ(alias_key("openalex:W1"), "openalex:W1");
  EXPECT_EQ(alias_key("acl:P18-1001"), "acl:P18-1001");
}

TEST(AliasKeys, NameIdAndDois) {
  Paper paper;
  paper.id = "0704.0001";
  paper.doi = "10.1103/PhysRevD.72.122001 10.1103/PhysRevD.72.129901,";
  EXPECT_EQ(alias_keys(paper), (std::vector<std::string>{"arxiv:0704.0001", "doi:10.1103/physrevd.72.122001",
                                                         "doi:10.1103/physrevd.72.129901"}));
  paper.doi = "https://doi.org/10.1/X";
  EXPECT_EQ(alias_keys(paper).back(), "doi:10.1/x");
  paper.id = "acl:P18-1001";
  paper.doi.clear();
  EXPECT_EQ(alias_keys(paper), std::vector<std::string>{"acl:P18-1001"});
  paper.id = "3dv2025/05T81ScPFb";
  EXPECT_TRUE(alias_keys(paper).empty());
}

TEST(AliasKeys, AnIdWithASchemeIsFoundByItsOtherSpellings) {
  Paper paper;
  paper.id = "doi:10.1/x";
  EXPECT_EQ(alias_keys(paper), std::vector<std::string>{alias_key("https://doi.org/10.1/X")});
  paper.id = "arxiv:2401.01967";
  EXPECT_EQ(alias_keys(paper), std::vector<std::string>{alias_key("2401.01967v3")});
}

TEST(AuthorId, HasItsForm) {
  EXPECT_EQ(author_id_from_bits(0), "a0000000000");
  EXPECT_EQ(author_id_from_bits((std::uint64_t{1} << 50) - 1), "azzzzzzzzzz");
  std::set<std::string> ids;
  for (std::uint64_t i = 0; i < 1000; ++i) ids.insert(author_id_from_bits(i * 0x9E3779B97F4A7C15ULL));
  EXPECT_EQ(ids.size(), 1000u);
  for (const auto& id : ids) EXPECT_TRUE(is_author_id(id)) << id;
  for (const std::string_view text :
       {"", "a", "b0000000000", "a000000000", "a00000000000", "aILOU000000", "a000000000u"}) {
    EXPECT_FALSE(is_author_id(text)) << text;
  }
}

}  // namespace
}  // namespace incipit::schema

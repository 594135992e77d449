#include "server/web/people.h"

#include <gtest/gtest.h>

namespace incipit::server::web {
namespace {

struct Case {
  int authors;
  int focus;  // position from 1; 0: none
  std::string shown;
};

class AuthorList : public ::testing::TestWithParam<Case> {};

TEST_P(AuthorList, Reads) {
  schema::Hit hit;
  for (int i = 1; i <= GetParam().authors; ++i) {
    schema::Authorship author;
    author.name = "N" + std::to_string(i);
    hit.paper.authors.push_back(author);
    hit.author_ids.push_back("id" + std::to_string(i));
  }
  const std::string focus = GetParam().focus == 0 ? "" : "id" + std::to_string(GetParam().focus);
  std::string shown;
  for (const ListPiece& piece : short_author_list({}, hit, focus)) {
    shown += piece.text;
    EXPECT_EQ(piece.is_focus, !focus.empty() && piece.text == "N" + std::to_string(GetParam().focus));
  }
  EXPECT_EQ(shown, GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(Rule, AuthorList,
                         ::testing::Values(Case{0, 0, ""}, Case{1, 0, "N1"}, Case{2, 0, "N1, N2"},
                                           Case{3, 0, "N1, N2, N3"}, Case{4, 0, "N1, N2, N3 et al."},
                                           Case{37, 0, "N1, N2, N3 et al."}, Case{37, 3, "N1, N2, N3 et al."},
                                           Case{4, 4, "N1, N2, N3, N4, 4th of 4"},
                                           Case{5, 4, "N1, N2, N3, N4, 4th of 5 et al."},
                                           Case{37, 9, "N1, N2, N3 … N9, 9th of 37 et al."},
                                           Case{22, 22, "N1, N2, N3 … N22, 22nd of 22 et al."}));

TEST(AuthorLinks, GoToTheEntityOrElseToTheName) {
  schema::Hit hit;
  hit.paper.authors.resize(2);
  hit.paper.authors[0].name = "Ann Lee";
  hit.paper.authors[1].name = "Bo/Li";
  hit.author_ids = {"a0000000001"};
  const auto pieces = all_authors({}, hit);
  EXPECT_EQ(pieces[0].url, "/author/a0000000001");
  EXPECT_EQ(pieces[1].url, "/name/Bo%2FLi");
}

}  // namespace
}  // namespace incipit::server::web

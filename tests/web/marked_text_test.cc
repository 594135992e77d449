#include "server/web/marked_text.h"

#include <gmock/gmock.h>

namespace incipit::server::web {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MarkedText, CutsAtCodePointsNotBytes) {
  EXPECT_THAT(cut_at_spans("Gödel’s proof", {{0, 5}}),
              ElementsAre(TextPiece{"Gödel", true}, TextPiece{"’s proof", false}));
  EXPECT_THAT(cut_at_spans("日本語の検索", {{4, 6}}),
              ElementsAre(TextPiece{"日本語の", false}, TextPiece{"検索", true}));
}

TEST(MarkedText, JoinsSpansThatTouchOrOverlapInAnyOrder) {
  EXPECT_THAT(cut_at_spans("abcdef", {{3, 5}, {1, 2}, {2, 4}}),
              ElementsAre(TextPiece{"a", false}, TextPiece{"bcde", true}, TextPiece{"f", false}));
}

TEST(MarkedText, SpansBeyondTheTextMarkNothing) {
  EXPECT_THAT(cut_at_spans("ab", {{1, 99}, {50, 60}, {2, 1}}),
              ElementsAre(TextPiece{"a", false}, TextPiece{"b", true}));
  EXPECT_THAT(cut_at_spans("", {{0, 1}}), IsEmpty());
}

TEST(MarkedText, KeepsEveryByteOfDamagedText) {
  const std::string damaged = "a\xFF\x80\xC3";
  std::string joined;
  for (const TextPiece& piece : cut_at_spans(damaged, {{1, 2}})) joined += piece.text;
  EXPECT_EQ(joined, damaged);
}

}  // namespace
}  // namespace incipit::server::web

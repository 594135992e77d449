// The query language as text to tree: what each form means, what is repaired and said, what is refused and
// where.
#include <gtest/gtest.h>

#include <array>
#include <iostream>
#include <random>
#include <string>

#include "query/ast.h"
#include "schema/limits.h"

namespace incipit::query {
namespace {

using schema::ErrorCode;
using schema::Field;
using schema::QuerySyntax;

// The tree in a notation of the test's own: kind(text) with the field where it is not text.
std::string shape(const AstNode& node) {
  const auto leaf = [&](const std::string& name) {
    const std::string field =
        node.field == Field::text ? "" : std::string(schema::row_of(node.field).name) + ":";
    return (node.first_author ? "^" : "") + field + name + "<" + node.text + ">";
  };
  const auto group = [&](const std::string& name) {
    std::string out = name + "(";
    for (std::size_t i = 0; i < node.children.size(); ++i)
      out += (i > 0 ? " " : "") + shape(node.children[i]);
    return out + ")";
  };
  switch (node.kind) {
    case AstKind::words:
      return leaf("w");
    case AstKind::exact:
      return leaf("x");
    case AstKind::phrase:
      return leaf("p");
    case AstKind::beginning:
      return leaf("b");
    case AstKind::near: {
      std::string distances;
      for (const auto distance : node.distances) distances += (distances.empty() ? "" : ",") + std::to_string(distance);
      return group("near" + distances);
    }
    case AstKind::value:
      return leaf("v");
    case AstKind::all_of:
      return group("all");
    case AstKind::any_of:
      return group("any");
    case AstKind::none:
      return group("none");
  }
  return "?";
}

std::string tree(const ParsedQuery& parsed) { return parsed.root ? shape(*parsed.root) : ""; }

void expect_tree(const std::string& text, const std::string& expected) {
  const auto parsed = parse_query(text, QuerySyntax::operators);
  ASSERT_TRUE(parsed) << text << ": " << parsed.error().message;
  EXPECT_EQ(tree(*parsed), expected) << text;
  EXPECT_TRUE(parsed->notes.empty()) << text << ": " << parsed->notes.front().message;
}

void expect_repaired(const std::string& text, const std::string& expected, std::size_t offset) {
  const auto parsed = parse_query(text, QuerySyntax::operators);
  ASSERT_TRUE(parsed) << text << ": " << parsed.error().message;
  EXPECT_EQ(tree(*parsed), expected) << text;
  ASSERT_FALSE(parsed->notes.empty()) << text;
  EXPECT_EQ(parsed->notes.front().code, "repaired") << text;
  EXPECT_EQ(parsed->notes.front().offset, offset) << text;
}

void expect_error(const std::string& text, ErrorCode code, std::size_t offset) {
  const auto parsed = parse_query(text, QuerySyntax::operators);
  ASSERT_FALSE(parsed) << text << " gave " << tree(*parsed);
  EXPECT_EQ(parsed.error().code, code) << text;
  EXPECT_EQ(parsed.error().parameter, "q") << text;
  EXPECT_EQ(parsed.error().offset, offset) << text;
}

AstNode without_offsets(AstNode node) {
  node.offset = 0;
  for (AstNode& child : node.children) child = without_offsets(std::move(child));
  return node;
}

TEST(Parser, WordsSideBySideAreOneNodeAsTyped) {
  expect_tree("deep learning", "w<deep learning>");
  expect_tree("  pre-training of  GPT-2 ", "w<pre-training of  GPT-2>");
  expect_tree("", "");
  expect_tree(" \t\u00A0", "");
  expect_tree("and or not", "w<and or not>");
  expect_tree("C++ & p-value, x^2?", "w<C++ & p-value, x^2?>");
}

TEST(Parser, OperatorsBindNotThenAndThenOr) {
  expect_tree("a OR b AND c", "any(w<a> all(w<b> w<c>))");
  expect_tree("(a OR b) AND c", "all(any(w<a> w<b>) w<c>)");
  expect_tree("NOT a AND b", "all(none(w<a>) w<b>)");
  expect_tree("NOT (a b)", "none(w<a b>)");
  expect_tree("a AND (b AND c)", "all(w<a> w<b> w<c>)");
  expect_tree("a (b OR (c OR d))", "all(w<a> any(w<b> w<c> w<d>))");
  expect_tree("NOT NOT a", "none(none(w<a>))");
}

TEST(Parser, OnlyNegativeQueryIsFine) {
  expect_tree("-a", "none(w<a>)");
  expect_tree("-a -\"b c\"", "all(none(w<a>) none(p<b c>))");
}

TEST(Parser, HyphenExcludesOnlyBeforeAWord) {
  expect_tree("deep -learning", "all(w<deep> none(w<learning>))");
  expect_tree("(-a)", "none(w<a>)");
  expect_tree("-(a b)", "none(w<a b>)");
  expect_tree("pre-training", "w<pre-training>");
  expect_tree("f(x)-g", "all(w<f> w<x> w<g>)");
  expect_tree("\"deep\"-ish", "all(p<deep> w<ish>)");
  expect_repaired("graphs - a survey", "w<graphs   a survey>", 7);
  expect_repaired("graphs -- a survey", "w<graphs    a survey>", 7);
  expect_repaired("--help", "w<help>", 0);
  expect_repaired("a -", "w<a>", 2);
}

TEST(Parser, EqualsMakesAWordExact) {
  expect_tree("=Learning", "x<Learning>");
  expect_tree("a =b -=c", "all(w<a> x<b> none(x<c>))");
  expect_tree("=AND =A*", "all(x<AND> x<A*>)");
  expect_tree("a=b", "w<a=b>");
  expect_repaired("x = y", "w<x   y>", 2);
  expect_repaired("==y", "w<y>", 0);
  expect_repaired("=\"a b\"", "p<a b>", 0);
}

TEST(Parser, QuotesStraightAndCurly) {
  expect_tree("\"graph AND (neural\"", "p<graph AND (neural>");
  expect_tree("\u201Cgraph neural\u201D nets", "all(p<graph neural> w<nets>)");
  expect_repaired("a \"b c", "all(w<a> p<b c>)", 2);
  expect_repaired("a \"\" b", "w<a    b>", 2);
  expect_repaired("\"", "", 0);
}

TEST(Parser, FieldsOverWordPhraseAndParentheses) {
  expect_tree("title:deep learning", "all(title:w<deep> w<learning>)");
  expect_tree("TI:deep", "title:w<deep>");
  expect_tree("title: deep", "title:w<deep>");
  expect_tree("au:\"Bengio, Yoshua\"", "author:p<Bengio, Yoshua>");
  expect_tree("abs:=exact", "abstract:x<exact>");
  expect_tree("title:(a OR b)", "any(title:w<a> title:w<b>)");
  expect_tree("title:(a b)", "title:w<a b>");
  expect_tree("title:(a abs:b -c)", "all(title:w<a> abstract:w<b> none(title:w<c>))");
  expect_tree("title:x:y", "title:w<x:y>");
  expect_tree("-title:a", "none(title:w<a>)");
  expect_tree("all:deep", "w<deep>");
}

TEST(Parser, ColonOfNoFieldIsText) {
  expect_tree("attention: all", "w<attention: all>");
  expect_tree("see http://x.org foo:bar", "w<see http://x.org foo:bar>");
  expect_tree("all: you need", "w<all: you need>");
  expect_tree("year: 2019", "w<year: 2019>");
  expect_tree("in the (year:)", "all(w<in the> w<year:>)");
  expect_tree(":x x:", "w<:x x:>");
}

TEST(Parser, FilterFieldsTakeTheirValueVerbatim) {
  expect_tree("cat:cs.*", "category:v<cs.*>");
  expect_tree("cat:cs.CL deep", "all(category:v<cs.CL> w<deep>)");
  expect_tree("cat:(cs.CL OR cs.LG)", "any(category:v<cs.CL> category:v<cs.LG>)");
  expect_tree("cat:(cs.CL -cs.LG)", "all(category:v<cs.CL> none(category:v<cs.LG>))");
  expect_tree("year:2019..2024", "year:v<2019..2024>");
  expect_tree("year:2019..", "year:v<2019..>");
  expect_tree("venue:\"ACL 2019\"", "venue:v<ACL 2019>");
  expect_tree("id:hep-th/9901001v2", "id:v<hep-th/9901001v2>");
  expect_tree("id:doi:10.1/x", "id:v<doi:10.1/x>");
  expect_tree("doi:10.1103/PhysRev.1", "doi:v<10.1103/PhysRev.1>");
  expect_tree("has:code status:retracted", "all(has:v<code> status:v<retracted>)");
}

TEST(Parser, RepairsSayWhere) {
  expect_repaired("(a OR b", "any(w<a> w<b>)", 0);
  expect_repaired("a) b", "w<a  b>", 1);
  expect_repaired("a AND", "w<a>", 2);
  expect_repaired("OR a", "w<a>", 0);
  expect_repaired("a AND AND b", "all(w<a> w<b>)", 6);
  expect_repaired("a OR OR b", "any(w<a> w<b>)", 5);
  expect_repaired("a NOT", "w<a>", 2);
  expect_repaired("()", "", 0);
  expect_repaired("a AND ()", "w<a>", 2);
  expect_repaired("title:", "", 0);
  expect_repaired("a title: -b", "all(w<a> none(w<b>))", 2);
  expect_repaired("title:\"\" a", "w<a>", 6);
  expect_repaired("AND OR NOT", "", 0);
}

TEST(Parser, AStarBehindThreeLettersIsABeginning) {
  expect_tree("deep learn*", "all(w<deep> b<learn>)");
  expect_tree("learn* deep nets*", "all(b<learn> w<deep> b<nets>)");
  expect_tree("title:learn** -net*", "all(title:b<learn> none(b<net>))");
  expect_tree("ti:(learn* OR pre-train*) au:schm*", "all(any(title:b<learn> title:b<pre-train>) author:b<schm>)");
  expect_tree("gpt-4* \u738B\u738B\u738B*", "all(b<gpt-4> b<\u738B\u738B\u738B>)");
  // A star that is something else stays what it is.
  expect_tree("A* C*-algebra =learn* 123*", "all(w<A* C*-algebra> x<learn*> w<123*>)");
  expect_tree("x^* f*g ** 5* \"learn*\" NEARBY ^x", "all(w<x^* f*g ** 5*> p<learn*> w<NEARBY ^x>)");
}

TEST(Parser, NearJoinsTheWordsBesideIt) {
  expect_tree("a NEAR b", "near10(w<a> w<b>)");
  expect_tree("a NEAR/5 b", "near5(w<a> w<b>)");
  expect_tree("deep learning NEAR/2 theory of games", "all(w<deep> near2(w<learning> w<theory>) w<of games>)");
  expect_tree("a NEAR/1 \"b c\" NEAR/2 =d NEAR net*", "near1,2,10(w<a> p<b c> x<d> b<net>)");
  expect_tree("title:(a NEAR/3 b) c", "all(near3(title:w<a> title:w<b>) w<c>)");
  expect_tree("(a OR \"b c\") NEAR/3 d OR e", "any(near3(any(w<a> p<b c>) w<d>) w<e>)");
  expect_tree("NOT a NEAR/3 b", "none(near3(w<a> w<b>))");
  expect_tree("a near b NEAR/x", "w<a near b NEAR/x>");
  expect_error("a NEAR/0 b", ErrorCode::invalid_query, 2);
  expect_error("a NEAR/101 b", ErrorCode::limit_exceeded, 2);
  expect_error("a NEAR/99999999999999999999 b", ErrorCode::limit_exceeded, 2);
  expect_error("(a AND b) NEAR/2 c", ErrorCode::invalid_query, 1);
  expect_error("(a b) NEAR/2 c", ErrorCode::invalid_query, 1);
  expect_error("a NEAR/2 title:b", ErrorCode::invalid_query, 15);
  expect_error("a NEAR/2 cat:cs.CL", ErrorCode::invalid_query, 13);
  expect_error("au:a NEAR/2 au:b", ErrorCode::invalid_query, 3);
  expect_error("a NEAR b NEAR c NEAR d NEAR e NEAR f NEAR g NEAR h NEAR i", ErrorCode::limit_exceeded, 0);
  expect_repaired("NEAR a", "w<a>", 0);
  expect_repaired("a b NEAR", "all(w<a> w<b>)", 4);
  expect_repaired("a NEAR OR b", "any(w<a> w<b>)", 2);
  expect_repaired("a NEAR -b", "all(w<a> none(w<b>))", 2);
  expect_repaired("a NEAR NEAR b", "near10(w<a> w<b>)", 2);
}

TEST(Parser, ACaretMeansTheFirstAuthor) {
  expect_tree("x ^author:bengio", "all(w<x> ^author:w<bengio>)");
  expect_tree("^au:\"Bengio, Yoshua\" ^AU:(a OR b)", "all(^author:p<Bengio, Yoshua> any(^author:w<a> ^author:w<b>))");
  expect_tree("^au:schm*", "^author:b<schm>");
  expect_tree("^title:x ^x", "w<^title:x ^x>");
  expect_repaired("^au:", "", 0);
}

TEST(Parser, LimitsAndEncoding) {
  expect_error(std::string(4097, 'a'), ErrorCode::limit_exceeded, 4096);
  EXPECT_TRUE(parse_query(std::string(4096, 'a'), QuerySyntax::operators));
  expect_error("ab\xFFz", ErrorCode::invalid_query, 2);
  expect_error("\u00E9\xC3", ErrorCode::invalid_query, 2);
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '(') + "a" + std::string(levels, ')');
  };
  expect_tree(nested(16), "w<a>");
  expect_error(nested(17), ErrorCode::limit_exceeded, 16);
  expect_error(std::string(4096, '('), ErrorCode::limit_exceeded, 16);
  std::string negations;
  for (int i = 0; i < 17; ++i) negations += "NOT ";
  expect_error(negations + "a", ErrorCode::limit_exceeded, 64);
  expect_tree(std::string(16, '(') + "title:(a b)" + std::string(16, ')'), "title:w<a b>");
}

TEST(Parser, OffsetsPointAtTheTextOfALeaf) {
  const auto parsed = parse_query("deep \"x y\" cat:cs.CL -=z", QuerySyntax::operators);
  ASSERT_TRUE(parsed && parsed->root && parsed->root->children.size() == 4);
  const auto& parts = parsed->root->children;
  EXPECT_EQ(parts[0].offset, 0U);
  EXPECT_EQ(parts[1].offset, 6U);
  EXPECT_EQ(parts[2].offset, 15U);
  EXPECT_EQ(parts[3].offset, 21U);
  EXPECT_EQ(parts[3].children.front().offset, 23U);
}

TEST(Parser, TextSyntaxReadsNoOperators) {
  const auto parsed = parse_query("  NOT (a OR \"b title:c* ", QuerySyntax::text);
  ASSERT_TRUE(parsed && parsed->root);
  EXPECT_EQ(shape(*parsed->root), "w<NOT (a OR \"b title:c*>");
  EXPECT_EQ(parsed->root->offset, 2U);
  EXPECT_TRUE(parsed->plain_words);
  EXPECT_TRUE(parsed->notes.empty());
  EXPECT_FALSE(parse_query("\xFF", QuerySyntax::text));
}

TEST(Parser, PlainWordsAreBareWordsAndNothingElse) {
  const auto plain = [](const std::string& text) {
    return parse_query(text, QuerySyntax::operators)->plain_words;
  };
  EXPECT_TRUE(plain("deep learning"));
  EXPECT_TRUE(plain("attention: all"));
  EXPECT_TRUE(plain("graphs - a survey"));
  for (const char* text :
       {"", "deep AND learning", "\"deep\"", "=deep", "title:deep", "-deep", "deep cat:cs.CL"}) {
    EXPECT_FALSE(plain(text)) << text;
  }
}

TEST(Parser, CanonicalTextIsExplicit) {
  const auto canonical = [](const std::string& text) {
    return canonical_text(*parse_query(text, QuerySyntax::operators)->root);
  };
  EXPECT_EQ(canonical("a -b \"c d\" =e"), "a AND NOT b AND \"c d\" AND =e");
  EXPECT_EQ(canonical("ti:(a b OR c) x"), "(title:(a b) OR title:c) AND x");
  EXPECT_EQ(canonical("cat:(cs.CL OR cs.LG) venue:\"A B\""),
            "(category:cs.CL OR category:cs.LG) AND venue:\"A B\"");
  EXPECT_EQ(canonical("NOT (a OR b)"), "NOT (a OR b)");
}

// Whatever is typed gives a tree or an error, and what was understood is understood the same again.
TEST(ParserProperty, RandomTextIsTotalAndCanonicalTextIsAFixedPoint) {
  const std::array<std::string, 49> alphabet{
      "AND",        "OR",   "NOT",   "NEAR/2", "(",    ")",    "(",      ")",    "\"",     "\u201C",
      "-",          "=",    "*",     ":",      "^",    " ",    " ",      " ",    " ",      "\u3000",
      "net*",       "a",          "b",    "Graph", "x2",     ".",    "..",   "title:", "au:",  "abs:",   "cat:",
      "year:",      "all:", "id:",   "doi:",   "has:", "foo:", "2019",   "cs.*", "\u00E9", "\u738B",
      "\U0001F600", "/",    "\t",    "'",      ",",    "^au:", "\xC3",   "the"};
  const unsigned seed = 20240611;
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  std::array<int, 3> outcomes{};  // trees, empty, errors
  int repairs = 0;
  for (int round = 0; round < 100000; ++round) {
    std::string text;
    const auto pieces = random() % 24;
    for (unsigned i = 0; i < pieces; ++i) {
      // Rarely what ends a parse at once, so that most strings reach the tree.
      const std::string& piece = alphabet[random() % alphabet.size()];
      const bool fatal = piece == "\xC3" || piece == "NEAR/2";
      if (!fatal || random() % 16 == 0) text += piece;
    }
    const auto parsed = parse_query(text, QuerySyntax::operators);
    if (!parsed) {
      ++outcomes[2];
      ASSERT_TRUE(parsed.error().offset && *parsed.error().offset < text.size()) << text;
      continue;
    }
    if (!parsed->notes.empty()) ++repairs;
    for (const auto& note : parsed->notes) ASSERT_TRUE(note.offset && *note.offset <= text.size()) << text;
    if (!parsed->root) {
      ++outcomes[1];
      continue;
    }
    ++outcomes[0];
    const std::string canonical = canonical_text(*parsed->root);
    const auto again = parse_query(canonical, QuerySyntax::operators);
    ASSERT_TRUE(again && again->root) << '[' << text << "] -> [" << canonical << ']';
    ASSERT_TRUE(again->notes.empty())
        << '[' << text << "] -> [" << canonical << "]: " << again->notes[0].message;
    ASSERT_EQ(shape(*again->root), shape(*parsed->root)) << '[' << text << "] -> [" << canonical << ']';
    ASSERT_EQ(without_offsets(*again->root), without_offsets(*parsed->root)) << text;
    ASSERT_EQ(again->plain_words, parsed->plain_words) << text;
  }
  std::cout << outcomes[0] << " trees, " << outcomes[1] << " empty, " << outcomes[2] << " errors, " << repairs
            << " repaired\n";
  EXPECT_GT(outcomes[0], 50000);
  EXPECT_GT(outcomes[2], 1000);
}

// Random bytes, valid UTF-8 or not, long ones too.
TEST(ParserProperty, RandomBytesGiveTreeOrError) {
  const unsigned seed = 77;
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = static_cast<char>(round % 2 == 0 ? random() % 128 : random() % 256);
    for (const auto syntax : {QuerySyntax::operators, QuerySyntax::text}) {
      const auto parsed = parse_query(text, syntax);
      if (!parsed) {
        ASSERT_TRUE(parsed.error().offset && *parsed.error().offset < text.size());
      }
    }
  }
}

}  // namespace
}  // namespace incipit::query

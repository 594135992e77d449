// Text to plan: which terms each form of the language asks for, what ranks, what may be relaxed, what is
// refused.
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <string>

#include "query/plan.h"
#include "schema/limits.h"

namespace incipit::query {
namespace {

using schema::ErrorCode;
using schema::Field;
using schema::MatchMode;
using schema::QuerySyntax;

analysis::Analyser& analyser() {
  static analysis::Analyser one;
  return one;
}

QueryPlan plan(const std::string& text, MatchMode match = MatchMode::automatic,
               QuerySyntax syntax = QuerySyntax::operators) {
  auto planned = plan_query(text, syntax, match, analyser());
  EXPECT_TRUE(planned) << text << ": " << planned.error().message;
  return planned ? *planned : QueryPlan{};
}

// The tree in a notation of the test's own.
std::string shape(const PlanNode& node) {
  const std::string field =
      node.field == Field::text ? "" : std::string(schema::row_of(node.field).name) + ":";
  std::string inner;
  for (const PhraseWord& word : node.words)
    inner += (inner.empty() ? "" : word.joined ? "-" : " ") + (word.match == WordMatch::stem ? "~" + word.term : word.form) +
             (word.match == WordMatch::beginning ? "*" : "");
  for (const PlanNode& child : node.children) inner += (inner.empty() ? "" : " ") + shape(child);
  const auto year = [](const std::optional<int>& value) { return value ? std::to_string(*value) : ""; };
  switch (node.kind) {
    case PlanKind::all:
      return "ALL";
    case PlanKind::nothing:
      return "NOTHING";
    case PlanKind::term:
      return field + node.term;
    case PlanKind::phrase:
      return field + "\"" + inner + "\"";
    case PlanKind::name:
      return (node.first_author ? "first{" : "name{") + inner + "}";
    case PlanKind::beginning:
      return field + node.term + "*";
    case PlanKind::near: {
      std::string distances;
      for (const auto distance : node.distances) distances += (distances.empty() ? "" : ",") + std::to_string(distance);
      return field + "near" + distances + "(" + inner + ")";
    }
    case PlanKind::filter:
      return field + "<" + node.term + ">";
    case PlanKind::years:
      return "years<" + year(node.years.from) + ".." + year(node.years.to) + ">";
    case PlanKind::all_of:
      return "all(" + inner + ")";
    case PlanKind::any_of:
      return "any(" + inner + ")";
    case PlanKind::none_of:
      return "none(" + inner + ")";
  }
  return "?";
}

std::string strict(const std::string& text) { return shape(plan(text).strict); }
std::string relaxed(const std::string& text, MatchMode match) {
  const QueryPlan planned = plan(text, match);
  return planned.relaxed ? shape(*planned.relaxed) : "";
}
// How often a term counts: nothing for once, "*2" for twice, "*2/4" for a half.
std::string times(std::int64_t quarters) {
  if (quarters == kWhole) return "";
  return quarters % kWhole == 0 ? "*" + std::to_string(quarters / kWhole) : "*" + std::to_string(quarters) + "/4";
}
std::string ranking(const std::string& text) {
  std::string out;
  for (const RankingTerm& term : plan(text).ranking) {
    out += (out.empty() ? "" : " ") +
           (term.field == Field::text ? "" : std::string(schema::row_of(term.field).name) + ":");
    out += term.term + times(term.quarters);
  }
  return out;
}
std::vector<std::string> codes(const QueryPlan& planned) {
  std::vector<std::string> out;
  for (const auto& note : planned.notes) out.push_back(note.code);
  return out;
}
void expect_error(const std::string& text, ErrorCode code, std::size_t offset) {
  const auto planned = plan_query(text, QuerySyntax::operators, MatchMode::automatic, analyser());
  ASSERT_FALSE(planned) << text << " gave " << shape(planned->strict);
  EXPECT_EQ(planned.error().code, code) << text << ": " << planned.error().message;
  EXPECT_EQ(planned.error().parameter, "q");
  EXPECT_EQ(planned.error().offset, offset) << text << ": " << planned.error().message;
}

TEST(Planner, WordsAreStemsThatAreAllRequired) {
  EXPECT_EQ(strict("graph networks"), "all(graph network)");
  EXPECT_EQ(strict("title:networks"), "title:network");
  EXPECT_EQ(strict("comments:(ten pages)"), "all(comments:ten comments:page)");
  EXPECT_EQ(strict("graphs graph"), "graph");
  EXPECT_EQ(strict("a1 OR b1 -c1"), "any(a1 all(b1 none(c1)))");
  EXPECT_EQ(strict("-c1"), "none(c1)");
  EXPECT_EQ(strict("Schrödinger"), strict("schrodinger"));
  EXPECT_EQ(strict("Schr\\\"odinger"), strict("schrodinger"));
}

TEST(Planner, EmptyTextPlansAll) {
  const QueryPlan planned = plan("  ");
  EXPECT_EQ(shape(planned.strict), "ALL");
  EXPECT_TRUE(planned.ranking.empty());
  EXPECT_EQ(planned.canonical, "");
  EXPECT_FALSE(planned.relaxed);
  EXPECT_EQ(strict("AND"), "ALL");
  EXPECT_EQ(codes(plan("AND")), std::vector<std::string>{"repaired"});
}

TEST(Planner, PartsThatCannotBeSearchedAreLeftOutAndSaid) {
  EXPECT_EQ(strict("\"...\""), "NOTHING");
  EXPECT_EQ(codes(plan("\"...\"")), std::vector<std::string>{"repaired"});
  EXPECT_EQ(strict("graph \"...\""), "graph");
  EXPECT_EQ(strict("-\"...\""), "ALL");
  EXPECT_EQ(strict("author:,,"), "NOTHING");
}

TEST(Planner, CompoundsMeetTheirOtherSpellings) {
  EXPECT_EQ(strict("pre-training"), "any(all(pre train) pretrain)");
  EXPECT_EQ(strict("pre training"), "any(all(pre train) pretrain)");
  EXPECT_EQ(strict("pretraining"), "pretrain");
  EXPECT_EQ(strict("GPT-2"), "any(\"gpt 2\" gpt2)");
  EXPECT_EQ(strict("COVID-19 graph"), "all(any(\"covid 19\" covid19) graph)");
  EXPECT_EQ(strict("title:GPT-2"), "any(title:\"gpt 2\" title:gpt2)");
  EXPECT_EQ(strict("state-of-the-art"), "any(all(state art) stateoftheart)");
  EXPECT_EQ(ranking("pre-training"), "pre*2/4 train*2/4 pretrain*2/4");
  EXPECT_EQ(ranking("state-of-the-art"), "state*2/4 art*2/4 stateoftheart*2/4");
  EXPECT_EQ(strict("王小明"), "\"王 小 明\"");
}

TEST(Planner, QuotedAndExactWordsAreTheFormsTyped) {
  EXPECT_EQ(strict("\"Graph Networks\""), "\"graph networks\"");
  EXPECT_EQ(strict("=networks"), "\"networks\"");
  EXPECT_EQ(strict("\"GPT-2\""), "\"gpt-2\"");
  EXPECT_EQ(strict("\"GPT 2\""), "\"gpt 2\"");
  EXPECT_EQ(strict("abs:\"the state\""), "abstract:\"the state\"");
  EXPECT_EQ(ranking("\"the networks\" network"), "the network*2");
  const auto words = plan("=networks").strict.words;
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0], (PhraseWord{"networks", "network", false}));
}

TEST(Planner, StopWordsAreNotRequiredUnlessNothingElseIsThere) {
  EXPECT_EQ(strict("the theory of graphs"), "all(theori graph)");
  EXPECT_EQ(codes(plan("the theory of graphs")), std::vector<std::string>{"stop_words"});
  EXPECT_NE(plan("the theory of graphs").notes[0].message.find("the, of"), std::string::npos);
  EXPECT_EQ(ranking("the theory"), "theori");
  EXPECT_EQ(strict("to be or not"), "all(to be or not)");
  EXPECT_EQ(ranking("the of the"), "the*2 of");
  EXPECT_TRUE(plan("the of").notes.empty());
  EXPECT_EQ(strict("the -graph"), "all(the none(graph))");
  EXPECT_EQ(strict("the cat:cs.CL"), "category:<cs.CL>");
  EXPECT_EQ(strict("graph -the"), "all(graph none(the))");
  EXPECT_EQ(strict("graph OR the"), "any(graph the)");
  EXPECT_EQ(strict("author:(an will)"), "all(author:an author:will)");
  EXPECT_TRUE(plan("the graph", MatchMode::any).notes.empty());
}

TEST(Planner, NamesAreFoldedTokensOfOneAuthor) {
  EXPECT_EQ(strict("author:Bengio"), "author:bengio");
  EXPECT_EQ(strict("au:(lee chang)"), "all(author:lee author:chang)");
  EXPECT_EQ(strict("author:\"Bengio, Yoshua\""), "name{bengio yoshua}");
  EXPECT_EQ(strict("author:\"Y. Bengio\""), "name{y bengio}");
  EXPECT_EQ(strict("author:=Bengio"), "name{bengio}");
  EXPECT_EQ(strict("au:del_maestro"), "name{del maestro}");
  EXPECT_EQ(strict("au:Müller"), "any(author:muller author:mueller)");
  EXPECT_EQ(strict("au:\"Jan Müller\""), "any(name{jan muller} name{jan mueller})");
  EXPECT_EQ(ranking("author:\"Y. Bengio\" networks"), "author:bengio network");
  EXPECT_EQ(ranking("au:networks"), "author:networks");
}

TEST(Planner, FilterFields) {
  EXPECT_EQ(strict("cat:cs.CL"), "category:<cs.CL>");
  EXPECT_EQ(strict("cat:cs.*"), "archive:<cs>");
  EXPECT_EQ(strict("cat:(cs.CL OR cs.LG)"), "any(category:<cs.CL> category:<cs.LG>)");
  EXPECT_EQ(strict("year:2019..2024"), "years<2019..2024>");
  EXPECT_EQ(strict("year:2019"), "years<2019..2019>");
  EXPECT_EQ(strict("year:2019.."), "years<2019..>");
  EXPECT_EQ(strict("-year:..2019"), "none(years<..2019>)");
  EXPECT_EQ(strict("has:code status:Retracted"), "all(has:<code> status:<retracted>)");
  EXPECT_EQ(strict("venue:\"ACL 2019\""), "venue:<ACL 2019>");
  EXPECT_EQ(strict("id:2401.01967v2"), "any(id:<2401.01967v2> doi:<arxiv:2401.01967>)");
  EXPECT_EQ(strict("doi:10.1103/PhysRev.1"), "doi:<doi:10.1103/physrev.1>");
  EXPECT_EQ(strict("doi:https://doi.org/10.1/X"), "doi:<doi:10.1/x>");
  EXPECT_EQ(ranking("cat:cs.CL year:2019"), "");
}

TEST(Planner, IdentifiersTypedAloneFindTheirPaper) {
  EXPECT_EQ(strict("arXiv:2401.01967v1").rfind("any(id:<arXiv:2401.01967v1> doi:<arxiv:2401.01967>", 0), 0U);
  EXPECT_EQ(strict("https://doi.org/10.1/X").rfind("any(id:<https://doi.org/10.1/X> doi:<doi:10.1/x>", 0),
            0U);
  EXPECT_FALSE(plan("hep-th/9901001").may_relax);
  EXPECT_EQ(strict("graph 2401.01967").find("id:"), std::string::npos);
  EXPECT_EQ(strict("2401").find("id:"), std::string::npos);
}

TEST(Planner, BadValuesAreRefusedWithTheirOffset) {
  for (const char* value :
       {"abc", "19", "20199", "0999", "2024..2019", "2019...", "..", "2019-2024", ">2019"}) {
    expect_error("graph year:" + std::string(value), ErrorCode::invalid_query, 11);
  }
  expect_error("has:nothing", ErrorCode::invalid_query, 4);
  expect_error("status:\"gone\"", ErrorCode::invalid_query, 8);
  expect_error("cat:cs.C*", ErrorCode::unsupported_syntax, 4);
  expect_error("primary:cs.*", ErrorCode::unsupported_syntax, 8);
  expect_error("author_id:xyz", ErrorCode::invalid_query, 10);
}

TEST(Planner, BeginningsOfWords) {
  EXPECT_EQ(strict("optimiz*"), "optimiz*");
  EXPECT_EQ(strict("title:Schr\u00F6d*"), "title:schrod*");
  EXPECT_EQ(ranking("optimize* x"), "optim x");
  EXPECT_EQ(strict("pre-train*"), "any(\"pre train*\" pretrain*)");
  EXPECT_EQ(strict("gpt-4*"), "any(\"gpt 4*\" gpt4*)");
  EXPECT_EQ(strict("\"energy net*\""), "\"energy net*\"");
  EXPECT_EQ(strict("\"an A* search\""), "\"an a search\"");
  EXPECT_EQ(strict("au:M\u00FCll*"), "any(author:mull* author:muell*)");
  EXPECT_EQ(strict("au:\"schmidh* j\""), "name{schmidh* j}");
  EXPECT_EQ(strict("\u738B\u738B\u738B*"), "\"\u738B \u738B \u738B\"");
  EXPECT_EQ(codes(plan("\u738B\u738B\u738B*")), std::vector<std::string>{"repaired"});
  EXPECT_FALSE(plan("deep learn*").may_relax);
  expect_error("aaa* bbb* ccc* ddd* eee* fff* ggg* hhh* iii*", ErrorCode::limit_exceeded, 40);
}

TEST(Planner, NearAsksForPlaces) {
  EXPECT_EQ(strict("networks NEAR/5 of"), "near5(\"~network\" \"~of\")");
  EXPECT_EQ(strict("pre-training NEAR/5 =nets"), "near5(any(\"~pre ~train\" \"~pretrain\") \"nets\")");
  EXPECT_EQ(strict("GPT-2 NEAR/5 C++"), "near5(any(\"gpt 2\" \"~gpt2\") \"~c++\")");
  EXPECT_EQ(strict("(graph OR \"deep net*\") NEAR trees"), "near10(any(\"~graph\" \"deep net*\") \"~tree\")");
  EXPECT_EQ(strict("title:(a NEAR/2 b)"), "title:near2(title:\"~a\" title:\"~b\")");
  EXPECT_EQ(strict("a NEAR/2 !!! NEAR/3 b"), "near3(\"~a\" \"~b\")");
  EXPECT_EQ(codes(plan("a NEAR/2 !!!")), std::vector<std::string>{"repaired"});
  EXPECT_EQ(ranking("networks NEAR/5 \"deep nets\""), "network deep net");
}

TEST(Planner, FirstAuthors) {
  EXPECT_EQ(strict("^au:bengio"), "first{bengio}");
  EXPECT_EQ(strict("^au:\"Bengio, Y\""), "first{bengio y}");
  EXPECT_EQ(strict("^au:M\u00FCll*"), "any(first{mull*} first{muell*})");
  EXPECT_EQ(strict("^au:(a OR b)"), "any(first{a} first{b})");
}

TEST(Planner, OnlyPlainWordsRelaxByThemselves) {
  const QueryPlan planned = plan("graph of networks");
  EXPECT_TRUE(planned.may_relax);
  EXPECT_EQ(shape(*planned.relaxed), "any(graph network)");
  for (const char* text : {"graph", "graph the", "graph graph", "graph AND networks", "\"a b\"", "graph -x",
                           "pre-training", "graph cat:cs.CL"}) {
    EXPECT_FALSE(plan(text).may_relax) << text;
    EXPECT_FALSE(plan(text).relaxed) << text;
  }
  EXPECT_FALSE(plan("graph networks", MatchMode::all).relaxed);
  EXPECT_FALSE(plan("graph networks", MatchMode::any).may_relax);
}

TEST(Planner, MatchAnyKeepsEverythingButBareWordsRequired) {
  EXPECT_EQ(relaxed("graph networks", MatchMode::any), "any(graph network)");
  EXPECT_EQ(
      relaxed("graph networks \"deep learning\" title:(a1 b1) cat:cs.CL -(c1 d1) =e1", MatchMode::any),
      "all(any(graph network) \"deep learning\" title:a1 title:b1 category:<cs.CL> none(all(c1 d1)) \"e1\")");
  EXPECT_EQ(shape(plan("graph networks \"x1\"", MatchMode::any).strict), "all(graph network \"x1\")");
  EXPECT_EQ(relaxed("a1 AND b1", MatchMode::any), "all(a1 b1)");
  EXPECT_EQ(relaxed("GPT-2 graph", MatchMode::any), "any(\"gpt 2\" gpt2 graph)");
}

TEST(Planner, RankingIsOfPositivePartsAndCountsRepeats) {
  EXPECT_EQ(ranking("graph graphs deep -neural"), "graph*2 deep");
  EXPECT_EQ(ranking("title:graph graph"), "title:graph graph");
  EXPECT_EQ(ranking("-graph"), "");
  EXPECT_EQ(ranking("gpt-2 gpt"), "gpt*6/4 2*2/4 gpt2*2/4");
}

TEST(Planner, AskingWordsCountAQuarterBesideThreeOthers) {
  EXPECT_EQ(ranking("papers dealing with compressible flow control"), "paper*1/4 deal*1/4 compress flow control");
  EXPECT_EQ(codes(plan("papers dealing with compressible flow control")), (std::vector<std::string>{"asking_words", "stop_words"}));
  EXPECT_EQ(strict("papers on flow control theory"), "all(paper flow control theori)");  // required like any other word
  // They may be the subject of a short query, and are what was quoted, named with a field or a compound.
  EXPECT_EQ(ranking("information theory"), "inform theori");
  EXPECT_TRUE(plan("information theory").notes.empty());
  EXPECT_EQ(ranking("\"papers\" compressible flow control"), "paper compress flow control");
  EXPECT_EQ(ranking("title:papers compressible flow control"), "title:paper compress flow control");
  EXPECT_EQ(ranking("which which compressible flow control"), "which*2/4 compress flow control");
  EXPECT_EQ(ranking("=which which compressible flow control"), "which*2 compress flow control");
}

TEST(Planner, PlainWordsBeyondTheLimitAreCutToTheRarest) {
  // w0 is in one paper, w1 in two, ...; w7 in none.
  std::string words;
  for (int i = 0; i < 100; ++i) words += "w" + std::to_string(i) + " the ";
  const TermFrequency frequency = [](Field, const std::string& term) { return term == "w7" ? 0 : std::stoll(term.substr(1)) + 1; };
  const auto planned = plan_query(words, QuerySyntax::operators, MatchMode::any, analyser(), frequency);
  ASSERT_TRUE(planned) << planned.error().message;
  EXPECT_EQ(planned->ranking.size(), 64U);
  EXPECT_EQ(planned->ranking.front().term, "w0");
  EXPECT_EQ(planned->ranking.back().term, "w64");  // without the unknown one
  EXPECT_EQ(codes(*planned), std::vector<std::string>{"words_cut"});
  EXPECT_EQ(planned->canonical.find("w65"), std::string::npos);
  EXPECT_EQ(planned->canonical.find("w7 "), std::string::npos);
  // Neither where it fits nor where more than plain words was asked.
  EXPECT_TRUE(plan_query("w1 w1 w2", QuerySyntax::operators, MatchMode::any, analyser(), frequency)->notes.empty());
  EXPECT_EQ(plan_query(words + " -x", QuerySyntax::operators, MatchMode::any, analyser(), frequency).error().code, ErrorCode::limit_exceeded);
}

TEST(Planner, TextSyntaxReadsNoOperators) {
  const QueryPlan planned = plan("graph NOT (networks OR \"deep", MatchMode::any, QuerySyntax::text);
  EXPECT_EQ(shape(*planned.relaxed), "any(graph network deep)");
}

TEST(Planner, LimitsNameTheFirstWordPastThem) {
  std::string words;
  for (int i = 0; i < 64; ++i) words += "w" + std::to_string(100 + i) + " ";
  EXPECT_EQ(plan(words).ranking.size(), 64U);
  EXPECT_EQ(plan(words + words).ranking.front().quarters, 2 * kWhole);
  expect_error(words + "next more", ErrorCode::limit_exceeded, words.size());
  std::string phrase = "x \"";
  for (int i = 0; i < 32; ++i) phrase += "ab ";
  EXPECT_EQ(plan(phrase + "\"").notes.size(), 0U);
  expect_error(phrase + "ab ab\"", ErrorCode::limit_exceeded, phrase.size());
  expect_error("\xFF", ErrorCode::invalid_query, 0);
}

TEST(Planner, CanonicalIsTheTreeAsText) {
  EXPECT_EQ(plan("ti:graph -\"deep x\"").canonical, "title:graph AND NOT \"deep x\"");
}

// Whatever is typed is planned or refused; a plan never ranks more than the limit, and planning its own
// canonical text gives the same plan.
TEST(PlannerProperty, RandomTextIsTotalAndStable) {
  const std::vector<std::string> alphabet{
      "AND ",   " OR ", "NOT ",   "(",     ")",         "\"",           "-",
      "=",      ":",    " ",      " ",     "graph",     "pre-training", "GPT-2",
      "the",    "of",   "title:", "au:",   "cat:cs.CL", "year:2019",    "王小明",
      "Müller", "C++",  "...",    "\\\"o", "$x^2$",     "\u201C",       "a.b@c.de",
      "\\",     "{",    "}"};
  const unsigned seed = 5;
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  int planned_count = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned i = random() % 14; i > 0; --i) text += alphabet[random() % alphabet.size()];
    const auto match = static_cast<MatchMode>(random() % 3);
    const auto planned = plan_query(text, QuerySyntax::operators, match, analyser());
    if (!planned) {
      ASSERT_TRUE(planned.error().offset && *planned.error().offset <= text.size()) << text;
      continue;
    }
    ++planned_count;
    ASSERT_LE(planned->ranking.size(), 64U);
    ASSERT_EQ(planned->relaxed.has_value() && match == MatchMode::automatic, planned->may_relax) << text;
    if (planned->canonical.empty()) continue;
    const auto again = plan_query(planned->canonical, QuerySyntax::operators, match, analyser());
    ASSERT_TRUE(again) << text << " -> " << planned->canonical;
    ASSERT_EQ(shape(again->strict), shape(planned->strict)) << text << " -> " << planned->canonical;
    ASSERT_EQ(again->ranking, planned->ranking) << text;
    ASSERT_EQ(again->relaxed, planned->relaxed) << text;
  }
  std::cout << planned_count << " of 20000 planned\n";
  EXPECT_GT(planned_count, 15000);
}

}  // namespace
}  // namespace incipit::query

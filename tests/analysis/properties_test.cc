// What holds for every text: papers of a sample where there is one, and hostile strings from printed seeds.
#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "tests/support/shared_data.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kPapers = 4'000;

// The first lines of a zstd file, at most 64 MB of them.
std::string head_of_file(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  if (!input) return {};
  ZSTD_DStream* stream = ZSTD_createDStream();
  std::string text;
  std::vector<char> in(1 << 16);
  std::vector<char> out(1 << 18);
  while (text.size() < (64U << 20) &&
         (input.read(in.data(), static_cast<std::streamsize>(in.size())), input.gcount() > 0)) {
    ZSTD_inBuffer from{in.data(), static_cast<std::size_t>(input.gcount()), 0};
    while (from.pos < from.size) {
      ZSTD_outBuffer to{out.data(), out.size(), 0};
      const std::size_t rc = ZSTD_decompressStream(stream, &to, &from);
      if (ZSTD_isError(rc) != 0) {
        ZSTD_freeDStream(stream);
        return {};
      }
      text.append(out.data(), to.pos);
    }
  }
  ZSTD_freeDStream(stream);
  return text;
}

// Titles and abstracts; empty without the data.
std::vector<std::string> sample_texts() {
  const std::string lines = head_of_file(testing::shared_data("arxiv/arxiv-sample.jsonl.zst"));
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < lines.size() && texts.size() < 2 * kPapers;) {
    const std::size_t end = lines.find('\n', at);
    if (end == std::string::npos) break;
    const nlohmann::json paper =
        nlohmann::json::parse(lines.begin() + static_cast<std::ptrdiff_t>(at),
                              lines.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    at = end + 1;
    for (const char* field : {"title", "abstract"}) {
      if (paper.is_object() && paper.contains(field) && paper[field].is_string())
        texts.push_back(paper[field]);
    }
  }
  return texts;
}

std::uint32_t printed_seed() {
  const char* given = std::getenv("INCIPIT_SEED");
  const std::uint32_t seed = given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                                              : std::random_device{}();
  std::cout << "INCIPIT_SEED=" << seed << "\n";
  return seed;
}

std::string random_bytes(std::mt19937& random) {
  std::string text(random() % 200, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

// Strings of the pieces that the rules look at.
std::string random_pieces(std::mt19937& random) {
  static const std::vector<std::string> pieces = {"\\",      "{",         "}",        "$",
                                                  "`",       "'",         "``",       "''",
                                                  "-",       "--",        "~",        "@",
                                                  ".",       ",",         "&",        "+",
                                                  "#",       "/",         "_",        "^",
                                                  ":",       " ",         "a",        "B",
                                                  "i",       "s",         "e",        "1",
                                                  "23",      "pre",       "training", "GPT",
                                                  "\\emph{", "\\textbf{", "\\em ",    "{\\bf ",
                                                  "\\'",     "\\\"",      "\\c",      "\\i",
                                                  "\\o",     "\\AA",      "\\alpha",  "\\mathcal",
                                                  "\\(",     "\\)",       "\\$",      "\\{",
                                                  "\\}",     "\\_",       "\\ ",      "http://x.org/",
                                                  "a@b.cd",  "é",         "\u0301",   "ß",
                                                  "深",      "度",        "ไ",        "\u00AD",
                                                  "\u200B",  "’",         "–",        "\xFF",
                                                  "\xC3",    "½",         "U.S.A.",   ".net",
                                                  "C++",     "\\t{",      "\\url{",   "\\foo",
                                                  "[",       "]",         "\n",       "\t",
                                                  "ﷺ"};
  std::string text;
  for (std::size_t count = random() % 40; count > 0; --count) text += pieces[random() % pieces.size()];
  return text;
}

bool is_boundary(const std::string& text, std::size_t i) {
  return i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
}

// A few characters fold into several that are words of their own, so only letters are compared.
std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

// Whether a query finds a form of a text, which is all that there is.
bool finds(Analyser& analyser, const std::string& form, const AnalysedText& text) {
  const bool other = text.language == Language::other;
  analyser.know_unstemmed(other ? std::make_shared<UnstemmedWords>(text.terms.begin(), text.terms.end()) : nullptr);
  const auto has = [&](const std::string& term) { return std::find(text.terms.begin(), text.terms.end(), term) != text.terms.end(); };
  return has(analyser.stem(form)) || has(analyser.unstemmed(form));
}

std::string together(const QueryWord& word) {
  std::string form;
  for (const Token& part : word.parts) form += part.form;
  return form;
}

// `well_formed` texts have code point boundaries to stand on.
void expect_invariants(Analyser& analyser, const std::string& text, bool well_formed) {
  const AnalysedText analysed = analyser.analyse(text);
  const auto is_found = [&](const std::string& form) { return finds(analyser, form, analysed); };
  std::uint32_t reached = 0;
  for (const Token& token : analysed.tokens) {
    ASSERT_FALSE(token.form.empty()) << text;
    ASSERT_LE(token.form.size(), 64U) << text;
    ASSERT_GE(token.begin, reached) << text;
    ASSERT_LT(token.begin, token.end) << text;
    ASSERT_LE(token.end, text.size()) << text;
    if (well_formed) {
      ASSERT_TRUE(is_boundary(text, token.begin) && is_boundary(text, token.end)) << text;
    }
    ASSERT_TRUE(is_found(token.form)) << text << ": " << token.form;
    ASSERT_TRUE(may_have_stem(token.form, analyser.stem(token.form))) << token.form;
    reached = token.end;
  }
  for (const std::string& term : analysed.terms) {
    ASSERT_FALSE(term.empty()) << text;
    ASSERT_LE(term.size(), 64U) << text;
  }
  for (const QueryWord& word : analyser.words(text)) {
    ASSERT_EQ(word.parts.size(), word.stems.size());
    for (const Token& part : word.parts) ASSERT_TRUE(is_found(part.form)) << text << ": " << part.form;
    if (word.joined_stem.empty()) continue;
    ASSERT_TRUE(is_found(together(word))) << text << ": " << word.joined_stem;
  }
}

// The terms of a word of a query are among the terms of a text in which the word stands on its own.
// (Of its joined form too, unless it ends in a command such as `_{\rm`, which joins what follows.)
void expect_found_in_context(Analyser& analyser, const std::string& word) {
  const std::string text = "seven " + word + " heaven";
  const AnalysedText analysed = analyser.analyse(text);
  for (const QueryWord& query_word : analyser.words(word)) {
    for (const Token& part : query_word.parts) ASSERT_TRUE(finds(analyser, part.form, analysed)) << word << ": " << part.form;
    if (query_word.joined_stem.empty() || word.find('\\') != std::string::npos) continue;
    ASSERT_TRUE(finds(analyser, together(query_word), analysed)) << word;
  }
}

TEST(AnalysisProperties, SamplePapers) {
  const std::vector<std::string> texts = sample_texts();
  if (texts.empty()) GTEST_SKIP() << "no arXiv sample; set INCIPIT_DATA";
  Analyser analyser;
  for (const std::string& given : texts) {
    const std::string shown = display_text(given);
    ASSERT_EQ(display_text(shown), shown) << given;
    expect_invariants(analyser, shown, true);
    if (HasFatalFailure()) return;
  }
  std::cout << texts.size() << " texts\n";
}

TEST(AnalysisProperties, WordsOfTheSampleFindTheirTexts) {
  const std::vector<std::string> texts = sample_texts();
  if (texts.empty()) GTEST_SKIP() << "no arXiv sample; set INCIPIT_DATA";
  Analyser analyser;
  std::set<std::string> words;
  for (const std::string& given : texts) {
    const std::string shown = display_text(given);
    for (std::size_t at = 0; at < shown.size();) {
      const std::size_t end = std::min(shown.find(' ', at), shown.size());
      words.insert(shown.substr(at, end - at));
      at = end + 1;
    }
    if (words.size() > 50'000) break;
  }
  for (const std::string& word : words) {
    expect_found_in_context(analyser, word);
    if (HasFatalFailure()) return;
  }
  std::cout << words.size() << " words\n";
}

TEST(AnalysisProperties, HostileStrings) {
  std::mt19937 random(printed_seed());
  Analyser analyser;
  for (int round = 0; round < 40'000; ++round) {
    const std::string given = round % 4 == 0 ? random_bytes(random) : random_pieces(random);
    const std::string shown = display_text(given);
    ASSERT_EQ(display_text(shown), shown) << given;
    expect_invariants(analyser, shown, true);
    expect_invariants(analyser, given, false);
    expect_found_in_context(analyser, shown);
    if (HasFatalFailure()) return;
    (void)fold(given);
    const std::string key = name_key(given);
    // The hash of an overlong word is no name.
    if (key.find('~') == std::string::npos) {
      ASSERT_EQ(without_spaces(name_key(key)), without_spaces(key)) << given;
    }
    for (const Token& token : analyser.name_tokens(given)) ASSERT_FALSE(token.form.empty()) << given;
    ASSERT_LE(title_sort_key(shown).size(), 120U);
  }
}

}  // namespace
}  // namespace incipit::analysis

// Draws queries from the titles of a corpus:  make_queries [--each N] [--seed N] INPUT... > QUERIES
//
// A line for each query, of five columns parted by tabs:
//
//   class    or2, or3, and2, and3: words of one title that say something, any or all of them; title: a whole title, any
//            of its words; phrase2: two words that stand side by side in a title
//   query    as a person types it, without operators: how they are written is each engine's own
//   terms    the terms that Incipit looks for, parted by spaces
//   forms    the words as they stand in papers
//   '=' where a paper matches exactly when it has any (all) of the terms, or the forms side by side; '~' where Incipit asks
//   for more than that: titles with compounds and identifiers
//
// or2 and and2 ask for the same words, and so do or3 and and3. The same corpus and seed give the same queries.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "analysis/language.h"
#include "bench/each_paper.h"
#include "query/plan.h"

namespace {

namespace analysis = incipit::analysis;
namespace query = incipit::query;
namespace schema = incipit::schema;

struct Drawn {
  std::string text, terms, forms;
  bool plain = true;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  // Not std::uniform_int_distribution, which each library may write its own way; the bias is below one in 2^40.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

 private:
  std::mt19937_64 random_;
};

// A sample of fixed size of all that is offered, each with the same chance.
class Reservoir {
 public:
  Reservoir(std::size_t size, std::uint64_t seed) : size_(size), draw_(seed) {}

  // The place where what is offered now belongs; nullopt where it is not drawn.
  std::optional<std::size_t> offer() {
    const std::size_t place = offered_ < size_ ? offered_ : draw_.below(offered_ + 1);
    ++offered_;
    return place < size_ ? std::optional(place) : std::nullopt;
  }
  Draw& draw() { return draw_; }
  void put(std::size_t place, Drawn drawn) {
    if (place == drawn_.size()) drawn_.push_back(std::move(drawn));
    else drawn_[place] = std::move(drawn);
  }
  [[nodiscard]] const std::vector<Drawn>& drawn() const { return drawn_; }

 private:
  std::size_t size_, offered_ = 0;
  Draw draw_;
  std::vector<Drawn> drawn_;
};

class Queries {
 public:
  Queries(std::size_t each, std::uint64_t seed) : two_(each, seed), three_(each, seed + 1), titles_(each, seed + 2), phrases_(each, seed + 3) {}

  void offer(const std::string& given) {
    const std::string title = analysis::display_text(given);
    const auto words = analyser_.words(title);
    std::vector<std::string> plain, pairs;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!is_plain(words[i])) continue;
      const std::string& form = words[i].parts.front().form;
      if (std::find(plain.begin(), plain.end(), form) == plain.end()) plain.push_back(form);
      const bool spaced = i > 0 && words[i].begin == words[i - 1].end + 1 && title[words[i - 1].end] == ' ';
      if (spaced && is_plain(words[i - 1])) pairs.push_back(words[i - 1].parts.front().form + " " + form);
    }
    if (plain.size() >= 2) offer_words(two_, plain, 2);
    if (plain.size() >= 3) offer_words(three_, plain, 3);
    if (plain.size() >= 3) offer_title(title, words);
    if (!pairs.empty()) {
      const auto place = phrases_.offer();
      if (place) phrases_.put(*place, of_words(pairs[phrases_.draw().below(pairs.size())]).value_or(Drawn{}));
    }
  }

  // A text in another language: words that it has are not compared, since Incipit finds them by two terms.
  analysis::Language learn(const std::string& given, analysis::Language otherwise) {
    const std::string text = analysis::display_text(given);
    const auto language = analysis::language_of(analyser_.tokens(text));
    if (language == analysis::Language::english) return language;
    const auto analysed = analyser_.analyse(text, otherwise);
    if (analysed.language == analysis::Language::other) unstemmed_->insert(analysed.terms.begin(), analysed.terms.end());
    return language;
  }

  void print() {
    analyser_.know_unstemmed(unstemmed_);
    print("or2", two_);
    print("or3", three_);
    print("and2", two_);
    print("and3", three_);
    print("title", titles_);
    print("phrase2", phrases_);
  }

 private:
  // One word of at least three plain letters that says something.
  static bool is_plain(const analysis::QueryWord& word) {
    if (word.parts.size() != 1 || word.stop_word) return false;
    const std::string& form = word.parts.front().form;
    return form.size() >= 3 && std::all_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  // nullopt where the words together mean more than each alone ("multi agent" is also one word), or share a stem.
  std::optional<Drawn> of_words(const std::string& text) {
    std::vector<std::string> stems, forms;
    for (const auto& word : analyser_.words(text)) {
      if (!is_plain(word) || std::find(stems.begin(), stems.end(), word.stems.front()) != stems.end()) return std::nullopt;
      stems.push_back(word.stems.front());
      forms.push_back(word.parts.front().form);
    }
    return Drawn{text, joined(stems), joined(forms), true};
  }

  void offer_words(Reservoir& sample, std::vector<std::string> words, std::size_t count) {
    const auto place = sample.offer();
    if (!place) return;
    for (std::size_t i = 0; i < count; ++i) std::swap(words[i], words[i + sample.draw().below(words.size() - i)]);
    words.resize(count);
    sample.put(*place, of_words(joined(words)).value_or(Drawn{}));
  }

  void offer_title(const std::string& title, const std::vector<analysis::QueryWord>& words) {
    const auto place = titles_.offer();
    if (!place) return;
    Drawn drawn{title, "", "", true};
    const auto plan = query::plan_query(title, schema::QuerySyntax::text, schema::MatchMode::any, analyser_);
    if (!plan) return titles_.put(*place, {});  // longer than any query may be
    std::vector<std::string> terms;
    for (const auto& term : plan->ranking) terms.push_back(term.term);
    drawn.terms = joined(terms);
    drawn.plain = std::all_of(words.begin(), words.end(), [](const auto& word) { return word.parts.size() == 1; });
    titles_.put(*place, std::move(drawn));
  }

  void print(const char* kind, const Reservoir& sample) {
    for (const auto& one : sample.drawn()) {
      if (one.terms.empty()) continue;  // what was drawn there cannot be asked
      const auto words = analyser_.words(one.text);
      const bool stemmed = std::all_of(words.begin(), words.end(), [&](const auto& word) {
        return std::all_of(word.parts.begin(), word.parts.end(), [&](const auto& part) { return analyser_.unstemmed(part.form).empty(); });
      });
      std::printf("%s\t%s\t%s\t%s\t%s\n", kind, one.text.c_str(), one.terms.c_str(), one.forms.c_str(), one.plain && stemmed ? "=" : "~");
    }
  }

  analysis::Analyser analyser_;
  std::shared_ptr<analysis::UnstemmedWords> unstemmed_ = std::make_shared<analysis::UnstemmedWords>();
  Reservoir two_, three_, titles_, phrases_;
};

int failed(const schema::Error& error) {
  std::fprintf(stderr, "make_queries: %s %s\n", error.message.c_str(), error.detail.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"Draws queries from the titles of papers: OR and AND of words, whole titles, phrases"};
  std::vector<std::string> inputs;
  std::size_t each = 200;
  std::uint64_t seed = 1;
  program.add_option("INPUT", inputs, "Papers, as `incipit index` takes them")->required();
  program.add_option("--each", each, "Titles to draw from for each class; a few of them give no query")->capture_default_str();
  program.add_option("--seed", seed)->capture_default_str();
  CLI11_PARSE(program, argc, argv);

  Queries queries(each, seed);
  const auto read = incipit::bench::for_each_paper(inputs, [&](const schema::Paper& paper) {
    queries.offer(paper.title);
    using enum incipit::analysis::Language;
    queries.learn(paper.title, queries.learn(paper.abstract, english) == other ? other : english);
  });
  if (!read) return failed(read.error());
  queries.print();
  return 0;
}

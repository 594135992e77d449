#include "analysis/analyser.h"

#include <unicode/uversion.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "analysis/compounds.h"
#include "analysis/language.h"
#include "analysis/names.h"
#include "analysis/stemming.h"
#include "analysis/tokenizer.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

// Raised with every change of a rule that changes a term of some text.
constexpr std::string_view kRulesVersion = "4";

bool is_precise(const std::string& form) {
  if (std::any_of(form.begin(), form.end(), is_ascii_digit) || is_unspaced_form(form)) return true;
  std::size_t i = 0;
  (void)next_code_point(form, i);
  return i == form.size();
}

// The stems of a few words: the stemming library does not tell its version.
std::string stemmer_probe() {
  Stemming stemming;
  std::string stems;
  for (const char* word :
       {"generically", "organization", "knightly", "skies", "dying", "university", "universe", "inning",
        "relational", "lately", "fluently", "succeed", "news", "analysis"}) {
    stems += stemming.stem(word);
    stems += '.';
  }
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : stems) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return std::to_string(hash);
}

}  // namespace

struct Analyser::State {
  FoldMemo folds;
  Stemming stemming;
  std::shared_ptr<const UnstemmedWords> unstemmed;
};

Analyser::Analyser() : state_(std::make_unique<State>()) {}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;

std::string Analyser::fingerprint() {
  std::string print = "rules-";
  print.append(kRulesVersion).append(" icu-" U_ICU_VERSION).append(" english-").append(stemmer_probe());
  return print;
}

std::vector<Token> Analyser::tokens(std::string_view display_text) {
  return tokenize(display_text, state_->folds);
}

const std::string& Analyser::stem(const std::string& form) { return state_->stemming.stem(form); }

AnalysedText Analyser::analyse(std::string_view display_text, Language otherwise) {
  AnalysedText analysed;
  analysed.tokens = tokens(display_text);
  const std::vector<Token>& all = analysed.tokens;
  analysed.language = language_of(all);
  if (analysed.language == Language::unknown) analysed.language = otherwise;
  const bool english = analysed.language == Language::english;
  analysed.terms.reserve(all.size() + all.size() / 4);
  const auto put = [&](const std::string& form) {
    analysed.terms.push_back(english ? stem(form) : unstemmed_term(form));
  };
  const auto put_joined = [&](std::size_t first, std::size_t end) {
    if (const auto form = joined_form(all, first, end)) put(*form);
  };
  for (std::size_t first = 0; first < all.size();) {
    const std::size_t end = end_of_chain(all, first);
    for (std::size_t i = first; i < end; ++i) put(all[i].form);
    if (end - first > 1) {
      put_joined(first, end);
      if (end - first > 2) {
        for (std::size_t i = first; i + 1 < end; ++i) put_joined(i, i + 2);
      }
    } else if (english && is_spaced_prefix(display_text, all, first)) {
      put_joined(first, first + 2);
    }
    first = end;
  }
  return analysed;
}

void Analyser::know_unstemmed(std::shared_ptr<const UnstemmedWords> words) { state_->unstemmed = std::move(words); }

std::string Analyser::unstemmed(const std::string& form) {
  if (!state_->unstemmed || state_->unstemmed->empty()) return {};
  std::string term = unstemmed_term(form);
  return state_->unstemmed->contains(term) && term != stem(form) ? term : std::string();
}

std::vector<QueryWord> Analyser::words(std::string_view query_text) {
  const std::vector<Token> all = tokens(query_text);
  std::vector<QueryWord> words;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t end = end_of_chain(all, first);
    const bool spaced = end == first + 1 && is_spaced_prefix(query_text, all, first) &&
                        end_of_chain(all, first + 1) == first + 2;
    if (spaced) end = first + 2;
    QueryWord word;
    word.begin = all[first].begin;
    word.end = all[end - 1].end;
    word.stop_word = true;
    for (std::size_t i = first; i < end; ++i) {
      word.parts.push_back(all[i]);
      word.stems.push_back(stem(all[i].form));
      word.precise = word.precise || (end - first > 1 && is_precise(all[i].form));
      word.stop_word = word.stop_word && is_stop_word(all[i].form);
    }
    if (const auto form = joined_form(all, first, end)) word.joined_stem = stem(*form);
    words.push_back(std::move(word));
    first = end;
  }
  return words;
}

std::vector<Token> Analyser::typed_name_tokens(std::string_view name) {
  return name_words(analysis::display_text(name));
}

std::vector<Token> Analyser::name_tokens(std::string_view name) {
  const std::string displayed = analysis::display_text(name);
  std::vector<Token> words = name_words(displayed);
  const std::vector<Token> variants = name_variants(displayed, words);
  words.insert(words.end(), variants.begin(), variants.end());
  return words;
}

}  // namespace incipit::analysis

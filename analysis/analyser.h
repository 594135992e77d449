// Text to terms, the same for indexing and asking. One `Analyser` does all of it:
//
//   display text   what people read: TeX accents, markup and quotes become Unicode, e-mail addresses are masked,
//                  white space is collapsed; formulas between dollar signs stay as they are
//   tokens         the words of a display text in order, folded (NFKC, lower case, accents removed), with their
//                  place in it; `joined` marks a token that a hyphen, slash, underscore or caret joins to the one before
//   terms          what the index holds: the stem of every token, and for compounds (`pre-training`, `GPT-2`, and a
//                  combining prefix before a word, `pre training`) also the stem of the joined form (`pretraining`, `gpt2`);
//                  of texts in other languages than English (language.h) the words as they stand instead of stems
//
// Queries go through `words`, which says for each typed word which terms find it. The two agree: the stems of every
// part of words(w) are among the terms of each English text in which w stands on its own, and so is its joined stem (unless w
// ends in a TeX command that styles what follows); of a text in another language the same holds for what `unstemmed` answers.
//
// tokenizer.h has the rules of tokens, compounds.h those of compounds, tex_structure.h those of formulas and money.
//
// Threads: an Analyser keeps a stemmer and memo tables; one per thread. The free functions are for any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace incipit::analysis {

struct Token {
  // Folded exact form, 1 to 64 bytes: "gpt", "c++", "d'angelo", "schrodinger". A longer one keeps its beginning and
  // ends in '~' and a hash of the whole.
  std::string form;
  std::uint32_t begin = 0;  // byte range in the display text
  std::uint32_t end = 0;
  bool joined = false;

  bool operator==(const Token&) const = default;
};

enum class Language {  // language.h tells it
  english,
  other,    // another one that is written in Latin letters
  unknown,  // no function words of English, and not enough of another language
};

struct AnalysedText {
  std::vector<Token> tokens;
  std::vector<std::string> terms;  // with repeats, in text order: how often a term occurs is its frequency
  Language language = Language::english;  // in which it was analysed, english or other
};

// The words that texts in other languages have as they stand: the terms of all such texts that are asked.
using UnstemmedWords = std::unordered_set<std::string>;

// A word of a query as typed: one token, or a compound of several.
struct QueryWord {
  std::uint32_t begin = 0;  // byte range in the query text given
  std::uint32_t end = 0;
  std::vector<Token> parts;
  std::vector<std::string> stems;  // of each part
  std::string joined_stem;         // of the joined form; empty for a single part, CJK, numbers alone, over 5 parts
  bool precise = false;            // of several parts, one with a digit, of one letter, or of CJK: the parts must
                                   // stand side by side
  bool stop_word = false;          // every part is a stop word
};

class Analyser {
 public:
  Analyser();
  ~Analyser();
  Analyser(Analyser&&) noexcept;
  Analyser& operator=(Analyser&&) noexcept;

  // Identifies everything that decides which terms a text gets: version of the rules, ICU, stemmer. A searcher
  // refuses an index of another fingerprint.
  [[nodiscard]] static std::string fingerprint();

  // Tokens only, of a display text.
  [[nodiscard]] std::vector<Token> tokens(std::string_view display_text);

  // Tokens and terms, of a display text. Where its language does not show, it is that of `otherwise`: a title is in the language of its
  // abstract.
  [[nodiscard]] AnalysedText analyse(std::string_view display_text, Language otherwise = Language::english);

  // Tokens of a person's name, not stemmed: its folded words and initials in order, then spelled-out variants of
  // German and Nordic letters ("muller", then "mueller" for "Müller") with the places of their words. Dots and
  // apostrophes fall away ("obrien"). Places are in display_text(name), which is `name` for a displayed one.
  [[nodiscard]] std::vector<Token> name_tokens(std::string_view name);

  // The same without the spelled-out variants: what a name asks for when it is typed.
  [[nodiscard]] std::vector<Token> typed_name_tokens(std::string_view name);

  // Which words the texts have unstemmed that queries are going to ask; none until it is told.
  void know_unstemmed(std::shared_ptr<const UnstemmedWords> words);
  // The second term by which a typed form is found, beside its stem: the form as texts in other languages have it; empty where none
  // has, as nearly always.
  [[nodiscard]] std::string unstemmed(const std::string& form);

  // The words of a stretch of query text without operators.
  [[nodiscard]] std::vector<QueryWord> words(std::string_view query_text);

  // The term of one folded form: possessive and apostrophes off, English stem where the form is a plain Latin word.
  // At most 64 bytes; empty for an empty form only. Valid until the next call of any function of this Analyser.
  [[nodiscard]] const std::string& stem(const std::string& form);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// False for a form that cannot have this stem: a stem begins as its form does, apostrophes apart. Spares most stemming where
// the forms of one stem are looked for.
[[nodiscard]] inline bool may_have_stem(std::string_view form, std::string_view stem) {
  return form.empty() || stem.empty() || form.front() == stem.front() || form.front() == '\'';
}

[[nodiscard]] bool is_stop_word(std::string_view form);

// Whether a folded form is one in which people ask rather than what they ask for ("which", "papers", "concerning"). Such words are
// searched like any other; beside enough other words they rank less.
[[nodiscard]] bool is_asking_word(std::string_view form);

// NFKC, case folded, accents removed; keeps punctuation and spaces.
[[nodiscard]] std::string fold(std::string_view text);

// The text with "[e-mail address]" in place of each local@domain.tld (decision D13); everything else as it is.
[[nodiscard]] std::string mask_addresses(std::string_view text);

// Whether a folded form is one letter, and its first letter: names are often found by initials.
[[nodiscard]] bool is_initial(std::string_view form);
[[nodiscard]] std::string initial_of(std::string_view form);

// See the head of this file. Idempotent; linear in its input; valid UTF-8 in, valid UTF-8 out.
[[nodiscard]] std::string display_text(std::string_view given);

// The key by which titles are ordered: folded, punctuation out, leading articles out, at most 120 bytes.
[[nodiscard]] std::string title_sort_key(std::string_view display_title);

// The normalised form by which two spellings of a name are the same name: folded tokens joined by spaces, "Family,
// Given" turned round. "Bai, Xiaoyan" and "Xiaoyan  BAI" give "xiaoyan bai". Empty for a name without letters.
[[nodiscard]] std::string name_key(std::string_view name);

}  // namespace incipit::analysis

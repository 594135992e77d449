#include "query/token_match.h"

#include <algorithm>
#include <iterator>

#include "analysis/language.h"

namespace incipit::query {

using storage::PackedToken;

WordTest::WordTest(const PhraseWord& word, const storage::TokenColumn& tokens, analysis::Analyser& analyser)
    : match_(word.match), joined_(word.joined), stem_(word.term), unstemmed_(word.unstemmed), tokens_(&tokens), analyser_(&analyser) {
  switch (match_) {
    case WordMatch::form:
      if (const auto form = tokens.find(word.form)) {
        form_ = *form;
      } else {
        possible_ = false;
      }
      break;
    case WordMatch::beginning: {
      const auto forms = tokens.beginning_with(word.form);
      known_.resize(tokens.forms(), Known::no);
      for (const std::uint32_t form : forms) known_[form] = Known::yes;
      possible_ = !forms.empty();
      break;
    }
    case WordMatch::stem:
      known_.resize(tokens.forms(), Known::unknown);
      break;
  }
}

bool WordTest::learn(std::uint32_t form) const {
  const std::string_view text = tokens_->form(form);
  const bool fits = (analysis::may_have_stem(text, stem_) && analyser_->stem(std::string(text)) == stem_) ||
                    (!unstemmed_.empty() && analysis::unstemmed_term(text) == unstemmed_);
  known_[form] = fits ? Known::yes : Known::no;
  return fits;
}

PhraseTest::PhraseTest(const PlanNode& phrase, const storage::TokenColumn& tokens, analysis::Analyser& analyser) : tokens_(tokens) {
  words_.reserve(phrase.words.size());
  for (const PhraseWord& word : phrase.words) words_.emplace_back(word, tokens, analyser);
  pattern_.emplace();
  for (const WordTest& word : words_) {
    const auto form = word.only_form();
    if (form) pattern_->add(*form, word.must_be_joined());
    if (form) continue;
    pattern_.reset();
    break;
  }
  for (std::size_t w = 1; w < words_.size(); ++w) {
    const auto first = words_[w - 1].only_form(), second = words_[w].only_form();
    if (first && second) pairs_.emplace_back(*first, *second);
  }
}

bool PhraseTest::possible() const {
  return !words_.empty() && std::all_of(words_.begin(), words_.end(), [](const WordTest& word) { return word.possible(); });
}

bool PhraseTest::narrows(schema::Field field) const {
  return !pairs_.empty() && (parts_of(field) & ~storage::TokenColumn::kFilteredParts) == 0;
}

std::optional<std::vector<std::uint32_t>> PhraseTest::listed(schema::Field field) const {
  const bool pair = words_.size() == 2 && pairs_.size() == 1 && !words_[0].must_be_joined() && !words_[1].must_be_joined();
  if (!pair || parts_of(field) != storage::TokenColumn::kFilteredParts) return std::nullopt;
  return tokens_.listed_pair(pairs_[0].first, pairs_[0].second);
}

std::vector<std::uint32_t> PhraseTest::narrow(std::span<const std::uint32_t> docids) const {
  std::vector<std::uint32_t> kept;
  for (const auto& [first, second] : pairs_) {
    if (const auto having = tokens_.listed_pair(first, second)) {
      std::vector<std::uint32_t> both;
      std::set_intersection(docids.begin(), docids.end(), having->begin(), having->end(), std::back_inserter(both));
      kept = std::move(both);
    } else {
      tokens_.pairs().narrow(first, second, docids, kept);
    }
    docids = kept;
  }
  return kept;
}

bool PhraseTest::stands_in(const Words& text) const {
  for (std::size_t at = 0; at + size() <= text.size(); ++at) {
    if (stands_at(text, at)) return true;
  }
  return false;
}

NearTest::NearTest(const PlanNode& near, const storage::TokenColumn& tokens, analysis::Analyser& analyser)
    : distances_(near.distances) {
  for (const PlanNode& operand : near.children) {
    auto& alternatives = operands_.emplace_back();
    const auto add = [&](const PlanNode& phrase) {
      PhraseTest test(phrase, tokens, analyser);
      if (test.possible()) alternatives.push_back(std::move(test));
    };
    if (operand.kind == PlanKind::phrase) add(operand);
    for (const PlanNode& phrase : operand.children) add(phrase);
  }
}

void NearTest::find_places(const std::vector<PhraseTest>& operand, const Words& text, std::vector<Span>& spans) {
  spans.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const PhraseTest& phrase : operand) {
      if (at + phrase.size() <= text.size() && phrase.stands_at(text, at)) spans.push_back({at, at + phrase.size()});
    }
  }
}

bool NearTest::holds_in(const Words& text) const {
  find_places(operands_.front(), text, reached_);
  for (std::size_t next = 1; next < operands_.size() && !reached_.empty(); ++next) {
    const auto most = static_cast<std::size_t>(distances_[next - 1]);
    const auto near = [&](const Span& a, const Span& b) {
      if (b.begin >= a.end) return b.begin - a.end < most;
      return a.begin >= b.end && a.begin - b.end < most;
    };
    find_places(operands_[next], text, further_);
    std::erase_if(further_, [&](const Span& span) {
      return std::none_of(reached_.begin(), reached_.end(), [&](const Span& before) { return near(before, span); });
    });
    std::swap(reached_, further_);
  }
  return !reached_.empty();
}

bool NameTest::has(const Words& author, const PhraseWord& word) const {
  const bool begins = word.match == WordMatch::beginning || analysis::is_initial(word.form);
  return std::any_of(author.begin(), author.end(), [&](PackedToken token) {
    const std::string_view form = tokens_.form(storage::form_of(token));
    return begins ? form.substr(0, word.form.size()) == word.form : form == word.form;
  });
}

bool NameTest::fits(const Words& author) const {
  return std::all_of(name_.words.begin(), name_.words.end(), [&](const PhraseWord& word) { return has(author, word); });
}

bool NameTest::holds_for(const storage::TokenRow& row) const {
  if (name_.first_author) return !row.authors.empty() && fits(row.authors.front());
  return std::any_of(row.authors.begin(), row.authors.end(), [&](const Words& author) { return fits(author); });
}

}  // namespace incipit::query

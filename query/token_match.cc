#include "query/token_match.h"

#include <algorithm>

namespace incipit::query {

using storage::PackedToken;

WordTest::WordTest(const PhraseWord& word, const storage::TokenColumn& tokens, analysis::Analyser& analyser)
    : match_(word.match), joined_(word.joined), stem_(word.term), tokens_(&tokens), analyser_(&analyser) {
  switch (match_) {
    case WordMatch::form:
      if (const auto form = tokens.find(word.form)) forms_.push_back(*form);
      break;
    case WordMatch::beginning: {
      const auto numbers = tokens.beginning_with(word.form);
      forms_.assign(numbers.begin(), numbers.end());
      std::sort(forms_.begin(), forms_.end());
      break;
    }
    case WordMatch::stem:
      known_.resize(tokens.forms(), Known::unknown);
      break;
  }
}

bool WordTest::operator()(PackedToken token) const {
  if (joined_ && !storage::is_joined(token)) return false;
  const std::uint32_t form = storage::form_of(token);
  if (match_ == WordMatch::form) return form == forms_.front();
  if (match_ == WordMatch::beginning) return std::binary_search(forms_.begin(), forms_.end(), form);
  Known& known = known_[form];
  if (known == Known::unknown)
    known = analyser_->stem(std::string(tokens_->form(form))) == stem_ ? Known::yes : Known::no;
  return known == Known::yes;
}

PhraseTest::PhraseTest(const PlanNode& phrase, const storage::TokenColumn& tokens, analysis::Analyser& analyser) {
  words_.reserve(phrase.words.size());
  for (const PhraseWord& word : phrase.words) words_.emplace_back(word, tokens, analyser);
}

bool PhraseTest::possible() const {
  return !words_.empty() && std::all_of(words_.begin(), words_.end(), [](const WordTest& word) { return word.possible(); });
}

bool PhraseTest::stands_at(const Words& text, std::size_t at) const {
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if (!words_[w](text[at + w])) return false;
  }
  return true;
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

std::vector<NearTest::Span> NearTest::places(const std::vector<PhraseTest>& operand, const Words& text) {
  std::vector<Span> spans;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const PhraseTest& phrase : operand) {
      if (at + phrase.size() <= text.size() && phrase.stands_at(text, at)) spans.push_back({at, at + phrase.size()});
    }
  }
  return spans;
}

bool NearTest::holds_in(const Words& text) const {
  std::vector<Span> reached = places(operands_.front(), text);
  for (std::size_t next = 1; next < operands_.size() && !reached.empty(); ++next) {
    const auto most = static_cast<std::size_t>(distances_[next - 1]);
    const auto near = [&](const Span& a, const Span& b) {
      if (b.begin >= a.end) return b.begin - a.end < most;
      return a.begin >= b.end && a.begin - b.end < most;
    };
    std::vector<Span> further = places(operands_[next], text);
    std::erase_if(further, [&](const Span& span) {
      return std::none_of(reached.begin(), reached.end(), [&](const Span& before) { return near(before, span); });
    });
    reached = std::move(further);
  }
  return !reached.empty();
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

#include "query/spelling.h"

#include <algorithm>
#include <cmath>

namespace incipit::query {

using schema::Field;

namespace {

// Words of so many letters may have two errors.
constexpr std::size_t kLong = 7;
// An error is as much against a word as occurring so many times (as a power of e) less often: bench/spelling_quality.
constexpr double kErrorCost = 4;
// Words tried in the order of their worth until one is found that papers have.
constexpr std::size_t kTried = 8;
// Words of a query that are looked at.
constexpr std::size_t kMostCorrected = 8;

double worth(const KnownWord& word) { return std::log(static_cast<double>(word.occurrences) + 1) - kErrorCost * word.errors; }

}  // namespace

bool Spelling::is_known(const std::string& form) {
  return dictionary_.papers_with(form) > 0 || dictionary_.papers_with(form, Field::comments) > 0 ||
         document_frequency(segments_, Field::author, form) > 0;
}

std::int64_t Spelling::papers_with(const std::string& form, Field field) {
  if (field == Field::author) return document_frequency(segments_, field, form);
  return dictionary_.papers_with(form, field == Field::title || field == Field::comments ? field : Field::text);
}

void Spelling::correct(const analysis::Token& token, const AstNode& leaf, std::vector<schema::CorrectedWord>& words) {
  if (!can_be_misspelt(token.form) || words.size() == kMostCorrected || is_known(token.form)) return;
  auto near = dictionary_.near(token.form, token.form.size() >= kLong ? 2 : 1);
  std::sort(near.begin(), near.end(), [](const KnownWord& a, const KnownWord& b) {
    return worth(a) != worth(b) ? worth(a) > worth(b) : a.form < b.form;
  });
  if (near.size() > kTried) near.resize(kTried);
  for (const KnownWord& word : near) {
    const std::int64_t papers = papers_with(word.form, leaf.field);
    if (papers == 0) continue;
    words.push_back({leaf.offset + token.begin, leaf.text.substr(token.begin, token.end - token.begin), word.form, papers});
    return;
  }
}

void Spelling::visit(const std::string& text, const AstNode& node, std::vector<schema::CorrectedWord>& words) {
  for (const AstNode& child : node.children) visit(text, child, words);
  const bool words_typed = node.kind == AstKind::words || node.kind == AstKind::exact || node.kind == AstKind::phrase;
  // Places in a text that TeX was taken out of are not places in the query.
  const bool plain = node.field == Field::author ? analysis::display_text(node.text) == node.text : node.text.find('\\') == node.text.npos;
  const bool verbatim = plain && text.compare(node.offset, node.text.size(), node.text) == 0;
  if (!words_typed || !verbatim) return;
  if (node.field == Field::author) {
    for (const auto& token : analyser_.typed_name_tokens(node.text)) correct(token, node, words);
    return;
  }
  for (const auto& word : analyser_.words(node.text)) {
    if (!word.joined_stem.empty() && document_frequency(segments_, Field::text, word.joined_stem) > 0) continue;
    for (const auto& token : word.parts) correct(token, node, words);
  }
}

std::vector<schema::Correction> Spelling::corrections(const std::string& text, const AstNode& root) {
  schema::Correction correction{text, {}};
  visit(text, root, correction.words);
  if (correction.words.empty()) return {};
  auto& words = correction.words;
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    correction.query.replace(word->offset, word->typed.size(), word->suggested);
  }
  return {std::move(correction)};
}

}  // namespace incipit::query

#include "indexer/acronyms.h"

#include <algorithm>
#include <span>
#include <utility>

#include "analysis/acronyms.h"
#include "schema/limits.h"

namespace incipit::indexer {
namespace {

using analysis::Token;

std::span<const Token> tokens_between(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  const auto first = std::partition_point(tokens.begin(), tokens.end(), [&](const Token& token) { return token.begin < begin; });
  const auto last = std::partition_point(first, tokens.end(), [&](const Token& token) { return token.end <= end; });
  return {first, last};
}

void append_word(std::string& words, const std::string& word) { words.append(words.empty() ? "" : " ").append(word); }

}  // namespace

std::vector<storage::AcronymPair> acronyms_of(std::string_view display_text, const std::vector<Token>& tokens, analysis::Analyser& analyser) {
  std::vector<storage::AcronymPair> pairs;
  for (const auto& found : analysis::explained_acronyms(display_text)) {
    const auto long_form = tokens_between(tokens, found.long_begin, found.long_end);
    const auto short_form = tokens_between(tokens, found.short_begin, found.short_end);
    if (long_form.empty() || short_form.empty() || static_cast<std::int64_t>(long_form.size()) > schema::limits::kSynonymWords.value) continue;
    storage::AcronymPair pair;
    for (const Token& token : short_form) append_word(pair.short_stems, analyser.stem(token.form));
    for (const Token& token : long_form) {
      append_word(pair.long_words, token.form);
      append_word(pair.long_stems, analyser.stem(token.form));
    }
    if (pair.long_stems == pair.short_stems || pair.short_stems.size() + pair.long_words.size() > storage::kAcronymPairBytes) continue;
    const bool known = std::any_of(pairs.begin(), pairs.end(), [&](const auto& other) {
      return other.short_stems == pair.short_stems && other.long_stems == pair.long_stems;
    });
    if (!known) pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace incipit::indexer

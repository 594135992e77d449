#include <algorithm>
#include <vector>

#include "analysis/analyser.h"
#include "analysis/tokenizer.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::size_t kMaxKeyBytes = 120;
constexpr std::size_t kTokensRead = 256;  // more than the key can hold
// Far more than the words of a key span; a longer title is not read to its end.
constexpr std::size_t kMaxTitleBytes = 4096;

bool is_article(std::string_view form) { return form == "a" || form == "an" || form == "the"; }

std::string_view head_of(std::string_view title) {
  if (title.size() <= kMaxTitleBytes) return title;
  std::size_t end = kMaxTitleBytes;
  while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0) == 0x80) --end;
  return title.substr(0, end);
}

}  // namespace

std::string title_sort_key(std::string_view display_title) {
  FoldMemo memo;
  const std::vector<Token> tokens = tokenize(head_of(display_title), memo);
  const std::size_t first = tokens.size() > 1 && is_article(tokens[0].form) && !tokens[1].joined ? 1 : 0;
  std::string key;
  for (std::size_t i = first; i < std::min(tokens.size(), kTokensRead) && key.size() < kMaxKeyBytes; ++i) {
    const bool unspaced = tokens[i].joined && is_unspaced_form(tokens[i].form);
    if (i > first && !unspaced) key += ' ';
    key += tokens[i].form;
  }
  if (tokens.empty()) key = fold(head_of(display_title));
  if (key.size() <= kMaxKeyBytes) return key;
  std::size_t end = kMaxKeyBytes;
  while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0) == 0x80) --end;
  key.resize(end);
  return key;
}

}  // namespace incipit::analysis

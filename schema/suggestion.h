// Suggestions while a query is typed, as plain values; `result_json.h` gives their JSON.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/limits.h"
#include "schema/result.h"

namespace incipit::schema {

enum class SuggestionKind { words, authors, categories, papers };

struct SuggestionKindRow {
  SuggestionKind kind;
  std::string_view name;  // of the parameter, plural
  std::string_view one;   // of an answer
};
inline constexpr std::array kSuggestionKinds{SuggestionKindRow{SuggestionKind::words, "words", "word"},
                                             SuggestionKindRow{SuggestionKind::authors, "authors", "author"},
                                             SuggestionKindRow{SuggestionKind::categories, "categories", "category"},
                                             SuggestionKindRow{SuggestionKind::papers, "papers", "paper"}};

struct SuggestRequest {
  std::string q;                       // as typed so far
  std::optional<SuggestionKind> kind;  // nullopt: some of each
  std::int64_t limit = limits::kSuggestDefault.value;  // of each kind
};

struct Suggestion {
  SuggestionKind kind = SuggestionKind::words;
  std::string text;   // what people read: a word, a name, a category's name, a title
  std::string id;     // of a paper or an author; a category's code
  std::string query;  // of a word: the text typed, with its last word completed
  std::optional<std::int64_t> papers;  // of a word, an author or a category: papers that have it
  std::optional<int> year;             // of a paper that is dated
  bool corrected = false;              // found only with one letter changed, added, left out or two exchanged
};

struct SuggestResult {
  IndexIdentity index;
  std::string q;
  std::vector<Suggestion> suggestions;  // by kind, in the order of kSuggestionKinds
};

}  // namespace incipit::schema

#include <algorithm>
#include <array>

#include "analysis/analyser.h"

namespace incipit::analysis {
namespace {

using namespace std::string_view_literals;

// Lucene's list: words so common that a query does not require them.
constexpr std::array kStopWords = {"a"sv,    "an"sv,  "and"sv,   "are"sv,  "as"sv,    "at"sv,    "be"sv,
                                   "but"sv,  "by"sv,  "for"sv,   "if"sv,   "in"sv,    "into"sv,  "is"sv,
                                   "it"sv,   "no"sv,  "not"sv,   "of"sv,   "on"sv,    "or"sv,    "such"sv,
                                   "that"sv, "the"sv, "their"sv, "then"sv, "there"sv, "these"sv, "they"sv,
                                   "this"sv, "to"sv,  "was"sv,   "will"sv, "with"sv};
static_assert(kStopWords.size() == 33 && std::is_sorted(kStopWords.begin(), kStopWords.end()));

}  // namespace

bool is_stop_word(std::string_view form) {
  return form.size() <= 5 && std::binary_search(kStopWords.begin(), kStopWords.end(), form);
}

}  // namespace incipit::analysis

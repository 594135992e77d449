#include "schema/novelty.h"

#include <cmath>

namespace incipit::schema {

std::string_view ordinal_suffix(std::int64_t number) {
  const std::int64_t tens = number % 100;
  const bool teen = tens >= 11 && tens <= 13;
  const std::int64_t unit = teen ? 0 : number % 10;
  return unit == 1 ? "st" : unit == 2 ? "nd" : unit == 3 ? "rd" : "th";
}

std::string percentile_in_words(const Metric& novelty) {
  const std::int64_t rounded = std::llround(novelty.value.value_or(0));
  std::string words = std::to_string(rounded) + std::string(ordinal_suffix(rounded)) + " percentile";
  if (novelty.cell.empty()) return words;
  words += " of " + novelty.cell;
  return novelty.n ? words + " (n = " + std::to_string(*novelty.n) + ")" : words;
}

std::string decimal_of_hundredths(std::int64_t hundredths) {
  std::string text = std::to_string(hundredths / 100);
  const std::int64_t rest = hundredths % 100;
  if (rest == 0) return text;
  text += "." + std::to_string(rest / 10);
  return rest % 10 == 0 ? text : text + std::to_string(rest % 10);
}

}  // namespace incipit::schema

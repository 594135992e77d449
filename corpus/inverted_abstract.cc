#include "corpus/inverted_abstract.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;

struct Word {
  std::int64_t position = 0;
  std::string_view text;
};

}  // namespace

tl::expected<std::string, std::string> text_of_inverted_index(dom::object index) {
  constexpr auto kMaxBytes = static_cast<std::size_t>(schema::limits::kRecordBytes.value);
  std::vector<Word> words;
  std::size_t bytes = 0;
  for (const dom::key_value_pair member : index) {
    dom::array positions;
    if (member.value.get_array().get(positions))
      return tl::make_unexpected("has a word without a list of positions");
    for (const dom::element entry : positions) {
      std::int64_t position = 0;
      if (entry.get_int64().get(position) || position < 0 || position > kMaxAbstractPosition) {
        return tl::make_unexpected("has a position that is not between 0 and " +
                                   std::to_string(kMaxAbstractPosition));
      }
      bytes += member.key.size() + 1;
      if (bytes > kMaxBytes) {
        return tl::make_unexpected("gives a text of more than " + std::to_string(kMaxBytes) + " bytes");
      }
      words.push_back({position, member.key});
    }
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const Word& a, const Word& b) { return a.position < b.position; });
  std::string text;
  text.reserve(bytes);
  for (const Word& word : words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

}  // namespace incipit::corpus

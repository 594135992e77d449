#include "query/facet_search.h"

#include <algorithm>
#include <string_view>

#include "analysis/analyser.h"
#include "schema/ascii.h"

namespace incipit::query {
namespace {

bool is_word_byte(char c) { return schema::is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80; }

// Whether a word of `text`, or the text from there on, begins with `beginning`, which is folded.
bool has_word_beginning(std::string_view text, std::string_view beginning) {
  const auto same = [](char a, char b) { return schema::ascii_lower(a) == b; };
  for (auto at = text.begin();; ++at) {
    at = std::search(at, text.end(), beginning.begin(), beginning.end(), same);
    if (at == text.end()) return false;
    if (at == text.begin() || !is_word_byte(*(at - 1))) return true;
  }
}

class BeginsSo {
 public:
  explicit BeginsSo(const std::string& prefix) : folded_(analysis::fold(prefix)) {}

  bool operator()(std::string_view value, std::string_view label) const {
    if (folded_.empty()) return true;
    return begins(value) || (label != value && begins(label));
  }

 private:
  bool begins(std::string_view text) const {
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return ascii ? has_word_beginning(text, folded_) : has_word_beginning(analysis::fold(text), folded_);
  }

  std::string folded_;
};

}  // namespace

schema::Result<schema::FacetResult> facet_page(const FacetCounter& counter, const schema::FacetRequest& request,
                                               const std::vector<std::string>& selected, const Cursors& cursors) {
  const std::string plan = plan_text(request);
  const RestsOn rests = rests_on(request.search, {});
  std::size_t before = 0;
  if (!request.cursor.empty()) {
    const auto place = cursors.read(plan, request.cursor, rests);
    if (!place) return tl::make_unexpected(place.error());
    before = static_cast<std::size_t>(place->before);
  }
  const auto values = counter.values(BeginsSo(request.prefix));
  schema::FacetResult result;
  result.total.value = static_cast<std::int64_t>(values.size());
  result.facet.field = request.field;
  const std::size_t end = std::min(values.size(), before + static_cast<std::size_t>(request.limit));
  for (std::size_t i = before; i < end; ++i) {
    const auto& [value, count] = values[i];
    const bool chosen = std::find(selected.begin(), selected.end(), value) != selected.end();
    result.facet.values.push_back({value, counter.label_of(value), count, chosen});
  }
  result.facet.more = end < values.size();
  if (result.facet.more && end > before) result.next_cursor = cursors.write(plan, {{}, 0, static_cast<std::int64_t>(end)}, rests);
  return result;
}

}  // namespace incipit::query

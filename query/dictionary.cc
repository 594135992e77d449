#include "query/dictionary.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace incipit::query {
namespace {

// Words looked at for each that is wanted: several share a stem.
constexpr std::size_t kSpare = 4;

// What an overlong word is kept as is no word to show.
bool is_whole(std::string_view form) { return form.find('~') == form.npos; }

}  // namespace

void Dictionary::take_frequent(const SegmentView& segment, const std::vector<WordRange>& ranges, std::size_t most, Counts& words) {
  const auto& tokens = segment.columns->tokens;
  const auto sorted = tokens.sorted_forms();
  std::vector<std::uint32_t> best;  // the smallest numbers, which are those of the most frequent words, as a heap
  for (const WordRange& range : ranges) {
    for (const std::uint32_t number : sorted.subspan(range.first, range.size())) {
      if (best.size() == most) {
        if (number >= best.front()) continue;
        std::pop_heap(best.begin(), best.end());
        best.pop_back();
      }
      best.push_back(number);
      std::push_heap(best.begin(), best.end());
    }
  }
  for (const std::uint32_t number : best) {
    if (is_whole(tokens.form(number))) words.emplace(tokens.form(number), 0);
  }
}

std::vector<KnownWord> Dictionary::best_of(const Counts& words, std::size_t limit, int errors) {
  std::vector<KnownWord> all;
  for (const auto& entry : words) all.push_back({entry.first, occurrences(entry.first), 0, errors});
  const auto more = [](const KnownWord& a, const KnownWord& b) {
    return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : a.form < b.form;
  };
  std::sort(all.begin(), all.end(), more);
  std::vector<KnownWord> best;
  std::unordered_set<std::string> known_terms;
  for (KnownWord& word : all) {
    if (!known_terms.insert(analyser_.stem(word.form) + ' ' + analyser_.unstemmed(word.form)).second) continue;
    word.papers = papers_with(word.form);
    if (word.papers > 0) best.push_back(std::move(word));
  }
  std::stable_sort(best.begin(), best.end(), [](const KnownWord& a, const KnownWord& b) { return a.papers > b.papers; });
  if (best.size() > limit) best.resize(limit);
  return best;
}

std::vector<KnownWord> Dictionary::beginning_with(std::string_view beginning, std::size_t limit) {
  Counts words;
  for (const auto& segment : segments_) {
    take_frequent(segment, {WordList(segment.columns->tokens).beginning_with(beginning)}, limit * kSpare, words);
  }
  return best_of(words, limit, 0);
}

std::vector<KnownWord> Dictionary::beginning_nearly(std::string_view beginning, std::size_t limit) {
  Counts words;
  for (const auto& segment : segments_) {
    take_frequent(segment, WordList(segment.columns->tokens).beginnings_near(beginning), limit * kSpare, words);
  }
  std::erase_if(words, [&](const auto& entry) { return entry.first.starts_with(beginning); });
  return best_of(words, limit, 1);
}

std::vector<KnownWord> Dictionary::near(std::string_view word, int errors) const {
  std::map<std::string, KnownWord, std::less<>> words;
  for (const auto& segment : segments_) {
    const auto& tokens = segment.columns->tokens;
    const WordList list(tokens);
    for (const auto& [place, count] : list.words_near(word, errors)) {
      const std::uint32_t number = tokens.sorted_forms()[place];
      KnownWord& known = words[std::string(tokens.form(number))];
      known.errors = known.occurrences == 0 ? count : std::min(known.errors, count);
      known.occurrences += tokens.occurrences(number);
    }
  }
  std::vector<KnownWord> all;
  for (auto& [form, known] : words) {
    known.form = form;
    all.push_back(std::move(known));
  }
  return all;
}

std::int64_t Dictionary::papers_with(const std::string& form, schema::Field field) {
  const std::string unstemmed = analyser_.unstemmed(form);
  if (unstemmed.empty()) return document_frequency(segments_, field, analyser_.stem(form));
  const Deadline deadline(living_papers(segments_));
  std::int64_t papers = 0;
  for (const auto& segment : segments_) {
    const auto stemmed = segment.postings(field, analyser_.stem(form), deadline);
    papers += static_cast<std::int64_t>(stemmed->papers.or_cardinality(segment.postings(field, unstemmed, deadline)->papers));
  }
  return papers;
}

std::uint64_t Dictionary::occurrences(std::string_view form) const {
  std::uint64_t sum = 0;
  for (const auto& segment : segments_) {
    const auto& tokens = segment.columns->tokens;
    if (const auto number = tokens.find(form)) sum += tokens.occurrences(*number);
  }
  return sum;
}

}  // namespace incipit::query

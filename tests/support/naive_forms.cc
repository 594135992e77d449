// Other forms of words by plain loops: the acronyms of all papers are counted anew for each query.
#include <algorithm>
#include <map>
#include <set>

#include "analysis/acronyms.h"
#include "schema/limits.h"
#include "tests/support/naive_search.h"

namespace incipit::testing {

namespace limits = schema::limits;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

// Distinct pairs of one abstract, the first of each kept.
std::vector<NaiveIndex::Acronym> NaiveIndex::acronyms_in(const std::string& abstract) {
  const std::string text = analysis::display_text(abstract);
  std::vector<Acronym> pairs;
  for (const auto& found : analysis::explained_acronyms(text)) {
    Acronym pair;
    for (const auto& token : analyser_.tokens(text)) {
      if (token.begin >= found.short_begin && token.end <= found.short_end) pair.acronym.push_back(analyser_.stem(token.form));
      if (token.begin < found.long_begin || token.end > found.long_end) continue;
      pair.words.push_back(token.form);
      pair.stems.push_back(analyser_.stem(token.form));
    }
    const std::size_t short_bytes = joined(pair.acronym).size(), long_bytes = joined(pair.words).size();
    const bool fits = !pair.acronym.empty() && !pair.words.empty() && pair.words.size() <= 8 && short_bytes + long_bytes <= 200;
    const bool known = std::any_of(pairs.begin(), pairs.end(), [&](const Acronym& other) { return other.acronym == pair.acronym && other.stems == pair.stems; });
    if (fits && !known && pair.stems != pair.acronym) pairs.push_back(pair);
  }
  return pairs;
}

// By their stems: words as most papers have them, and papers; of each meaning that is believed.
std::map<std::string, std::pair<std::vector<std::string>, std::int64_t>> NaiveIndex::meanings_of(const std::string& acronym) const {
  std::map<std::string, std::map<std::string, std::int64_t>> counts;
  std::map<std::string, std::vector<std::string>> split;
  std::int64_t explaining = 0;
  const auto known = acronyms_.find(acronym);
  if (known == acronyms_.end()) return {};
  for (const Acronym& pair : known->second) {
    ++counts[joined(pair.stems)][joined(pair.words)];
    split[joined(pair.words)] = pair.words;
    ++explaining;
  }
  std::int64_t having = static_cast<std::int64_t>(papers_.size());
  for (std::size_t at = 0; at <= acronym.size();) {
    const std::size_t end = std::min(acronym.find(' ', at), acronym.size());
    having = std::min(having, document_frequency(schema::Field::text, acronym.substr(at, end - at)));
    at = end + 1;
  }
  std::vector<std::pair<std::int64_t, std::string>> order;  // by papers, then stems
  for (const auto& [stems, words] : counts) {
    std::int64_t papers = 0;
    for (const auto& [text, count] : words) papers += count;
    if (papers >= limits::kAcronymPapers.value && papers * 100 >= explaining * limits::kAcronymShare.value) order.emplace_back(-papers, stems);
  }
  std::sort(order.begin(), order.end());
  if (order.size() > static_cast<std::size_t>(limits::kAcronymMeanings.value)) order.resize(static_cast<std::size_t>(limits::kAcronymMeanings.value));
  std::map<std::string, std::pair<std::vector<std::string>, std::int64_t>> believed;
  if (explaining * 100 < having * limits::kAcronymExplained.value) return believed;
  for (const auto& [papers, stems] : order) {
    const auto& words = counts[stems];
    const auto best = std::max_element(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    believed[stems] = {split[best->first], -papers};
  }
  return believed;
}

std::optional<query::OtherForms> NaiveIndex::other_forms(std::span<const std::string> words, std::int64_t& papers_left) const {
  const auto with_stems = [this](std::vector<std::string> forms, std::string stems, std::int64_t papers) {
    query::OtherForm form{joined(forms), {}, papers};
    for (auto& word : forms) {
      const std::size_t end = std::min(stems.find(' '), stems.size());
      form.words.push_back({word, stems.substr(0, end), false, query::WordMatch::stem, analyser_.unstemmed(word)});
      stems.erase(0, end + 1);
    }
    return form;
  };
  for (std::size_t n = words.size(); n > 0; --n) {
    const std::string stems = joined({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(n)});
    std::vector<query::OtherForm> forms;
    for (const auto& [meaning, told] : meanings_of(stems)) forms.push_back(with_stems(told.first, meaning, told.second));
    std::stable_sort(forms.begin(), forms.end(), [](const auto& a, const auto& b) { return a.papers > b.papers; });
    std::vector<query::OtherForm> acronyms;
    const auto explained = acronyms_by_stems_.find(stems);
    for (const auto& acronym : explained == acronyms_by_stems_.end() ? std::set<std::string>() : explained->second) {
      const auto meanings = meanings_of(acronym);
      const auto found = meanings.find(stems);
      if (found == meanings.end()) continue;
      std::vector<std::string> parts;
      for (std::size_t at = 0; at <= acronym.size(); at = std::min(acronym.find(' ', at), acronym.size()) + 1) {
        parts.push_back(acronym.substr(at, std::min(acronym.find(' ', at), acronym.size()) - at));
      }
      acronyms.push_back(with_stems(parts, acronym, found->second.second));
    }
    std::stable_sort(acronyms.begin(), acronyms.end(), [](const auto& a, const auto& b) { return a.papers > b.papers; });
    forms.insert(forms.end(), acronyms.begin(), acronyms.end());
    std::erase_if(forms, [&](const query::OtherForm& form) {
      if (form.words.size() < 2) return false;
      std::int64_t candidates = static_cast<std::int64_t>(papers_.size());
      for (const auto& word : form.words) {
        const auto others = word.unstemmed.empty() ? 0 : document_frequency(schema::Field::text, word.unstemmed);
        candidates = std::min(candidates, document_frequency(schema::Field::text, word.term) + others);
      }
      if (candidates > papers_left) return true;
      papers_left -= candidates;
      return false;
    });
    if (!forms.empty()) return query::OtherForms{n, std::move(forms)};
  }
  return std::nullopt;
}

}  // namespace incipit::testing

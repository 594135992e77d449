#include "query/form_lookup.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "schema/ascii.h"
#include "schema/limits.h"
#include "storage/acronym_terms.h"

namespace incipit::query {

using schema::Field;
using schema::joined;
using schema::split;
namespace limits = schema::limits;

namespace {

constexpr std::int64_t kPercent = 100;

}  // namespace

FormLookup::FormLookup(const std::vector<SegmentView>& segments, const SynonymFile* file, analysis::Analyser& analyser, const Deadline& deadline)
    : segments_(segments), file_(file), analyser_(analyser), deadline_(deadline),
      papers_left_(Deadline::readable(living_papers(segments)) / 2) {}

std::optional<OtherForms> FormLookup::find(std::span<const std::string> words) {
  const std::size_t most = file_ == nullptr ? reach(words) : words.size();
  for (std::size_t n = most; n > 0; --n) {
    auto forms = forms_of(joined(words.first(n), " "));
    if (!forms.empty()) return OtherForms{n, std::move(forms)};
  }
  return std::nullopt;
}

std::size_t FormLookup::reach(std::span<const std::string> words) const {
  std::size_t reached = std::min<std::size_t>(words.size(), 1);
  for (std::size_t n = 2; n <= words.size(); ++n) {
    const std::string beginning = joined(words.first(n), " ");
    const bool begins = std::any_of(segments_.begin(), segments_.end(), [&](const SegmentView& segment) {
      return segment.has_term_beginning(Field::long_form, beginning) || segment.has_term_beginning(Field::acronym, beginning);
    });
    if (!begins) break;
    reached = n;
  }
  return reached;
}

std::vector<OtherForm> FormLookup::forms_of(const std::string& stems) {
  std::vector<OtherForm> forms;
  const auto take = [&](OtherForm form) {
    for (PhraseWord& word : form.words) word.unstemmed = analyser_.unstemmed(word.form);
    const auto same = [&](const OtherForm& known) {
      return std::equal(known.words.begin(), known.words.end(), form.words.begin(), form.words.end(),
                        [](const PhraseWord& a, const PhraseWord& b) { return a.term == b.term; });
    };
    if (std::none_of(forms.begin(), forms.end(), same) && afford(form)) forms.push_back(std::move(form));
  };
  if (const auto* listed = file_ == nullptr ? nullptr : file_->of(stems)) std::for_each(listed->begin(), listed->end(), take);
  for (const Explained& meaning : meanings_of(stems)) take(form_of(meaning));
  for (const Explained& acronym : acronyms_of(stems)) take(form_of(acronym));
  return forms;
}

std::string FormLookup::stems_of(const std::string& words) const {
  std::string stems;
  for (const std::string_view word : split(words, " ")) stems += (stems.empty() ? "" : " ") + analyser_.stem(std::string(word));
  return stems;
}

std::vector<FormLookup::Explained> FormLookup::explained(Field field, const std::string& form) const {
  std::map<std::string, std::map<std::string, std::int64_t>> by_stems;  // papers by words by stems
  const std::string key = storage::acronym_key(form);
  for (const SegmentView& segment : segments_) {
    for (const std::string& value : segment.terms_beginning(field, key, deadline_)) {
      const std::string words(storage::other_form_of(value));
      by_stems[field == Field::acronym ? stems_of(words) : words][words] += segment.frequency(field, value);
    }
  }
  std::vector<Explained> all;
  for (const auto& [stems, counts] : by_stems) {
    Explained sum{"", stems, 0};
    std::int64_t most = 0;
    for (const auto& [words, papers] : counts) {
      sum.papers += papers;
      if (papers <= most) continue;
      most = papers;
      sum.words = words;
    }
    if (sum.papers > 0) all.push_back(std::move(sum));
  }
  std::stable_sort(all.begin(), all.end(), [](const Explained& a, const Explained& b) { return a.papers > b.papers; });
  return all;
}

std::vector<FormLookup::Explained> FormLookup::meanings_of(const std::string& acronym) const {
  auto all = explained(Field::acronym, acronym);
  std::int64_t explaining = 0;
  for (const Explained& meaning : all) explaining += meaning.papers;
  if (explaining < limits::kAcronymPapers.value) return {};
  // Of an acronym of several words, the rarest.
  std::int64_t having = std::numeric_limits<std::int64_t>::max();
  for (const std::string_view stem : split(acronym, " ")) having = std::min(having, document_frequency(segments_, Field::text, stem));
  if (explaining * kPercent < having * limits::kAcronymExplained.value) return {};
  std::erase_if(all, [&](const Explained& meaning) {
    return meaning.papers < limits::kAcronymPapers.value || meaning.papers * kPercent < explaining * limits::kAcronymShare.value;
  });
  if (static_cast<std::int64_t>(all.size()) > limits::kAcronymMeanings.value) all.resize(static_cast<std::size_t>(limits::kAcronymMeanings.value));
  return all;
}

std::vector<FormLookup::Explained> FormLookup::acronyms_of(const std::string& stems) const {
  auto acronyms = explained(Field::long_form, stems);
  std::erase_if(acronyms, [&](const Explained& acronym) {
    if (acronym.papers < limits::kAcronymPapers.value) return true;
    const auto meanings = meanings_of(acronym.stems);
    return std::none_of(meanings.begin(), meanings.end(), [&](const Explained& meaning) { return meaning.stems == stems; });
  });
  return acronyms;
}

OtherForm FormLookup::form_of(const Explained& found) const {
  OtherForm form{found.words, {}, found.papers};
  const auto words = split(found.words, " "), stems = split(found.stems, " ");
  for (std::size_t i = 0; i < words.size(); ++i) form.words.push_back({std::string(words[i]), std::string(stems[i]), false, WordMatch::stem, {}});
  return form;
}

bool FormLookup::afford(const OtherForm& form) {
  if (form.words.size() < 2) return true;
  std::int64_t candidates = std::numeric_limits<std::int64_t>::max();
  for (const PhraseWord& word : form.words) {
    const std::int64_t others = word.unstemmed.empty() ? 0 : document_frequency(segments_, Field::text, word.unstemmed);
    candidates = std::min(candidates, document_frequency(segments_, Field::text, word.term) + others);
  }
  if (candidates > papers_left_) return false;
  papers_left_ -= candidates;
  return true;
}

}  // namespace incipit::query

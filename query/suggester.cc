#include "query/suggester.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "query/category_names.h"
#include "schema/ascii.h"
#include "schema/categories.h"

namespace incipit::query {

using schema::Result;
using schema::Suggestion;
using schema::SuggestionKind;
using schema::SuggestRequest;

namespace {

// Times as many papers as words have that begin as typed.
constexpr std::int64_t kManyMore = 10;

constexpr std::string_view kBlanks = " \t\r\n";

bool ends_a_word(std::string_view text) { return text.empty() || kBlanks.find(text.back()) != kBlanks.npos; }

}  // namespace

void Suggester::add_words(const SuggestRequest& request, Suggestions& list) {
  if (ends_a_word(request.q)) return;
  const auto tokens = analyser_.tokens(request.q);
  // Behind a sign ("c++)", a closing quote) no word is being typed.
  if (tokens.empty() || tokens.back().end != request.q.size()) return;
  const std::string& beginning = tokens.back().form;
  const auto limit = static_cast<std::size_t>(request.limit);
  auto words = dictionary_.beginning_with(beginning, limit);
  if (words.size() < limit) {
    // Misspelt words are words of some papers too: those that many more have are meant.
    const std::int64_t enough = words.empty() ? 0 : kManyMore * words.front().papers;
    for (auto& word : dictionary_.beginning_nearly(beginning, limit - words.size())) {
      if (word.papers > enough) words.push_back(std::move(word));
    }
  }
  for (auto& word : words) {
    Suggestion suggestion;
    suggestion.kind = SuggestionKind::words;
    suggestion.query = request.q.substr(0, tokens.back().begin) + word.form;
    suggestion.text = std::move(word.form);
    suggestion.papers = word.papers;
    suggestion.corrected = word.errors > 0;
    list.push_back(std::move(suggestion));
  }
}

void Suggester::add_authors(const SuggestRequest& request, const Deadline& deadline, Suggestions& list) const {
  if (schema::trimmed(request.q, kBlanks).empty()) return;
  schema::AuthorSearchRequest asked;
  asked.q = request.q;
  asked.limit = request.limit;
  std::vector<std::uint32_t> found;
  for (const auto& author : authors_.find(asked, deadline).page) found.push_back(author.ordinal);
  const bool corrected = found.empty();
  if (corrected) found = authors_.find_misspelt(request.q, static_cast<std::size_t>(request.limit), deadline);
  for (const std::uint32_t ordinal : found) {
    Suggestion suggestion;
    suggestion.kind = SuggestionKind::authors;
    suggestion.text = std::string(generation_.authors().name(ordinal));
    suggestion.id = std::string(generation_.authors().id(ordinal));
    suggestion.papers = generation_.authors().papers(ordinal);
    suggestion.corrected = corrected;
    list.push_back(std::move(suggestion));
  }
}

const std::vector<Suggester::Category>& Suggester::categories() {
  if (categories_) return *categories_;
  categories_.emplace();
  for (const auto& code : categories_in_use(segments_)) {
    Category category{code, analysis::fold(code), analysis::fold(schema::short_code(code)), {}};
    for (const auto& token : analyser_.tokens(schema::category_name(code))) category.name_words.push_back(token.form);
    categories_->push_back(std::move(category));
  }
  return *categories_;
}

std::optional<int> Suggester::fit(const Category& category, const std::string& code, const std::vector<analysis::Token>& words,
                                  bool tolerant) {
  if (!tolerant) {
    if (category.folded_code == code) return 1;
    if (category.folded_code.starts_with(code) || category.folded_short.starts_with(code)) return 2;
  }
  if (words.empty()) return std::nullopt;
  int errors = 0;
  for (const auto& word : words) {
    const auto has = [&](const auto& begins) { return std::any_of(category.name_words.begin(), category.name_words.end(), begins); };
    if (has([&](const std::string& name) { return name.starts_with(word.form); })) continue;
    if (!tolerant || ++errors > 1 || !has([&](const std::string& name) { return begins_nearly(name, word.form); })) return std::nullopt;
  }
  return 3;
}

void Suggester::add_categories(const SuggestRequest& request, Suggestions& list) {
  const std::string code = analysis::fold(schema::trimmed(request.q, kBlanks));
  if (code.empty()) return;
  auto words = analyser_.tokens(analysis::display_text(request.q));
  std::erase_if(words, [](const auto& word) { return analysis::is_stop_word(word.form); });
  struct Fitting {
    int fit;
    Suggestion suggestion;
  };
  std::vector<Fitting> fitting;
  for (const bool tolerant : {false, true}) {
    for (const auto& category : categories()) {
      const auto fits = fit(category, code, words, tolerant);
      if (!fits) continue;
      Suggestion suggestion;
      suggestion.kind = SuggestionKind::categories;
      suggestion.text = std::string(schema::category_name(category.code));
      suggestion.id = category.code;
      suggestion.papers = document_frequency(segments_, schema::Field::category, category.code);
      suggestion.corrected = tolerant;
      if (*suggestion.papers > 0) fitting.push_back({*fits, std::move(suggestion)});
    }
    if (!fitting.empty()) break;
  }
  std::sort(fitting.begin(), fitting.end(), [](const Fitting& a, const Fitting& b) {
    if (a.fit != b.fit) return a.fit < b.fit;
    if (a.suggestion.papers != b.suggestion.papers) return a.suggestion.papers > b.suggestion.papers;
    return a.suggestion.id < b.suggestion.id;
  });
  if (fitting.size() > static_cast<std::size_t>(request.limit)) fitting.resize(static_cast<std::size_t>(request.limit));
  for (auto& one : fitting) list.push_back(std::move(one.suggestion));
}

Result<void> Suggester::add_papers(const SuggestRequest& request, const Deadline& deadline, Suggestions& list) {
  const auto titles = titles_.typed(request.q, static_cast<std::size_t>(request.limit), deadline);
  for (const Found& found : titles.papers) {
    const auto paper = hits_.record(found);
    if (!paper) return tl::make_unexpected(paper.error());
    Suggestion suggestion;
    suggestion.kind = SuggestionKind::papers;
    suggestion.text = analysis::display_text(paper->title);
    suggestion.id = paper->id;
    if (paper->published) suggestion.year = paper->published->year();
    suggestion.corrected = titles.corrected;
    list.push_back(std::move(suggestion));
  }
  return {};
}

Result<schema::SuggestResult> Suggester::suggest(const SuggestRequest& request, const Deadline& deadline) {
  schema::SuggestResult result;
  result.q = request.q;
  if (request.limit == 0) return result;
  const auto asked = [&](SuggestionKind kind) { return !request.kind || request.kind == kind; };
  if (asked(SuggestionKind::words)) add_words(request, result.suggestions);
  if (asked(SuggestionKind::authors)) add_authors(request, deadline, result.suggestions);
  if (asked(SuggestionKind::categories)) add_categories(request, result.suggestions);
  if (asked(SuggestionKind::papers)) {
    if (auto added = add_papers(request, deadline, result.suggestions); !added) return tl::make_unexpected(added.error());
  }
  return result;
}

}  // namespace incipit::query

#include "query/author_profile.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "analysis/language.h"
#include "query/citation_facts.h"
#include "query/figure_statistics.h"
#include "query/statistics.h"
#include "schema/categories.h"

namespace incipit::query {

using schema::Field;
using schema::Result;

namespace {

constexpr std::size_t kTermsShown = 12;
constexpr std::size_t kShortestTerm = 3;
constexpr std::size_t kFrequenciesKept = 1 << 17;  // about 10 MB

// What is known of the papers written with one coauthor.
struct Together {
  std::int64_t papers = 0;
  std::optional<int> first, last;
};

void widen(std::optional<int>& first, std::optional<int>& last, const std::optional<int>& year) {
  if (!year) return;
  first = std::min(first.value_or(*year), *year);
  last = std::max(last.value_or(*year), *year);
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string scheme_of(const std::string& id) { return id.substr(0, id.find(':')); }

// External ids of one scheme that differ say that the name is borne by more than one person.
std::vector<schema::AuthorRef> candidates_by_id(const schema::AuthorEntity& entity) {
  std::map<std::string, std::vector<std::string>> by_scheme;
  for (const auto& id : sorted(schema::texts_of(entity.ids))) by_scheme[scheme_of(id)].push_back(id);
  std::vector<schema::AuthorRef> candidates;
  for (const auto& [scheme, ids] : by_scheme) {
    if (ids.size() < 2) continue;
    for (const auto& id : ids) candidates.push_back({std::string(entity.name()), id});
  }
  return candidates;
}

bool is_plain_word(std::string_view form) {
  return form.size() >= kShortestTerm &&
         std::all_of(form.begin(), form.end(), [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

// How one stem is used by the author: in how many papers, and which form of it most.
struct StemUse {
  std::int64_t papers = 0;
  std::map<std::string, std::int64_t> forms;
};

}  // namespace

struct AuthorProfiler::Gathered {
  std::vector<PaperFacts> papers;
  std::vector<Found> places;  // of the papers
  std::map<std::string, std::int64_t> categories;
  std::unordered_map<std::uint32_t, Together> coauthors;
};

std::vector<DocSet> AuthorProfiler::papers_of(std::uint32_t ordinal, const Deadline& deadline) const {
  std::vector<DocSet> sets;
  for (const auto& segment : segments_) sets.push_back(segment.papers_with(Field::author_id, generation_.authors().id(ordinal), deadline));
  return sets;
}

AuthorProfiler::Gathered AuthorProfiler::gather(std::uint32_t ordinal, Coauthors coauthors, const Deadline& deadline) const {
  Gathered all;
  const auto sets = papers_of(ordinal, deadline);
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    const auto& columns = *segments_[s].columns;
    const auto& categories = columns.coded(storage::CodedField::category);
    const auto& primary = columns.coded(storage::CodedField::primary);
    for (std::uint32_t docid : sets[s]) {
      deadline.check_often();
      const std::size_t row = docid - 1;
      PaperFacts facts;
      if (columns.year[row] != 0) facts.year = columns.year[row];
      if (columns.citations[row] != storage::kNoCitations) facts.citations = columns.citations[row];
      facts.published = columns.published[row];
      facts.novelty = segments_[s].novelty(row);
      facts.rank_score = segments_[s].rank_score(row);
      for (std::uint32_t code : categories.codes[row]) facts.categories.emplace_back(categories.values[code]);
      for (std::uint32_t code : primary.codes[row]) facts.primary = primary.values[code];
      const auto authors = columns.authors[row];
      facts.authors = authors.size();
      facts.position = static_cast<std::size_t>(std::find(authors.begin(), authors.end(), ordinal) - authors.begin());
      if (coauthors == Coauthors::counted) {
        for (std::uint32_t other : std::set<std::uint32_t>(authors.begin(), authors.end())) {
          if (other == ordinal) continue;
          Together& together = all.coauthors[other];
          ++together.papers;
          widen(together.first, together.last, facts.year);
        }
      }
      for (const auto& category : facts.categories) ++all.categories[std::string(category)];
      all.papers.push_back(std::move(facts));
      all.places.push_back({s, docid, std::nullopt});
    }
  }
  return all;
}

Result<void> AuthorProfiler::gather_citations(std::uint32_t ordinal, Gathered& all, const Deadline& deadline) const {
  const CitationFacts citations(segments_, hits_, static_cast<std::int64_t>(all.papers.size()), ordinal, deadline);
  for (std::size_t p = 0; p < all.papers.size(); ++p) {
    if (auto added = citations.add(all.places[p], all.papers[p]); !added) return added;
  }
  return {};
}

Result<schema::AuthorHit> AuthorProfiler::summary(std::uint32_t ordinal, const Deadline& deadline) const {
  const auto entity = generation_.authors().entity(ordinal);
  if (!entity) return tl::make_unexpected(entity.error());
  deadline.check();
  const Gathered all = gather(ordinal, Coauthors::left_out, deadline);
  schema::AuthorHit hit;
  hit.author = {std::string(entity->name()), entity->id};
  hit.name_variants = entity->name_variants();
  hit.ids = sorted(schema::texts_of(entity->ids));
  hit.papers = static_cast<std::int64_t>(all.papers.size());
  for (const auto& paper : all.papers) widen(hit.first_year, hit.last_year, paper.year);
  hit.primary_category = primary_category(all.papers).code;
  return hit;
}

Result<schema::AuthorProfile> AuthorProfiler::profile(std::uint32_t ordinal, const Deadline& deadline) const {
  auto entity = generation_.authors().entity(ordinal);
  if (!entity) return tl::make_unexpected(entity.error());
  Gathered all = gather(ordinal, Coauthors::counted, deadline);
  if (auto gathered = gather_citations(ordinal, all, deadline); !gathered) return tl::make_unexpected(gathered.error());
  const auto& as_of = generation_.manifest().info.as_of;

  schema::AuthorProfile profile;
  profile.index_as_of = as_of;
  profile.id = entity->id;
  profile.name = entity->name();
  profile.name_variants = entity->name_variants();
  profile.ids = sorted(schema::texts_of(entity->ids));
  profile.affiliations = schema::texts_of(entity->affiliations);
  profile.confidence = entity->confidence;
  profile.candidates = candidates_by_id(*entity);
  for (const auto& id : entity->candidates) {
    const auto candidate = generation_.authors().find(id);
    if (candidate) profile.candidates.push_back({std::string(generation_.authors().name(*candidate)), id});
  }
  profile.ambiguous = !profile.candidates.empty();
  profile.papers = static_cast<std::int64_t>(all.papers.size());
  for (const auto& paper : all.papers) widen(profile.first_year, profile.last_year, paper.year);
  profile.papers_by_year = papers_by_year(all.papers);
  const PrimaryCategory primary = primary_category(all.papers);
  profile.primary_category = primary.code;
  profile.primary_category_share = primary.share;
  for (const auto& [code, count] : all.categories) {
    profile.categories.push_back({code, std::string(schema::category_name(code)), count});
  }
  std::stable_sort(profile.categories.begin(), profile.categories.end(), [](const auto& a, const auto& b) { return a.count > b.count; });

  profile.coauthor_count = static_cast<std::int64_t>(all.coauthors.size());
  std::vector<std::pair<std::uint32_t, Together>> coauthors(all.coauthors.begin(), all.coauthors.end());
  std::sort(coauthors.begin(), coauthors.end(), [&](const auto& a, const auto& b) {
    if (a.second.papers != b.second.papers) return a.second.papers > b.second.papers;
    return generation_.authors().id(a.first) < generation_.authors().id(b.first);
  });
  if (coauthors.size() > static_cast<std::size_t>(schema::limits::kCoauthorsShown.value)) {
    coauthors.resize(static_cast<std::size_t>(schema::limits::kCoauthorsShown.value));
  }
  for (const auto& [other, together] : coauthors) {
    profile.coauthors.push_back({{std::string(generation_.authors().name(other)), std::string(generation_.authors().id(other))},
                                 together.papers, together.first, together.last});
  }

  profile.statistics = author_statistics(all.papers, profile.coauthor_count, as_of);
  profile.citations_by_year = unavailable("citations_by_year", "the author has no papers");
  std::erase_if(profile.statistics, [&](schema::Metric& metric) {
    if (metric.name != "citations_by_year") return false;
    profile.citations_by_year = std::move(metric);
    return true;
  });
  profile.novelty = median_novelty(all.papers, hits_.figures());
  profile.rank_score = best_rank_score(all.papers, hits_.figures());
  profile.ai_score = unavailable("ai_score", "no source gives one for this author");
  for (const auto& metric : entity->imported) {
    // The newest imported figure leads where nothing is computed.
    if (metric.name == "ai_score" && (!profile.ai_score.value || profile.ai_score.as_of < metric.as_of)) profile.ai_score = metric;
  }
  profile.imported = std::move(entity->imported);
  profile.inconsistent = broken_bounds(profile.imported);
  profile.terms = characteristic_terms(papers_of(ordinal, deadline), deadline);
  return profile;
}

std::int64_t AuthorProfiler::frequency_of(const std::string& stem) const {
  if (const auto known = frequencies_.find(stem); known != frequencies_.end()) return known->second;
  if (frequencies_.size() >= kFrequenciesKept) frequencies_.clear();
  return frequencies_.emplace(stem, document_frequency(segments_, Field::text, stem)).first->second;
}

// Terms of titles and abstracts by papers of the author that use them times idf over the index, at least two papers where
// the author has that many.
std::vector<schema::CharacteristicTerm> AuthorProfiler::characteristic_terms(const std::vector<DocSet>& papers,
                                                                            const Deadline& deadline) const {
  std::unordered_map<std::string, StemUse> uses;
  std::int64_t count = 0;
  storage::TokenRow row;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const auto& tokens = segments_[s].columns->tokens;
    for (std::uint32_t docid : papers[s]) {
      deadline.check_often();
      ++count;
      tokens.read(docid - 1, row);
      std::set<std::string> seen;
      const auto language_of = [&](const std::vector<storage::PackedToken>& text) {
        analysis::LanguageGuess guess;
        for (storage::PackedToken token : text) guess.add(tokens.form(storage::form_of(token)));
        return guess.language();
      };
      const auto of_abstract = language_of(row.abstract);
      for (const auto* text : {&row.abstract, &row.title}) {
        auto language = text == &row.abstract ? of_abstract : language_of(row.title);
        if (language == analysis::Language::unknown) language = of_abstract;
        for (storage::PackedToken token : *text) {
          const std::string form(tokens.form(storage::form_of(token)));
          if (!is_plain_word(form) || analysis::is_stop_word(form)) continue;
          const bool other = language == analysis::Language::other;
          if (other && analysis::is_function_word_elsewhere(form)) continue;
          const std::string stem = other ? analysis::unstemmed_term(form) : analyser_.stem(form);
          StemUse& use = uses[stem];
          ++use.forms[form];
          if (seen.insert(stem).second) ++use.papers;
        }
      }
    }
  }
  const std::int64_t at_least = count >= 2 ? 2 : 1;
  const auto documents = static_cast<double>(generation_.manifest().info.papers);
  std::vector<schema::CharacteristicTerm> terms;
  for (const auto& [stem, use] : uses) {
    if (use.papers < at_least) continue;
    const auto df = static_cast<double>(frequency_of(stem));
    const auto form = std::max_element(use.forms.begin(), use.forms.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    const double idf = std::log(1 + (documents - df + 0.5) / (df + 0.5));
    terms.push_back({form->first, static_cast<double>(use.papers) * idf, use.papers});
  }
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) {
    return a.score != b.score ? a.score > b.score : a.term < b.term;
  });
  if (terms.size() > kTermsShown) terms.resize(kTermsShown);
  return terms;
}

}  // namespace incipit::query

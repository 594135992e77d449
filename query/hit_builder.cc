#include "query/hit_builder.h"

#include "analysis/language.h"
#include "query/paper_lookup.h"
#include "query/scoring.h"
#include "query/shown_names.h"
#include "query/snippets.h"
#include "schema/paper_json.h"

namespace incipit::query {

using schema::Result;

namespace {

// What a field's text is highlighted for: what is wanted of the unfielded text and of the field itself.
WantedWords wanted_in(schema::Field field, const Asked& asked) {
  WantedWords wanted;
  const auto is_here = [&](schema::Field of) { return of == schema::Field::text || of == field; };
  for (const auto& [of, term] : asked.wanted.terms) {
    if (is_here(of)) wanted.terms.insert(term);
  }
  for (const auto& [of, beginning] : asked.wanted.beginnings) {
    if (is_here(of)) wanted.beginnings.push_back(beginning);
  }
  for (const auto& [of, words] : asked.wanted.phrases) {
    if (is_here(of)) wanted.phrases.push_back(words);
  }
  return wanted;
}

}  // namespace

std::vector<WeightedTerm> Asked::ranking() const {
  std::vector<WeightedTerm> all = terms;
  all.insert(all.end(), added.begin(), added.end());
  return all;
}

schema::Paper displayed(schema::Paper paper) {
  using analysis::display_text;
  paper.title = display_text(paper.title);
  paper.abstract = display_text(paper.abstract);
  paper.comments = display_text(paper.comments);
  paper.journal_ref = display_text(paper.journal_ref);
  for (auto& author : paper.authors) {
    author.name = display_text(author.name);
    author.given = display_text(author.given);
    author.family = display_text(author.family);
    for (auto& affiliation : author.affiliations) affiliation = display_text(affiliation);
  }
  return paper;
}

Result<schema::Paper> HitBuilder::stored_record(const Found& found) const {
  const auto json = segments_[found.segment].columns->records.read(found.row());
  if (!json) return tl::make_unexpected(json.error());
  return schema::paper_from_canonical_json(*json);
}

Result<schema::Paper> HitBuilder::record(const Found& found) const {
  auto paper = stored_record(found);
  if (!paper) return paper;
  return with_shown_names(std::move(*paper), segments_[found.segment].columns->authors[found.row()], generation_.authors());
}

Result<schema::Hit> HitBuilder::build(const Found& found, const Asked& asked,
                                      schema::HighlightMode highlight, bool explain, const Deadline& deadline) const {
  auto paper = record(found);
  if (!paper) return tl::make_unexpected(paper.error());
  const SegmentView& segment = segments_[found.segment];
  schema::Hit hit;
  hit.paper = displayed(std::move(*paper));
  hit.score = found.score;
  for (std::uint32_t ordinal : segment.columns->authors[found.row()]) hit.author_ids.emplace_back(generation_.authors().id(ordinal));
  auto figures = figures_.of(hit.paper.id);
  if (!figures) return tl::make_unexpected(figures.error());
  hit.novelty = std::move(figures->novelty);
  hit.rank_score = std::move(figures->rank_score);
  highlight_into(hit, asked, highlight);
  if (explain) {
    for (const auto& term : asked.ranking()) {
      const bool counts = term.term.form.empty() || counted_postings(segment, term.term, deadline)->papers.contains(found.docid);
      hit.explain.push_back({std::string(schema::row_of(term.term.field).name), term.term.term, term.frequency, term.weight,
                             counts ? segment.impact(term.term.field, term.term.term, found.docid) : 0});
    }
  }
  return hit;
}

Result<schema::NoveltyResult> HitBuilder::explain_novelty(const Found& found, const Deadline& deadline) const {
  const auto paper = record(found);
  if (!paper) return tl::make_unexpected(paper.error());
  auto result = figures_.explain(paper->id);
  if (!result) return result;
  result->title = analysis::display_text(paper->title);
  if (!result->receipt) return result;
  for (auto& earlier : result->receipt->nearest) {
    const auto place = with_id(segments_, earlier.id, deadline);
    if (!place) continue;
    const auto known = record(*place);
    if (!known) return tl::make_unexpected(known.error());
    earlier.title = analysis::display_text(known->title);
  }
  return result;
}

Result<std::vector<schema::Hit>> HitBuilder::page(const std::vector<Found>& found, std::int64_t offset, const Asked& asked,
                                                  schema::HighlightMode highlight, bool explain,
                                                  const Deadline& deadline) const {
  std::vector<schema::Hit> hits;
  for (std::size_t i = static_cast<std::size_t>(offset); i < found.size(); ++i) {
    deadline.check();
    auto hit = build(found[i], asked, highlight, explain, deadline);
    if (!hit) return tl::make_unexpected(hit.error());
    hits.push_back(std::move(*hit));
  }
  return hits;
}

void HitBuilder::highlight_into(schema::Hit& hit, const Asked& asked, schema::HighlightMode mode) const {
  const auto in_abstract_wanted = wanted_in(schema::Field::abstract, asked), in_title_wanted = wanted_in(schema::Field::title, asked);
  std::vector<schema::Span> in_abstract, in_title;
  if (!in_abstract_wanted.empty() || !in_title_wanted.empty()) {
    const auto abstract = analyser_.tokens(hit.paper.abstract), title = analyser_.tokens(hit.paper.title);
    const auto language = analysis::language_of(abstract), shown = analysis::language_of(title);
    in_abstract = matching_bytes(abstract, language, in_abstract_wanted, analyser_);
    in_title = matching_bytes(title, shown == analysis::Language::unknown ? language : shown, in_title_wanted, analyser_);
  }
  Snippet snippet = make_snippet(hit.paper.abstract, in_abstract);
  hit.snippet = std::move(snippet.text);
  if (mode == schema::HighlightMode::none) return;
  const auto add = [&](const char* field, const std::string& text, std::vector<schema::Span> spans) {
    if (spans.empty()) return;
    std::string html = mode == schema::HighlightMode::html ? marked_html(text, spans) : std::string();
    hit.highlights.push_back({field, std::move(spans), std::move(html)});
  };
  add("title", hit.paper.title, to_code_points(hit.paper.title, in_title));
  add("abstract", hit.paper.abstract, to_code_points(hit.paper.abstract, in_abstract));
  add("snippet", hit.snippet, std::move(snippet.spans));
}

}  // namespace incipit::query

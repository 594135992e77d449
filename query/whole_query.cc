#include "query/whole_query.h"

#include <algorithm>
#include <utility>

#include "query/filter_value.h"

namespace incipit::query {

bool NamedPapers::empty() const {
  const auto is_empty = [](const DocSet& set) { return set.isEmpty(); };
  return std::all_of(titles.begin(), titles.end(), is_empty) && std::all_of(identifiers.begin(), identifiers.end(), is_empty);
}

schema::WholeQuery NamedPapers::what(const Found& found) const {
  const auto holds = [&](const PaperSets& sets) { return !sets.empty() && sets[found.segment].contains(found.docid); };
  if (holds(identifiers)) return schema::WholeQuery::identifier;
  return holds(titles) ? schema::WholeQuery::title : schema::WholeQuery::no;
}

NamedPapers WholeQueryReader::papers(const std::string& text, const ParsedQuery& parsed, const Deadline& deadline) const {
  NamedPapers named;
  named.titles = TitleFinder(segments_, analyser_).exactly(text);
  if (!parsed.plain_words || !parsed.root) return named;
  if (const auto identifier = plan_identifier(parsed.root->text)) named.identifiers = evaluate(*identifier, segments_, analyser_, deadline);
  return named;
}

std::vector<schema::AuthorCard> WholeQueryReader::authors(const ParsedQuery& parsed, const Deadline& deadline) const {
  if (!parsed.root) return {};
  const AstNode& root = *parsed.root;
  const bool name = root.field == schema::Field::author && (root.kind == AstKind::words || root.kind == AstKind::phrase);
  if (!parsed.plain_words && !name) return {};
  std::vector<schema::AuthorCard> cards;
  const auto& table = generation_.authors();
  for (const std::uint32_t ordinal : authors_.named(root.text, static_cast<std::size_t>(schema::limits::kAuthorCards.value), deadline)) {
    cards.push_back({{std::string(table.name(ordinal)), std::string(table.id(ordinal))}, table.papers(ordinal)});
  }
  return cards;
}

std::vector<Found> best_by_relevance(const std::vector<SegmentView>& segments, const PaperSets& sets, const NamedPapers& named,
                                     const std::vector<WeightedTerm>& terms, std::size_t count, const Deadline& deadline,
                                     const Found* after, const Boosts* boosts) {
  if (named.empty()) return best_by_score(segments, sets, terms, count, false, deadline, after, boosts);
  PaperSets first(sets.size()), rest = sets;
  for (std::size_t s = 0; s < sets.size(); ++s) {
    first[s] = named.titles[s];
    if (!named.identifiers.empty()) first[s] |= named.identifiers[s];
    first[s] &= sets[s];
    rest[s] -= first[s];
  }
  const bool past_named = after && named.what(*after) == schema::WholeQuery::no;
  if (past_named) return best_by_score(segments, rest, terms, count, false, deadline, after, boosts);
  auto best = best_by_score(segments, first, terms, count, false, deadline, after, boosts);
  const auto others = best_by_score(segments, rest, terms, count - best.size(), false, deadline, nullptr, boosts);
  best.insert(best.end(), others.begin(), others.end());
  return best;
}

}  // namespace incipit::query

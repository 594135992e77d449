#include "cli/text_output.h"

#include <fmt/format.h>

#include <algorithm>

#include "schema/fields.h"
#include "schema/links.h"

namespace incipit::cli {
namespace {

constexpr std::size_t kNamesShown = 3;

// "A, B, C et al." from the fourth author on.
std::string names_of(const std::vector<schema::Authorship>& authors) {
  std::string names;
  for (std::size_t i = 0; i < authors.size() && i < kNamesShown; ++i) names += (i > 0 ? ", " : "") + authors[i].name;
  return authors.size() > kNamesShown ? names + " et al." : names;
}

std::string facts_of(const schema::Paper& paper) {
  std::string line = paper.primary();
  if (paper.published) line += (line.empty() ? "" : "  ") + paper.published->iso();
  line += (line.empty() ? "" : "  ") + paper.id;
  if (const auto* citations = paper.leading_citations()) line += fmt::format("  cited {} times", citations->count);
  return line;
}

std::string number(double value) {
  return value == static_cast<double>(static_cast<std::int64_t>(value)) ? fmt::format("{:.0f}", value) : fmt::format("{:.2f}", value);
}

void print_metric(const schema::Metric& metric, const Style& style) {
  if (!metric.known()) {
    fmt::print("  {:<22} {}\n", metric.name, style.dim("not available: " + metric.reason));
    return;
  }
  std::string origin = metric.source;
  if (metric.as_of) origin += ", " + metric.as_of->iso();
  if (metric.n) origin += fmt::format(", n = {}", *metric.n);
  if (!metric.series.empty()) {
    fmt::print("  {:<22} {:<10} {}\n", metric.name, "by year", style.dim(origin));
    for (const auto& [year, count] : metric.series) fmt::print("  {:>22} {}\n", year, count);
    return;
  }
  for (const auto& [name, value] : metric.parts) origin += fmt::format(", {} {}", number(value), name);
  fmt::print("  {:<22} {:<10} {}\n", metric.name, number(*metric.value), style.dim(origin));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1_control = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte >= 0x20 && byte != 0x7F && !c1_control) {
      out += text[i];
      continue;
    }
    out += "\xEF\xBF\xBD";
    if (c1_control) ++i;
  }
  return out;
}

std::string Style::bold(const std::string& text) const { return color ? "\033[1m" + text + "\033[0m" : text; }
std::string Style::dim(const std::string& text) const { return color ? "\033[2m" + text + "\033[0m" : text; }

namespace {

// What a paper is known as besides.
std::string other_ids_of(const schema::Hit& hit) {
  std::string ids;
  for (const auto& id : hit.also_as) ids += (ids.empty() ? "" : ", ") + printable(id);
  const std::int64_t more = hit.duplicates - static_cast<std::int64_t>(hit.also_as.size());
  return more > 0 ? ids + fmt::format(" and {} more", more) : ids;
}

std::string explained(const schema::BoostExplanation& boost) {
  std::string name;
  for (const auto& row : schema::kBoosts) {
    if (row.boost == boost.boost) name = row.name;
  }
  if (!boost.share) return name + "  the paper has no figure";
  return fmt::format("{}  share {:.3f}  adds {:.3f}", name, static_cast<double>(*boost.share) / schema::kBoostShares,
                     static_cast<double>(boost.score) / schema::kScoreScale);
}

void print(const schema::QueryPart& part, int depth) {
  const std::string where = part.field.empty() || part.field == "text" ? "" : " in " + part.field;
  fmt::print("{:>9}  {:{}}{}  ({}{}{})\n", part.papers, "", 2 * depth, printable(part.text), part.kind, where,
             part.required ? "" : ", not required");
  for (const auto& child : part.parts) print(child, depth + 1);
}

}  // namespace

void print(const schema::ParseResult& result, const Style& style) {
  for (const auto& note : result.query.notes) fmt::print("{}\n", style.dim("note: " + printable(note.message)));
  fmt::print("{} {}\n", result.total, result.total == 1 ? "paper" : "papers");
  if (!result.tree) return;
  fmt::print("\n{}\n", style.bold("   papers  part"));
  print(*result.tree, 0);
  if (!result.terms.empty()) fmt::print("\n{}\n", style.bold("       df  term, weight"));
  for (const auto& [field, term, papers, weight] : result.terms) {
    fmt::print("{:>9}  {}{}  {}\n", papers, field == "text" ? "" : field + ":", printable(term), weight);
  }
  if (result.emptied_by) {
    const auto& [part, offset, papers, before] = *result.emptied_by;
    fmt::print("\nNothing is left with {}: {} match it alone, {} were left before.\n", part.empty() ? "the filters" : printable(part),
               papers, before);
  }
  if (!result.relaxations.empty()) fmt::print("\n{}\n", style.bold("   papers  weaker query"));
  for (const auto& [change, part, query, papers] : result.relaxations) {
    const std::string how = change == "any_word" ? "any of the words" : change == "without_filters" ? "without filters" : printable(query);
    fmt::print("{:>9}  {}\n", papers, how);
  }
}

void print(const schema::SearchResult& result, const Style& style) {
  for (const auto& note : result.query.notes) fmt::print("{}\n", style.dim("note: " + note.message));
  for (const auto& correction : result.query.corrections) fmt::print("did you mean: {}\n", style.bold(printable(correction.query)));
  for (const auto& [author, papers] : result.authors) {
    fmt::print("author: {}  {}  {} {}\n", style.bold(printable(author.name)), author.id, papers, papers == 1 ? "paper" : "papers");
  }
  fmt::print("{} {}\n", result.total.value, result.total.value == 1 ? "paper" : "papers");
  std::int64_t rank = result.before;
  for (const auto& hit : result.hits) {
    const auto& paper = hit.paper;
    fmt::print("\n{:>3}. {}\n     {}\n", ++rank, style.bold(paper.title.empty() ? "(no title)" : paper.title), names_of(paper.authors));
    std::string facts = facts_of(paper);
    if (hit.exact != schema::WholeQuery::no) facts += hit.exact == schema::WholeQuery::title ? "  exact title" : "  this identifier";
    if (hit.score) facts += fmt::format("  score {:.3f}", static_cast<double>(*hit.score) / schema::kScoreScale);
    fmt::print("     {}\n", style.dim(facts));
    if (!hit.snippet.empty()) fmt::print("     {}\n", hit.snippet);
    if (!hit.also_as.empty()) fmt::print("     also as {}\n", other_ids_of(hit));
    for (const auto& term : hit.explain) {
      fmt::print("       {}:{}  df {}  weight {}  impact {}\n", term.field, term.term, term.document_frequency, term.weight, term.impact);
    }
    for (const auto& boost : hit.boosts) fmt::print("       {}\n", explained(boost));
  }
  for (const auto& facet : result.facets) {
    fmt::print("\n{}\n", style.bold(std::string(schema::name_of(facet.field))));
    for (const auto& value : facet.values) {
      const std::string label = value.label == value.value ? value.value : value.value + "  " + value.label;
      fmt::print("  {:>7}  {}{}\n", value.count, label, value.selected ? "  (selected)" : "");
    }
    if (facet.more) fmt::print("           and more\n");
  }
  if (result.outside && result.outside->total > 0) {
    fmt::print("\n{} that this index does not have\n", result.outside->total);
    for (const auto& id : result.outside->ids) fmt::print("     {}\n", printable(id));
    const auto more = result.outside->total - static_cast<std::int64_t>(result.outside->ids.size());
    if (more > 0) fmt::print("     and {} more\n", more);
  }
  if (!result.next_cursor.empty()) fmt::print("\n{}\n", style.dim("more: --cursor " + result.next_cursor));
}

void print(const schema::PaperResult& result, const Style& style) {
  const auto& paper = result.hit.paper;
  fmt::print("{}\n{}\n", style.bold(paper.title.empty() ? "(no title)" : paper.title), style.dim(facts_of(paper)));
  for (std::size_t i = 0; i < paper.authors.size(); ++i) {
    fmt::print("  {}{}\n", paper.authors[i].name, i < result.hit.author_ids.size() ? style.dim("  " + result.hit.author_ids[i]) : "");
  }
  if (!paper.abstract.empty()) fmt::print("\n{}\n", paper.abstract);
  if (!paper.comments.empty()) fmt::print("\nComments: {}\n", paper.comments);
  if (!result.hit.also_as.empty()) fmt::print("\nAlso as: {}\n", other_ids_of(result.hit));
  for (const auto& link : schema::links_of(paper)) fmt::print("{}: {}\n", link.rel, link.url);
}

void print(const schema::SuggestResult& result, const Style& style) {
  for (const auto& suggestion : result.suggestions) {
    const auto kind = schema::kSuggestionKinds[static_cast<std::size_t>(suggestion.kind)].one;
    std::string facts = suggestion.id;
    if (suggestion.year) facts += fmt::format("  {}", *suggestion.year);
    if (suggestion.papers) facts += fmt::format("{}{} {}", facts.empty() ? "" : "  ", *suggestion.papers, *suggestion.papers == 1 ? "paper" : "papers");
    fmt::print("{:<9} {}  {}{}\n", kind, style.bold(printable(suggestion.text)), style.dim(printable(facts)), suggestion.corrected ? "  (not as typed)" : "");
  }
}

void print(const schema::AuthorSearchResult& result, const Style& style) {
  fmt::print("{} {}\n", result.total.value, result.total.value == 1 ? "author" : "authors");
  for (const auto& hit : result.hits) {
    std::string years;
    if (hit.first_year) years = fmt::format("  {}-{}", *hit.first_year, *hit.last_year);
    fmt::print("  {}  {}  {} papers{}  {}\n", hit.author.id, style.bold(hit.author.name), hit.papers, years, hit.primary_category);
  }
}

void print(const schema::AuthorProfile& profile, const Style& style) {
  fmt::print("{}  {}\n", style.bold(profile.name), style.dim(profile.id));
  if (!profile.primary_category.empty()) fmt::print("{}\n", profile.primary_category);
  for (const auto& variant : profile.name_variants) fmt::print("  also {}\n", variant);
  for (const auto& id : profile.ids) fmt::print("  {}\n", id);
  for (const auto& candidate : profile.candidates) fmt::print("may be the same as {}  {}\n", candidate.name, style.dim(candidate.id));
  fmt::print("\nstatistics\n");
  // What is missing for one reason is told in one line.
  std::vector<std::pair<std::string, std::string>> missing;
  for (const auto& metric : profile.statistics) {
    if (metric.known()) {
      print_metric(metric, style);
      continue;
    }
    const auto known = std::find_if(missing.begin(), missing.end(), [&](const auto& one) { return one.first == metric.reason; });
    if (known == missing.end()) {
      missing.emplace_back(metric.reason, metric.name);
    } else {
      known->second += ", " + metric.name;
    }
  }
  for (const auto& [reason, names] : missing) fmt::print("  {}: not available, {}\n", names, reason);
  for (const auto* metric : {&profile.citations_by_year, &profile.novelty, &profile.rank_score, &profile.ai_score}) print_metric(*metric, style);
  if (!profile.imported.empty()) fmt::print("\nimported\n");
  for (const auto& metric : profile.imported) print_metric(metric, style);
  for (const auto& broken : profile.inconsistent) {
    fmt::print("  {}: the figures of {} break the bound {}\n", style.bold("inconsistent"), broken.source, broken.bound);
  }
  if (!profile.coauthors.empty()) fmt::print("\n{} coauthors\n", profile.coauthor_count);
  for (std::size_t i = 0; i < profile.coauthors.size() && i < 10; ++i) {
    fmt::print("  {:>4}  {}  {}\n", profile.coauthors[i].papers, profile.coauthors[i].author.name, style.dim(profile.coauthors[i].author.id));
  }
  if (profile.coauthors.size() > 10) fmt::print("        and {} more (--json shows them)\n", profile.coauthor_count - 10);
  std::string terms;
  for (const auto& term : profile.terms) terms += (terms.empty() ? "" : ", ") + term.term;
  if (!terms.empty()) fmt::print("\nwrites about: {}\n", terms);
}

void print(const schema::IndexInfo& info) {
  fmt::print("revision     {}\ngeneration   {}\npapers       {}\nauthors      {}\nsegments     {}\nas of        {}\n", info.revision,
             info.generation, info.papers, info.authors, info.segments, info.as_of ? info.as_of->iso() : "no date");
  if (info.snapshot) {
    fmt::print("snapshot     {}  {} papers, {} with novelty, {} with rank score, of revision {}\n", info.snapshot->as_of.iso(), info.snapshot->papers,
               info.snapshot->with_novelty, info.snapshot->with_rank, info.snapshot->revision);
  } else {
    fmt::print("snapshot     none: no paper had a date\n");
  }
  fmt::print("analysis     {}\nbuilt        {} by {}\n", info.fingerprint, info.built_at, info.program);
  for (const auto& input : info.inputs) {
    fmt::print("input        {}  {}  {} bytes  {}  {} accepted, {} rejected\n", input.name, input.format, input.bytes, input.hash,
               input.accepted, input.rejected);
  }
  if (info.updates > 0) fmt::print("updates      {} since it was built\n", info.updates);
  for (const auto& [code, count] : info.rejected) fmt::print("rejected     {} x {}\n", count, code);
  if (info.superseded > 0) fmt::print("superseded   {} older records of the same papers\n", info.superseded);
  for (const auto& [what, count] : info.merged) fmt::print("merged       {} records with another source's, by {}\n", count, what);
  if (info.suppressed > 0) fmt::print("suppressed   {} records of ids in suppress.txt\n", info.suppressed);
  for (const auto& [what, count] : info.warnings) fmt::print("warning      {} x {}\n", count, printable(what));
  for (const auto& row : info.unmatched) fmt::print("unmatched    {} line {}: {} ({})\n", row.input, row.line, printable(row.subject), row.reason);
}

}  // namespace incipit::cli

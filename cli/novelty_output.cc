// `incipit paper ID --explain novelty`: why a paper has its figures, line by line.
#include <fmt/format.h>

#include "cli/text_output.h"

namespace incipit::cli {
namespace {

std::string as_of(const schema::Metric& metric) { return metric.as_of ? ", " + metric.as_of->iso() : ""; }

void print(const schema::NoveltyParts& parts, const Style& style) {
  fmt::print("  raw {:.2f}: the mean of two percentiles in the same cell\n", parts.raw);
  fmt::print("  new terms: {}, percentile {:.2f}\n", parts.new_terms, parts.new_terms_percentile);
  for (const auto& [term, reuse] : parts.most_reused) {
    fmt::print("    {}  {}\n", style.bold(printable(term)), style.dim(fmt::format("used by {} later {}", reuse, reuse == 1 ? "paper" : "papers")));
  }
  const auto more = parts.new_terms - static_cast<std::int64_t>(parts.most_reused.size());
  if (more > 0) fmt::print("    and {} more\n", more);
  fmt::print("  distance: {:.4f}, percentile {:.2f}; compared with {} earlier {}\n", parts.distance, parts.distance_percentile, parts.compared,
             parts.compared == 1 ? "paper" : "papers");
  for (const auto& paper : parts.nearest) {
    fmt::print("    {:.4f}  {}  {}\n", paper.similarity, printable(paper.id), paper.title.empty() ? style.dim("(no title)") : printable(paper.title));
  }
}

void print(const schema::RankParts& rank) {
  for (const auto& [name, weight, value] : rank.parts) {
    const std::string shown = value ? fmt::format("{:.2f}", *value) : "missing";
    fmt::print("  weight {:.2f}  {:<10} {}\n", weight, name, shown);
  }
  if (rank.citations && rank.cell_papers) {
    fmt::print("  {} citations, per year of age among {} papers of {}\n", *rank.citations, *rank.cell_papers, printable(rank.cell));
  }
  if (rank.age_days) fmt::print("  age: {} days\n", *rank.age_days);
}

}  // namespace

void print(const schema::NoveltyResult& result, const Style& style) {
  fmt::print("{}\n{}\n\n", style.bold(result.title.empty() ? "(no title)" : printable(result.title)), style.dim(printable(result.id)));
  const auto& novelty = result.novelty;
  if (novelty.known()) {
    fmt::print("novelty: {}{}\n", printable(schema::percentile_in_words(novelty)), style.dim("  " + novelty.formula + as_of(novelty)));
    if (novelty.provisional) fmt::print("  provisional: the paper is younger than a year, and later ones may still use its terms\n");
  } else {
    fmt::print("novelty: not available: {}\n", novelty.reason);
  }
  if (result.receipt) print(*result.receipt, style);
  const auto& score = result.rank_score;
  if (score.known()) {
    fmt::print("\nrank score: {:.2f}{}\n", *score.value, style.dim("  " + score.formula + as_of(score)));
  } else {
    fmt::print("\nrank score: not available: {}\n", score.reason);
  }
  if (result.rank) print(*result.rank);
}

}  // namespace incipit::cli

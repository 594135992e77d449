#include <fmt/format.h>

#include "cli/text_output.h"

namespace incipit::cli {
namespace {

std::string observed_of(const schema::WeighedEvidence& weight) {
  if (weight.kind == "prior") return "where every comparison of such names begins";
  if (!weight.observed) return "the papers do not say";
  const double value = *weight.observed;
  if (weight.kind == "name") return value == 0 ? "the same name" : "another spelling";
  if (weight.kind == "coauthors") return fmt::format("{:.1f} coauthors in common", value);
  if (weight.kind == "years") return fmt::format("{:.0f} years between the papers", value);
  if (weight.kind == "field") return fmt::format("{:.0f} % of the categories, or the venue, in common", 100 * value);
  return fmt::format("cosine of the words {:.2f}", value);
}

std::string reason_of(const schema::IdentityEvidence& evidence) {
  if (evidence.rule == "evidence") return "by the evidence";
  if (evidence.rule == "same_id") return "the id " + printable(evidence.id) + " in common";
  if (evidence.rule == "different_ids") return "different ids: " + printable(evidence.id) + " and " + printable(evidence.other_id);
  if (evidence.rule == "same_paper") return "both wrote the same paper";
  if (evidence.rule == "names") return "the names are not those of one person";
  if (evidence.rule == "correction") return "corrected by hand";
  return "both are one with other authorships of the author";
}

void print(const schema::IdentityEvidence& evidence, const Style& style) {
  fmt::print("  {}: {}\n", style.bold(evidence.one_person ? "one person" : "two people"), reason_of(evidence));
  for (const auto& weight : evidence.weights) {
    fmt::print("    {:<8} {:<12} {:>+6.2f}   {}\n", weight.weight > 0 ? "for" : "against", weight.kind, weight.weight, style.dim(observed_of(weight)));
  }
  if (!evidence.weights.empty()) fmt::print("    {:<8} {:<12} {:>+6.2f}   {}\n", "sum", "", evidence.sum, style.dim("0 or more speaks for one person"));
}

void print(const schema::ComparedPeople::Side& side, const Style& style) {
  fmt::print("{}  {}", style.bold(printable(side.author.name)), style.dim(side.author.id));
  if (side.place) fmt::print("  {}", printable(schema::to_string(*side.place)));
  fmt::print("\n");
}

}  // namespace

void print(const schema::AuthorEvidence& answer, const Style& style) {
  if (const auto& compared = answer.compared) {
    print(compared->one, style);
    print(compared->other, style);
    print(compared->evidence, style);
    fmt::print("  {}\n", compared->same_author ? "In the index they are one author." : "In the index they are two authors.");
    return;
  }
  fmt::print("{}  {}\n{} authorships, confidence {:.2f}{}\n", style.bold(printable(answer.author.name)), style.dim(answer.author.id), answer.total,
             answer.confidence, answer.corrected ? ", corrected by hand" : "");
  for (const auto& authorship : answer.authorships) {
    fmt::print("\n{}  {}\n", printable(schema::to_string(authorship.place)), printable(authorship.name));
    if (authorship.with_others) print(*authorship.with_others, style);
  }
  const auto shown = static_cast<std::int64_t>(answer.authorships.size());
  if (shown < answer.total) fmt::print("\nand {} more authorships\n", answer.total - shown);
  for (const auto& candidate : answer.candidates) {
    fmt::print("\nmay be the same: {}  {}\n", style.bold(printable(candidate.author.name)), style.dim(candidate.author.id));
    print(candidate.evidence, style);
  }
}

}  // namespace incipit::cli

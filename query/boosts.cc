#include "query/boosts.h"

#include <algorithm>
#include <string>

#include "schema/fields.h"

namespace incipit::query {

using schema::Boost;
using schema::ErrorCode;
using schema::kBoostShares;
using schema::Result;

namespace {

constexpr std::int64_t kSecondsADay = 86'400;
constexpr std::int64_t kHalfDays = 1826;
constexpr std::int64_t kHalfCitations = 30;
constexpr std::int64_t kMostOfScore = 4;  // a quarter
constexpr std::int64_t kHundredthsOfAll = 10'000;

std::int64_t part(std::int64_t score, std::int64_t share) { return score * share / (kBoostShares * kMostOfScore); }

std::string_view name_of(Boost boost) {
  for (const auto& row : schema::kBoosts) {
    if (row.boost == boost) return row.name;
  }
  return "";
}

bool no_paper_has(schema::Fact fact, const std::vector<SegmentView>& segments) {
  return document_frequency(segments, schema::Field::has, schema::name_of(fact)) == 0;
}

}  // namespace

Result<Boosts> Boosts::choose(const schema::SearchRequest& request, schema::Sort sort, const std::vector<SegmentView>& segments,
                              const schema::IndexInfo& info, const Deadline& deadline) {
  const auto& clock = info.as_of;
  const auto& snapshot = info.snapshot;
  deadline.check();
  if (!request.boosts.empty() && sort.key != schema::SortKey::relevance) {
    return schema::fail_at(ErrorCode::invalid_parameter, "boost", "a boost counts in the order by relevance alone; this list has another");
  }
  const auto missing = [](const char* reason) { return schema::fail_at(ErrorCode::not_available, "boost", reason); };
  for (const Boost boost : request.boosts) {
    if (boost == Boost::novelty && (!snapshot || snapshot->with_novelty == 0)) return missing("no paper of this index has a novelty");
    if (boost == Boost::rank && (!snapshot || snapshot->with_rank == 0)) return missing("no paper of this index has a rank score");
    if (boost == Boost::citations && no_paper_has(schema::Fact::citations, segments)) return missing("no paper of this index has a citation count");
    if (boost == Boost::recency && (!clock || no_paper_has(schema::Fact::date, segments))) return missing("no paper of this index has a date");
  }
  const auto& as_of = request.filters.as_of;
  return Boosts(segments, request.boosts, as_of ? as_of->last_instant() : clock ? clock->instant : 0);
}

std::optional<std::int64_t> Boosts::share(Boost boost, std::uint32_t segment, std::size_t row) const {
  if (boost == Boost::novelty || boost == Boost::rank) {
    const auto figure = boost == Boost::novelty ? (*segments_)[segment].novelty(row) : (*segments_)[segment].rank_score(row);
    return figure ? std::optional(kBoostShares * *figure / kHundredthsOfAll) : std::nullopt;
  }
  const auto& columns = *(*segments_)[segment].columns;
  if (boost == Boost::citations) {
    const std::int64_t count = columns.citations[row];
    if (count == storage::kNoCitations) return {};
    return kBoostShares * count / (count + kHalfCitations);
  }
  const std::int64_t published = columns.published[row];
  if (published == storage::kNoInstant) return {};
  const std::int64_t days = std::max<std::int64_t>(0, now_ - published) / kSecondsADay;
  return kBoostShares * kHalfDays / (days + kHalfDays);
}

std::int64_t Boosts::added(std::uint32_t segment, Xapian::docid docid, std::int64_t score) const {
  std::int64_t sum = 0;
  for (const Boost boost : boosts_) sum += part(score, share(boost, segment, docid - 1).value_or(0));
  return sum;
}

std::vector<schema::BoostExplanation> Boosts::explain(const Found& found, std::int64_t score) const {
  std::vector<schema::BoostExplanation> parts;
  for (const Boost boost : boosts_) {
    const auto own = share(boost, found.segment, found.row());
    parts.push_back({boost, own, part(score, own.value_or(0))});
  }
  return parts;
}

schema::QueryNote Boosts::note() const {
  std::string names;
  for (std::size_t i = 0; i < boosts_.size(); ++i) names += (i == 0 ? "" : " and ") + std::string(name_of(boosts_[i]));
  return {"boosted", "ranked by " + names + " too, which adds to a paper's score at most a quarter of it" + (boosts_.size() > 1 ? " each" : ""),
          std::nullopt, std::nullopt};
}

}  // namespace incipit::query

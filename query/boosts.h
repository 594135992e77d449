// What a request lets count beside the text (SearchRequest::boosts): how new a paper is and how often it was cited. None is on by
// itself, and the clock of the index (or the request's as_of) is "now".
//
// A boost adds to the score by the text a share of at most a quarter of it:
//
//   share = floor(256 * s), part = floor(score * share / 1024)
//   recency    s = h / (h + days since publication), h = 1826: a paper of five years has half of it; one after the clock, all
//   citations  s = c / (c + h), c the citations, h = 30: a paper with thirty has half of it
//   novelty    s = the percentile / 100
//   rank       s = the rank score / 100
//
// The first two saturate (s / (k + s) of Craswell, Robertson, Zaragoza and Taylor, "Relevance weighting for query independent evidence",
// SIGIR 2005; the reciprocal of an age is the usual date boost of Solr). It multiplies, where those add, since scores by the text have no
// common scale over queries: so a boost alone never puts a paper before one whose text scores more than 5/4 of its own, two never
// before one of 3/2. Half-lives and the quarter are choices and not fitted to judgements. A paper without a date or a count gets no
// part: what is missing is not zero and not average.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "query/deadline.h"
#include "query/ordering.h"
#include "query/segment_view.h"
#include "schema/error.h"
#include "schema/index_info.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

// Threads: immutable; the segments are borrowed.
class Boosts {
 public:
  // Of a request that is answered in this order, by an index of this description. Errors: not_available for a boost without data;
  // invalid_parameter where the order is not by relevance. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] static schema::Result<Boosts> choose(const schema::SearchRequest& request, schema::Sort sort, const std::vector<SegmentView>& segments,
                                                     const schema::IndexInfo& info, const Deadline& deadline);

  [[nodiscard]] bool empty() const { return boosts_.empty(); }
  // What all of them add to a score by the text.
  [[nodiscard]] std::int64_t added(std::uint32_t segment, Xapian::docid docid, std::int64_t score) const;
  // The same, each alone.
  [[nodiscard]] std::vector<schema::BoostExplanation> explain(const Found& found, std::int64_t score) const;
  [[nodiscard]] schema::QueryNote note() const;

 private:
  Boosts(const std::vector<SegmentView>& segments, std::vector<schema::Boost> boosts, std::int64_t now)
      : segments_(&segments), boosts_(std::move(boosts)), now_(now) {}

  // Nullopt: the paper lacks what it is made of.
  [[nodiscard]] std::optional<std::int64_t> share(schema::Boost boost, std::uint32_t segment, std::size_t row) const;

  const std::vector<SegmentView>* segments_;
  std::vector<schema::Boost> boosts_;
  std::int64_t now_;  // seconds
};

}  // namespace incipit::query

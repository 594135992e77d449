// Which papers cite which. An edge is known from the paper that cites, by a reference, or from the paper that is cited, whose record
// names papers that cite it (schema::CitingPaper). Both are terms of the index (fields `reference` and `citing`), so the edges of a
// paper are posting lists: they hold after every change, and there is no graph to keep.
//
// An identifier means every paper that has it. Of what is said twice each paper counts once, and none cites itself.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "query/evaluator.h"
#include "query/hit_builder.h"
#include "query/segment_view.h"
#include "schema/error.h"

namespace incipit::query {

// Papers on the other side of a paper's edges.
struct Neighbours {
  PaperSets papers;
  std::vector<std::string> outside;  // ids of those that the index does not have, as given, in order; each paper once
};

// One citation of a paper.
struct Citation {
  std::optional<Found> citing;  // nullopt: the index does not have it
  std::optional<int> year;      // of the date given, else of the paper that cites
};

class CitationGraph {
 public:
  // Throws as the members do.
  CitationGraph(const std::vector<SegmentView>& segments, const HitBuilder& hits, const Deadline& deadline);

  // All of these: error index_damaged; throw Xapian::Error, DeadlineExceeded.

  // Papers that cite one.
  [[nodiscard]] schema::Result<Neighbours> citing(const Found& paper) const;
  // Papers that one cites.
  [[nodiscard]] schema::Result<Neighbours> cited(const Found& paper) const;
  // Every citation of a paper, those of papers outside of the index too. Reads its record only where that names papers that cite it.
  [[nodiscard]] schema::Result<std::vector<Citation>> citations(const Found& paper) const;

 private:
  // What a record says of a paper that cites.
  struct Named {
    std::string id;                    // the smallest spelling
    std::optional<schema::Date> date;  // the earliest of all sources
  };
  using NamedByKey = std::map<std::string, Named>;

  [[nodiscard]] std::vector<std::string> keys_of(const Found& paper) const;
  [[nodiscard]] schema::Result<NamedByKey> named(const Found& paper, const std::vector<std::string>& own) const;
  [[nodiscard]] PaperSets nothing() const { return PaperSets(segments_.size()); }
  // Adds the papers that have one of the keys in a field; says whether there are any.
  bool add_papers(schema::Field field, const std::string& key, PaperSets& papers) const;
  // The same for the papers that a key means.
  bool add_meant(const std::string& key, PaperSets& papers) const;

  const std::vector<SegmentView>& segments_;
  const HitBuilder& hits_;
  const Deadline& deadline_;
  // By segment: papers whose records name papers that cite them, and whether there are any edges of either kind.
  std::vector<std::shared_ptr<const Postings>> naming_;
  std::vector<bool> has_references_, has_citing_;
};

}  // namespace incipit::query

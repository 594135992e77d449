// Why authorships are, or are not, of one person: the decisions of the identity room made again, in the same blocks, with all that stood
// in them.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "identity/explain.h"
#include "query/author_search.h"
#include "query/hit_builder.h"
#include "query/segment_view.h"
#include "schema/error.h"
#include "schema/identity_evidence.h"

namespace incipit::query {

class EvidenceReader {
 public:
  EvidenceReader(const storage::Generation& generation, const std::vector<SegmentView>& segments, const AuthorSearch& authors, const HitBuilder& hits,
                 const Deadline& deadline);

  // Of an author: an id, ours or external, a name that one author bears, or one of the author's authorships (schema::AuthorshipPlace).
  // `other`, named in the same ways, is compared where it is not empty. Errors: author_not_found; limit_exceeded where more bear such
  // names than limits::kEvidenceBlock; index_damaged. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] schema::Result<schema::AuthorEvidence> of(std::string_view one, std::string_view other);

 private:
  struct Subject {
    std::uint32_t ordinal = 0;
    std::optional<schema::AuthorshipPlace> place;
  };
  using Mentions = std::vector<std::uint32_t>;  // indices into mentions_

  [[nodiscard]] schema::Result<Subject> subject(std::string_view text) const;
  // Reads the papers of an author, once.
  [[nodiscard]] schema::Result<void> load(std::uint32_t ordinal);
  [[nodiscard]] schema::Result<void> load_block(const std::string& key);
  // The block in which names of both stand; empty: they are not compatible.
  [[nodiscard]] std::string common_block(const Mentions& one, const Mentions& other) const;
  void form_blocks();
  [[nodiscard]] Mentions mentions_of(const Subject& subject) const;
  [[nodiscard]] schema::IdentityEvidence explain(const Mentions& one, const Mentions& other) const;
  [[nodiscard]] schema::IdentityEvidence within(std::uint32_t mention, const Mentions& others, bool corrected) const;
  [[nodiscard]] schema::AuthorRef reference(std::uint32_t ordinal) const;

  struct View {
    const identity::Block* block = nullptr;
    std::map<std::uint32_t, std::uint32_t> members;  // by mention
    std::unique_ptr<identity::BlockView> view;
  };

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  const AuthorSearch& authors_;
  const HitBuilder& hits_;
  const Deadline& deadline_;
  identity::Ids ids_;
  std::vector<identity::PaperEvidence> papers_;
  std::vector<identity::Mention> mentions_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> paper_of_;  // by segment and docid
  std::vector<std::vector<std::string>> keys_;                                 // of each mention, its home first
  std::map<std::uint32_t, Mentions> of_author_;                                // by ordinal, by (paper id, position)
  std::set<std::string> loaded_blocks_;
  std::vector<identity::Block> blocks_;
  std::map<std::string, View, std::less<>> views_;
};

}  // namespace incipit::query

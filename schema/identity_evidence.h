// Why authorships are, or are not, of one person, as answered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/authorship_place.h"
#include "schema/result.h"

namespace incipit::schema {

struct WeighedEvidence {
  std::string kind;                // "name", "coauthors", "text", "affiliation", "field", "years"; "prior": where all begin
  double weight = 0;               // nats; above 0 speaks for one person
  std::optional<double> observed;  // what was seen; nullopt: the papers do not say, and of the prior
};

// Of two authorships, or groups of them.
struct IdentityEvidence {
  // What decides: "evidence" its sum, "same_id", "different_ids", "same_paper", "names" that are not compatible; where they are one by
  // something else: "other_authorships" by which both are joined, "correction" by hand.
  std::string rule;
  bool one_person = false;
  std::string id, other_id;  // that decide
  double sum = 0;            // of the weights; 0 or more speaks for one person
  std::vector<WeighedEvidence> weights;  // the weightiest first
};

struct AuthorshipEvidence {
  AuthorshipPlace place;
  std::string name;  // as on the paper, unless it is not to be shown
  std::optional<IdentityEvidence> with_others;  // of the same author; nullopt where it is the only one
};

struct CandidateEvidence {
  AuthorRef author;
  IdentityEvidence evidence;
};

// Two that were asked for: authors, or authorships.
struct ComparedPeople {
  struct Side {
    AuthorRef author;
    std::optional<AuthorshipPlace> place;  // where an authorship was asked for
  };
  Side one, other;
  bool same_author = false;  // the index has them as one
  IdentityEvidence evidence;
};

struct AuthorEvidence {
  IndexIdentity index;
  AuthorRef author;
  double confidence = 1;
  bool corrected = false;  // by hand
  std::int64_t total = 0;  // authorships
  std::vector<AuthorshipEvidence> authorships;  // by paper id, at most limits::kEvidenceAuthorships
  std::vector<CandidateEvidence> candidates;
  std::optional<ComparedPeople> compared;
};

}  // namespace incipit::schema

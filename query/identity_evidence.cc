#include "query/identity_evidence.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/analyser.h"
#include "query/paper_lookup.h"
#include "schema/limits.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::IdentityEvidence;
using schema::Result;

namespace {

constexpr std::array<std::string_view, 5> kRuleNames{"evidence", "same_id", "different_ids", "same_paper", "names"};

IdentityEvidence answered(const identity::Explanation& explanation) {
  IdentityEvidence evidence;
  evidence.rule = kRuleNames[static_cast<std::size_t>(explanation.rule)];
  evidence.one_person = explanation.one_person;
  evidence.id = explanation.id;
  evidence.other_id = explanation.other_id;
  evidence.sum = explanation.sum;
  for (const auto& one : explanation.evidence) {
    const auto observed = one.observed < 0 ? std::nullopt : std::optional<double>(one.observed);
    evidence.weights.push_back({std::string(identity::kKindNames[static_cast<std::size_t>(one.kind)]), one.weight, observed});
  }
  return evidence;
}

IdentityEvidence by_rule(std::string rule, bool one_person) {
  IdentityEvidence evidence;
  evidence.rule = std::move(rule);
  evidence.one_person = one_person;
  return evidence;
}

}  // namespace

EvidenceReader::EvidenceReader(const storage::Generation& generation, const std::vector<SegmentView>& segments, const AuthorSearch& authors,
                               const HitBuilder& hits, const Deadline& deadline)
    : generation_(generation),
      segments_(segments),
      authors_(authors),
      hits_(hits),
      deadline_(deadline),
      ids_(generation.manifest().info.author_ids_ignored ? identity::Ids::ignore : identity::Ids::decide) {}

Result<EvidenceReader::Subject> EvidenceReader::subject(std::string_view text) const {
  if (const auto place = schema::authorship_place(text)) {
    const auto paper = locate(segments_, place->paper, deadline_);
    if (paper && id_of(segments_, *paper) == place->paper) {
      const auto ordinals = segments_[paper->segment].columns->authors[paper->row()];
      if (place->position < ordinals.size()) return Subject{ordinals[place->position], *place};
    }
  }
  const auto by_id = authors_.resolve(text, deadline_);
  if (by_id) return Subject{*by_id, std::nullopt};
  const auto named = authors_.named(text, 2, deadline_);
  if (named.size() == 1) return Subject{named.front(), std::nullopt};
  if (named.empty()) return tl::make_unexpected(by_id.error());
  return schema::fail_at(ErrorCode::author_not_found, "author",
                         "more than one author bears the name '" + std::string(text.substr(0, 80)) + "': name one by its id");
}

Result<void> EvidenceReader::load(std::uint32_t ordinal) {
  const auto [own, fresh] = of_author_.try_emplace(ordinal);
  if (!fresh) return {};
  const identity::EvidenceReader reader;
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    for (const std::uint32_t docid : segments_[s].papers_with(schema::Field::author_id, generation_.authors().id(ordinal), deadline_)) {
      deadline_.check();
      const auto record = hits_.stored_record({s, docid, std::nullopt});
      if (!record) return tl::make_unexpected(record.error());
      const auto [paper, unread] = paper_of_.emplace(std::pair(s, docid), static_cast<std::uint32_t>(papers_.size()));
      if (unread) papers_.push_back(reader.paper(*record));
      const auto ordinals = segments_[s].columns->authors[docid - 1];
      for (std::uint32_t position = 0; position < std::min(ordinals.size(), record->authors.size()); ++position) {
        if (ordinals[position] != ordinal) continue;
        own->second.push_back(static_cast<std::uint32_t>(mentions_.size()));
        mentions_.push_back(reader.mention(*record, position, paper->second));
        keys_.push_back(identity::block_keys(identity::read_name(mentions_.back().name)));
      }
    }
  }
  const auto rank = [&](std::uint32_t mention) { return std::pair(std::string_view(papers_[mentions_[mention].paper].id), mentions_[mention].position); };
  std::sort(own->second.begin(), own->second.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  return {};
}

Result<void> EvidenceReader::load_block(const std::string& key) {
  if (key.empty() || !loaded_blocks_.insert(key).second) return {};
  const auto ordinals = authors_.in_block(key, deadline_);
  std::int64_t papers = 0;
  for (const std::uint32_t ordinal : ordinals) papers += generation_.authors().papers(ordinal);
  if (papers > schema::limits::kEvidenceBlock.value) {
    return schema::fail_at(ErrorCode::limit_exceeded, "author",
                           std::to_string(papers) + " papers are by people of such names, more than evidence_block allows, which is " +
                               std::to_string(schema::limits::kEvidenceBlock.value));
  }
  for (const std::uint32_t ordinal : ordinals) {
    if (auto loaded = load(ordinal); !loaded) return loaded;
  }
  return {};
}

std::string EvidenceReader::common_block(const Mentions& one, const Mentions& other) const {
  std::set<std::string_view> theirs;
  for (const std::uint32_t mention : other) theirs.insert(keys_[mention].begin(), keys_[mention].end());
  for (const std::uint32_t mention : one) {
    for (const auto& key : keys_[mention]) {
      if (theirs.contains(key)) return key;
    }
  }
  return {};
}

void EvidenceReader::form_blocks() {
  blocks_ = identity::blocks_of(mentions_);
  for (const auto& block : blocks_) {
    if (!loaded_blocks_.contains(block.key)) continue;
    View& view = views_[block.key];
    view.block = &block;
    for (std::uint32_t member = 0; member < block.members.size(); ++member) view.members.emplace(block.members[member].mention, member);
    view.view = std::make_unique<identity::BlockView>(block, mentions_, papers_);
  }
}

EvidenceReader::Mentions EvidenceReader::mentions_of(const Subject& subject) const {
  const Mentions& all = of_author_.at(subject.ordinal);
  if (!subject.place) return all;
  Mentions one;
  for (const std::uint32_t mention : all) {
    if (papers_[mentions_[mention].paper].id == subject.place->paper && mentions_[mention].position == subject.place->position) one.push_back(mention);
  }
  return one;
}

IdentityEvidence EvidenceReader::explain(const Mentions& one, const Mentions& other) const {
  const auto view = views_.find(common_block(one, other));
  if (view == views_.end()) return by_rule("names", false);
  const auto members_of = [&](const Mentions& mentions) {
    std::vector<std::uint32_t> members;
    for (const std::uint32_t mention : mentions) {
      if (const auto member = view->second.members.find(mention); member != view->second.members.end()) members.push_back(member->second);
    }
    return members;
  };
  const auto ours = members_of(one), theirs = members_of(other);
  if (ours.empty() || theirs.empty()) return by_rule("names", false);
  return answered(identity::explain(*view->second.view, ours, theirs, ids_));
}

// Of an authorship with the others of the same author: they are one, whatever the two groups alone say.
IdentityEvidence EvidenceReader::within(std::uint32_t mention, const Mentions& others, bool corrected) const {
  IdentityEvidence evidence = explain({mention}, others);
  if (evidence.one_person) return evidence;
  evidence.rule = corrected ? "correction" : "other_authorships";
  evidence.one_person = true;
  if (corrected || ids_ == identity::Ids::ignore) return evidence;
  const auto& own = mentions_[mention].ids;
  for (const std::uint32_t other : others) {  // across blocks
    for (const auto& id : mentions_[other].ids) {
      if (std::find(own.begin(), own.end(), id) == own.end()) continue;
      evidence.rule = "same_id";
      evidence.id = id;
      return evidence;
    }
  }
  return evidence;
}

schema::AuthorRef EvidenceReader::reference(std::uint32_t ordinal) const {
  return {std::string(generation_.authors().name(ordinal)), std::string(generation_.authors().id(ordinal))};
}

Result<schema::AuthorEvidence> EvidenceReader::of(std::string_view one, std::string_view other) {
  const auto subject_one = subject(one);
  if (!subject_one) return tl::make_unexpected(subject_one.error());
  std::optional<Subject> subject_other;
  if (!other.empty()) {
    auto found = subject(other);
    if (!found) return tl::make_unexpected(found.error());
    subject_other = std::move(*found);
  }
  const std::uint32_t ordinal = subject_one->ordinal;
  const auto entity = generation_.authors().entity(ordinal);
  if (!entity) return tl::make_unexpected(entity.error());
  std::vector<std::uint32_t> candidates;
  for (const auto& id : entity->candidates) {
    if (const auto candidate = generation_.authors().find(id)) candidates.push_back(*candidate);
  }

  // Everybody in question, then the blocks in which they are compared.
  std::vector<std::uint32_t> all{ordinal};
  all.insert(all.end(), candidates.begin(), candidates.end());
  if (subject_other) all.push_back(subject_other->ordinal);
  for (const std::uint32_t each : all) {
    if (auto loaded = load(each); !loaded) return tl::make_unexpected(loaded.error());
  }
  const Mentions own = of_author_.at(ordinal);
  const auto shown = std::min(own.size(), static_cast<std::size_t>(schema::limits::kEvidenceAuthorships.value));
  const auto others_of = [&](std::uint32_t mention) {
    Mentions others = own;
    std::erase(others, mention);
    return others;
  };
  std::set<std::string> keys;
  for (std::size_t i = 0; i < shown && own.size() > 1; ++i) keys.insert(common_block({own[i]}, others_of(own[i])));
  for (const std::uint32_t candidate : candidates) keys.insert(common_block(own, of_author_.at(candidate)));
  if (subject_other) keys.insert(common_block(mentions_of(*subject_one), mentions_of(*subject_other)));
  for (const auto& key : keys) {
    if (auto loaded = load_block(key); !loaded) return tl::make_unexpected(loaded.error());
  }
  form_blocks();

  schema::AuthorEvidence answer;
  answer.author = reference(ordinal);
  answer.confidence = entity->confidence;
  answer.corrected = entity->corrected;
  answer.total = static_cast<std::int64_t>(own.size());
  for (std::size_t i = 0; i < shown; ++i) {
    deadline_.check();
    const identity::Mention& mention = mentions_[own[i]];
    auto& authorship = answer.authorships.emplace_back();
    authorship.place = {papers_[mention.paper].id, mention.position};
    authorship.name = entity->is_private(mention.name) ? std::string(entity->name()) : mention.name;
    if (own.size() > 1) authorship.with_others = within(own[i], others_of(own[i]), entity->corrected);
  }
  for (const std::uint32_t candidate : candidates) answer.candidates.push_back({reference(candidate), explain(own, of_author_.at(candidate))});
  if (subject_other) {
    const bool same = subject_other->ordinal == ordinal;
    answer.compared = schema::ComparedPeople{{reference(ordinal), subject_one->place}, {reference(subject_other->ordinal), subject_other->place}, same,
                                             explain(mentions_of(*subject_one), mentions_of(*subject_other))};
  }
  return answer;
}

}  // namespace incipit::query

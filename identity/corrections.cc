#include "identity/corrections.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace incipit::identity {
namespace {

class Corrector {
 public:
  Corrector(std::vector<Person> people, std::span<const Mention> mentions, std::span<const PaperEvidence> papers)
      : people_(std::move(people)), mentions_(mentions), papers_(papers), became_(people_.size()) {
    std::iota(became_.begin(), became_.end(), 0U);
    for (std::uint32_t person = 0; person < people_.size(); ++person) {
      for (const std::uint32_t mention : people_[person].mentions) person_of_.emplace(mention, person);
    }
  }

  void apply(const Correction& correction) {
    if (correction.mentions.empty()) return;
    correction.kind == CorrectionKind::together ? join(correction.mentions) : take_apart(correction.mentions);
  }

  std::vector<Person> take() {
    std::vector<std::uint32_t> order;
    for (std::uint32_t person = 0; person < people_.size(); ++person) {
      auto& mentions = people_[person].mentions;
      if (mentions.empty()) continue;
      std::sort(mentions.begin(), mentions.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
      order.push_back(person);
    }
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return rank(people_[a].mentions[0]) < rank(people_[b].mentions[0]); });
    std::vector<std::optional<std::uint32_t>> place(people_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    std::vector<Person> result;
    for (const std::uint32_t person : order) {
      Person& next = result.emplace_back(std::move(people_[person]));
      std::vector<std::uint32_t> candidates;
      for (const std::uint32_t candidate : next.candidates) {
        const auto now = place[root(candidate)];
        if (now && *now != result.size() - 1) candidates.push_back(*now);
      }
      std::sort(candidates.begin(), candidates.end());
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      next.candidates = std::move(candidates);
    }
    return result;
  }

 private:
  [[nodiscard]] std::pair<std::string_view, std::uint32_t> rank(std::uint32_t mention) const {
    return {papers_[mentions_[mention].paper].id, mentions_[mention].position};
  }
  // Whom a person became part of.
  [[nodiscard]] std::uint32_t root(std::uint32_t person) const {
    while (became_[person] != person) person = became_[person];
    return person;
  }

  void join(const std::vector<std::uint32_t>& mentions) {
    const std::uint32_t into = person_of_.at(mentions.front());
    people_[into].confidence = 1;
    for (const std::uint32_t mention : mentions) {
      const std::uint32_t from = person_of_.at(mention);
      if (from == into) continue;
      for (const std::uint32_t moved : people_[from].mentions) person_of_[moved] = into;
      std::move(people_[from].mentions.begin(), people_[from].mentions.end(), std::back_inserter(people_[into].mentions));
      std::move(people_[from].candidates.begin(), people_[from].candidates.end(), std::back_inserter(people_[into].candidates));
      people_[from] = {};
      became_[from] = into;
    }
  }

  void take_apart(const std::vector<std::uint32_t>& mentions) {
    const auto own = static_cast<std::uint32_t>(people_.size());
    people_.emplace_back();
    became_.push_back(own);
    for (const std::uint32_t mention : mentions) {
      Person& from = people_[person_of_.at(mention)];
      std::erase(from.mentions, mention);
      from.confidence = 1;
      people_[own].mentions.push_back(mention);
      person_of_[mention] = own;
    }
  }

  std::vector<Person> people_;
  std::span<const Mention> mentions_;
  std::span<const PaperEvidence> papers_;
  std::unordered_map<std::uint32_t, std::uint32_t> person_of_;  // by mention
  std::vector<std::uint32_t> became_;                           // the person that took one over, or itself
};

}  // namespace

std::vector<Person> corrected(std::vector<Person> people, std::span<const Correction> corrections, std::span<const Mention> mentions,
                              std::span<const PaperEvidence> papers) {
  if (corrections.empty()) return people;
  Corrector corrector(std::move(people), mentions, papers);
  for (const auto& correction : corrections) corrector.apply(correction);
  return corrector.take();
}

}  // namespace incipit::identity

// What two authorships of one block have in common, as numbers for the model.
//
// Threads: values; a `BlockView` is immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identity/blocks.h"
#include "identity/evidence.h"
#include "identity/name.h"

namespace incipit::identity {

// -1: one of the two papers does not say.
enum class Feature : std::uint8_t {
  coauthor_rarity,     // sum over shared coauthors of the rarity of their names
  coauthors_shared,    // how many
  coauthor_share,      // of the shorter list
  fewer_coauthors,     // ln(1 + n) of the shorter list
  text,                // square root of the cosine of the words
  text_words,          // words kept of the shorter text: how much is compared
  affiliation,         // cosine of the words of the affiliations; -1 without any
  affiliation_rarity,  // sum of the rarity of the shared words
  categories,          // share of the shorter list that both have; without categories: 1 the same venue, 0 another
  years,               // between the papers
  surname_rarity,
  given_rarity,        // of the less known one of the two
  form_count,          // ln of the authorships in the block with either form
  block_count,         // ln of the authorships in the block
  choices,             // ln of the different first names in the block that either form may stand for
  difference,          // Difference as a number
  letters,             // of the given names that both have
  shared_middle,       // given names after the first that both have
};
inline constexpr std::size_t kFeatures = 18;
using Features = std::array<float, kFeatures>;

// Kinds of evidence, by which people are told what speaks for and against.
enum class Kind : std::uint8_t { prior, name, coauthors, text, affiliation, field, years };
inline constexpr std::size_t kKinds = 7;
inline constexpr std::array<std::string_view, kKinds> kKindNames{"prior", "name", "coauthors", "text", "affiliation", "field", "years"};
[[nodiscard]] Kind kind_of(Feature feature);

// The mentions of one block with what depends on all of them, by their index in `block.members`. Refers to its arguments, which must
// outlive it.
class BlockView {
 public:
  BlockView(const Block& block, std::span<const Mention> mentions, std::span<const PaperEvidence> papers,
            const RarityTables& rarity = RarityTables::shipped());

  [[nodiscard]] std::size_t size() const { return block_->members.size(); }
  [[nodiscard]] const Mention& mention(std::uint32_t index) const { return mentions_[block_->members[index].mention]; }
  [[nodiscard]] const PaperEvidence& paper(std::uint32_t index) const { return papers_[mention(index).paper]; }
  // Indices by (paper id, position): the order in which everything is done.
  [[nodiscard]] std::span<const std::uint32_t> order() const { return order_; }

  [[nodiscard]] std::size_t forms() const { return forms_.size(); }
  [[nodiscard]] std::uint32_t form_of(std::uint32_t mention) const { return form_of_[mention]; }
  [[nodiscard]] const Name& form(std::uint32_t index) const { return forms_[index].name; }
  // Forms whose names may be one person's, by ascending number, without `form` itself.
  [[nodiscard]] std::span<const std::uint32_t> compatible(std::uint32_t form) const { return forms_[form].compatible; }
  [[nodiscard]] bool are_compatible(std::uint32_t one, std::uint32_t other) const;

  // Of two mentions with compatible names.
  [[nodiscard]] Features features(std::uint32_t one, std::uint32_t other) const;

 private:
  struct Form {
    Name name;
    std::uint32_t count = 0;
    float surname_rarity = 0;
    float given_rarity = 0;
    float choices = 0;
    std::uint32_t home = 0;  // of its home block, as Writer::home
    std::vector<std::uint32_t> compatible;
    std::vector<NameMatch> matches;  // parallel to `compatible`
  };

  void read_forms(const RarityTables& rarity);
  void match_forms();
  void add_name_features(std::uint32_t one, std::uint32_t other, Features& features) const;

  const Block* block_;
  std::span<const Mention> mentions_;
  std::span<const PaperEvidence> papers_;
  std::vector<std::uint32_t> order_;
  std::vector<Form> forms_;
  std::vector<std::uint32_t> form_of_;
  std::vector<float> affiliation_lengths_;  // of the weights of each member's words
};

}  // namespace incipit::identity

#include "identity/features.h"

#include <algorithm>
#include <cmath>

namespace incipit::identity {
namespace {

constexpr float kInitialShare = 0.6F;  // of the rarity, where one list has a coauthor's initial alone

struct SharedCoauthors {
  float rarity = 0;
  std::uint32_t count = 0;
  std::uint32_t fewer = 0;  // of the shorter list
};

// The authors themselves are on both lists; they are no coauthors of theirs.
SharedCoauthors shared_coauthors(const PaperEvidence& a, const PaperEvidence& b, std::uint32_t self_a, std::uint32_t self_b) {
  SharedCoauthors shared;
  const auto is_self = [&](const Writer& writer) { return writer.home == self_a || writer.home == self_b; };
  auto i = a.writers.begin();
  auto j = b.writers.begin();
  std::uint32_t own_a = 0, own_b = 0;
  for (const Writer& writer : a.writers) own_a += is_self(writer) ? 1 : 0;
  for (const Writer& writer : b.writers) own_b += is_self(writer) ? 1 : 0;
  while (i != a.writers.end() && j != b.writers.end()) {
    if (i->home != j->home) {
      ++(i->home < j->home ? i : j);
      continue;
    }
    const std::uint32_t one = hash_in(i->given), other = hash_in(j->given);
    const bool by_initial = one == 0 || other == 0;
    if (one != other && !by_initial) {
      ++(one < other ? i : j);
      continue;
    }
    if (!is_self(*i)) {
      const auto eighths = static_cast<float>(std::min(weight_in(i->given), weight_in(j->given)));
      shared.rarity += eighths / 8 * (by_initial ? kInitialShare : 1);
      ++shared.count;
    }
    ++i, ++j;
  }
  shared.fewer = static_cast<std::uint32_t>(std::min(a.writers.size() - own_a, b.writers.size() - own_b));
  return shared;
}

// Sums over the hashes that both lists have: of products of the weights, and of the smaller weights.
struct Shared {
  float product = 0;
  float smaller = 0;
};

Shared shared_words(std::span<const Weighted> a, std::span<const Weighted> b) {
  std::uint32_t product = 0, smaller = 0;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const std::uint32_t one = hash_in(a[i]), other = hash_in(b[j]);
    if (one == other) {
      product += weight_in(a[i]) * weight_in(b[j]);
      smaller += std::min(weight_in(a[i]), weight_in(b[j]));
    }
    i += one <= other ? 1 : 0;
    j += other <= one ? 1 : 0;
  }
  return {static_cast<float>(product), static_cast<float>(smaller)};
}

float shared_categories(const PaperEvidence& a, const PaperEvidence& b) {
  if (a.categories.empty() || b.categories.empty()) return a.venue == 0 || b.venue == 0 ? -1 : a.venue == b.venue ? 1 : 0;
  std::size_t shared = 0;
  for (const std::uint32_t category : a.categories) shared += std::binary_search(b.categories.begin(), b.categories.end(), category) ? 1 : 0;
  return static_cast<float>(shared) / static_cast<float>(std::min(a.categories.size(), b.categories.size()));
}

}  // namespace

Kind kind_of(Feature feature) {
  switch (feature) {
    case Feature::coauthor_rarity:
    case Feature::coauthors_shared:
    case Feature::coauthor_share:
    case Feature::fewer_coauthors:
      return Kind::coauthors;
    case Feature::text:
    case Feature::text_words:
      return Kind::text;
    case Feature::affiliation:
    case Feature::affiliation_rarity:
      return Kind::affiliation;
    case Feature::categories:
      return Kind::field;
    case Feature::years:
      return Kind::years;
    default:
      return Kind::name;
  }
}

Features BlockView::features(std::uint32_t one, std::uint32_t other) const {
  Features features;
  const auto put = [&](Feature feature, float value) { features[static_cast<std::size_t>(feature)] = value; };
  const PaperEvidence &a = paper(one), &b = paper(other);
  const std::uint32_t form_a = form_of_[one], form_b = form_of_[other];
  const SharedCoauthors coauthors = shared_coauthors(a, b, forms_[form_a].home, forms_[form_b].home);
  put(Feature::coauthor_rarity, coauthors.rarity);
  put(Feature::coauthors_shared, static_cast<float>(coauthors.count));
  put(Feature::coauthor_share, coauthors.fewer == 0 ? -1 : static_cast<float>(coauthors.count) / static_cast<float>(coauthors.fewer));
  put(Feature::fewer_coauthors, std::log1p(static_cast<float>(coauthors.fewer)));
  const bool texts = a.words_length > 0 && b.words_length > 0;
  const Shared words = texts ? shared_words(a.words, b.words) : Shared{};
  put(Feature::text, texts ? std::sqrt(words.product / (a.words_length * b.words_length)) : -1);
  put(Feature::text_words, texts ? static_cast<float>(std::min(a.words.size(), b.words.size())) : -1);
  const auto &from = mention(one).affiliation, &to = mention(other).affiliation;
  const bool affiliated = !from.empty() && !to.empty();
  const Shared places = affiliated ? shared_words(from, to) : Shared{};
  put(Feature::affiliation, affiliated ? places.product / (affiliation_lengths_[one] * affiliation_lengths_[other]) : -1);
  put(Feature::affiliation_rarity, affiliated ? places.smaller / 8 : -1);
  put(Feature::categories, shared_categories(a, b));
  put(Feature::years, a.year == 0 || b.year == 0 ? -1 : static_cast<float>(std::abs(a.year - b.year)));
  add_name_features(form_a, form_b, features);
  return features;
}

}  // namespace incipit::identity

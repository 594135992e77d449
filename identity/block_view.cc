#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_set>

#include "analysis/analyser.h"
#include "identity/features.h"

namespace incipit::identity {

BlockView::BlockView(const Block& block, std::span<const Mention> mentions, std::span<const PaperEvidence> papers, const RarityTables& rarity)
    : block_(&block), mentions_(mentions), papers_(papers), order_(block.members.size()), form_of_(block.members.size()) {
  std::iota(order_.begin(), order_.end(), 0U);
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(paper(a).id, mention(a).position) < std::tie(paper(b).id, mention(b).position);
  });
  for (std::uint32_t i = 0; i < size(); ++i) {
    float squares = 0;
    for (const Weighted word : mention(i).affiliation) squares += static_cast<float>(weight_in(word) * weight_in(word));
    affiliation_lengths_.push_back(std::sqrt(squares));
  }
  read_forms(rarity);
  match_forms();
}

// Forms are numbered in the order of their text.
void BlockView::read_forms(const RarityTables& rarity) {
  std::unordered_map<std::string_view, std::uint32_t> displayed;
  std::vector<Name> names;
  for (std::uint32_t i = 0; i < size(); ++i) {
    const std::string& name = mention(i).name;
    if (displayed.emplace(name, static_cast<std::uint32_t>(names.size())).second) names.push_back(read_name(name));
  }
  std::map<std::string_view, std::uint32_t> numbers;
  for (const Name& name : names) numbers.emplace(name.form, 0);
  std::uint32_t next = 0;
  for (auto& [form, number] : numbers) number = next++;
  forms_.resize(numbers.size());
  for (std::uint32_t i = 0; i < size(); ++i) {
    const Name& name = names[displayed.at(mention(i).name)];
    form_of_[i] = numbers.at(name.form);
    Form& form = forms_[form_of_[i]];
    if (form.count++ == 0) form.name = name;
  }
  for (Form& form : forms_) {
    const std::string given = first_given(form.name);
    form.surname_rarity = rarity.of(Vocabulary::surnames, family_name(form.name));
    form.given_rarity = rarity.of(Vocabulary::given_names, given);
    form.home = home_of(form.name);
  }
}

void BlockView::match_forms() {
  for (std::uint32_t a = 0; a < forms_.size(); ++a) {
    for (std::uint32_t b = a + 1; b < forms_.size(); ++b) {
      const auto match = match_names(forms_[a].name, forms_[b].name, block_->key);
      if (!match) continue;
      forms_[a].compatible.push_back(b);
      forms_[a].matches.push_back(*match);
      forms_[b].compatible.push_back(a);
      forms_[b].matches.push_back(*match);
    }
  }
  std::vector<std::string> given;
  for (const Form& form : forms_) given.push_back(first_given(form.name));
  for (std::uint32_t a = 0; a < forms_.size(); ++a) {
    if (forms_[a].compatible.empty()) continue;
    std::unordered_set<std::string_view> names{given[a]};
    for (const std::uint32_t b : forms_[a].compatible) {
      if (!analysis::is_initial(given[b])) names.insert(given[b]);
    }
    forms_[a].choices = std::log(static_cast<float>(names.size()));
  }
}

bool BlockView::are_compatible(std::uint32_t one, std::uint32_t other) const {
  if (one == other) return true;
  const auto& list = forms_[one].compatible;
  return std::binary_search(list.begin(), list.end(), other);
}

void BlockView::add_name_features(std::uint32_t one, std::uint32_t other, Features& features) const {
  const Form &a = forms_[one], &b = forms_[other];
  const auto put = [&](Feature feature, float value) { features[static_cast<std::size_t>(feature)] = value; };
  NameMatch match;
  if (one == other) {
    match = *match_names(a.name, a.name, block_->key);
  } else {
    const auto at = std::lower_bound(a.compatible.begin(), a.compatible.end(), other);
    match = a.matches[static_cast<std::size_t>(at - a.compatible.begin())];
  }
  put(Feature::surname_rarity, std::max(a.surname_rarity, b.surname_rarity));
  put(Feature::given_rarity, std::min(a.given_rarity, b.given_rarity));
  put(Feature::form_count, std::log(static_cast<float>(one == other ? a.count : a.count + b.count)));
  put(Feature::block_count, std::log(static_cast<float>(size())));
  put(Feature::choices, std::max(a.choices, b.choices));
  put(Feature::difference, static_cast<float>(match.difference));
  put(Feature::letters, match.letters);
  put(Feature::shared_middle, match.shared_middle);
}

}  // namespace incipit::identity

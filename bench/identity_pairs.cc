// Pairs of labelled authorships for train_identity.py: `identity_pairs PAPERS half [NAME_VARIANTS] > pairs.f32`, half being training or held_out.
// With the name variants of the ACL Anthology its papers are labelled by them.
//
// Rows of 32-bit floats: weight, 1 for one person or 0, then the features. Of each authorship at most kPartners pairs are drawn, by a
// hash; their weights add up to 1 (variants: kVariantWeight). Papers
// labelled by ids come three times: as they are, without affiliations as in arXiv, and without abstracts too as in old bibliographies.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/identity_halves.h"
#include "bench/labelled_papers.h"
#include "bench/name_variants.h"
#include "identity/blocks.h"
#include "identity/features.h"

namespace {

using namespace incipit;

constexpr std::size_t kPartners = 24;

// Who wrote what, by mention: "scheme:id", "acl:#5" of a listed person without an id, "acl:=Name" where a name is not listed, empty
// where nobody knows.
using Labels = std::vector<std::string>;

Labels labels_of(const bench::LabelledPapers& data, const std::string& variants) {
  std::map<std::string, std::set<std::string>> listed;
  std::size_t number = 0;
  if (!variants.empty()) {
    for (const auto& person : bench::read_named_people(variants)) {
      const std::string label = person.id.empty() ? "acl:#" + std::to_string(++number) : "acl:" + person.id;
      for (const auto& name : person.names) listed[name].insert(label);
    }
  }
  Labels labels;
  for (const auto& mention : data.mentions) {
    std::string label;
    if (!mention.ids.empty()) {
      label = mention.ids[0];
    } else if (!variants.empty()) {
      const auto at = listed.find(mention.name);
      if (at == listed.end()) label = "acl:=" + mention.name;
      if (at != listed.end() && at->second.size() == 1) label = *at->second.begin();
    }
    labels.push_back(std::move(label));
  }
  return labels;
}

std::string_view scheme(std::string_view id) { return id.substr(0, id.find(':')); }
bool is_unlisted(std::string_view label) { return label.find(":=") != std::string_view::npos; }

enum class LabelledBy { ids, name_variants };
constexpr float kVariantWeight = 2;

// Whether the labels of two mentions say that they are one person or two. A name alone does not say so of itself.
bool are_comparable(const identity::BlockView& view, std::uint32_t i, std::uint32_t j, const std::string& one, const std::string& other,
                    LabelledBy by) {
  if (scheme(one) != scheme(other) || view.mention(i).paper == view.mention(j).paper) return false;
  if (!view.are_compatible(view.form_of(i), view.form_of(j))) return false;
  if (by == LabelledBy::ids) return true;
  // Of equal names the list knows the homonyms of a few people alone.
  return view.form_of(i) != view.form_of(j) && !(is_unlisted(one) && is_unlisted(other));
}

void write_pairs(const identity::Block& block, const bench::LabelledPapers& data, const Labels& labels, LabelledBy by) {
  const identity::BlockView view(block, data.mentions, data.papers);
  const auto label = [&](std::uint32_t i) -> const std::string& { return labels[block.members[i].mention]; };
  std::vector<std::uint32_t> labelled;
  for (const std::uint32_t i : view.order()) {
    if (!label(i).empty()) labelled.push_back(i);
  }
  for (const std::uint32_t i : labelled) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> partners;
    for (const std::uint32_t j : labelled) {
      if (i != j && are_comparable(view, i, j, label(i), label(j), by)) partners.emplace_back(identity::hash_of(view.paper(i).id + view.paper(j).id), j);
    }
    std::sort(partners.begin(), partners.end());
    if (partners.size() > kPartners) partners.resize(kPartners);
    for (const auto& [hash, j] : partners) {
      const identity::Features features = view.features(i, j);
      const float head[2] = {(by == LabelledBy::name_variants ? kVariantWeight : 1) / static_cast<float>(partners.size()), label(i) == label(j) ? 1.0F : 0.0F};
      std::fwrite(head, sizeof(float), 2, stdout);
      std::fwrite(features.data(), sizeof(float), features.size(), stdout);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return std::fprintf(stderr, "usage: identity_pairs PAPERS training|held_out [NAME_VARIANTS] > pairs.f32\n"), 2;
  const bench::Half half = std::strcmp(argv[2], "training") == 0 ? bench::Half::training : bench::Half::held_out;
  const bool listed = argc == 4;
  for (const auto left_out : {bench::LeftOut::nothing, bench::LeftOut::affiliations, bench::LeftOut::affiliations_and_abstracts}) {
    if (listed && left_out != bench::LeftOut::nothing) break;  // little is there to be left out
    const auto data = bench::read_labelled_papers({argv[1]}, left_out);
    if (!data) return std::fprintf(stderr, "%s\n", data.error().message.c_str()), 1;
    Labels labels = labels_of(*data, listed ? argv[3] : "");
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (bench::half_of(identity::read_name(data->mentions[i].name)) != half) labels[i].clear();
    }
    for (const auto& block : identity::blocks_of(data->mentions)) write_pairs(block, *data, labels, listed ? LabelledBy::name_variants : LabelledBy::ids);
  }
}

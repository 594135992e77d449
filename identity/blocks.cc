#include "identity/blocks.h"

#include <algorithm>
#include <unordered_map>

#include "identity/name.h"

namespace incipit::identity {
namespace {

struct OpenBlock {
  Block block;
  std::uint32_t home = 0;      // number of the home block of the first member
  bool several_homes = false;
};

}  // namespace

std::vector<Block> blocks_of(std::span<const Mention> mentions) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> of_name;  // numbers of its blocks, home first
  std::vector<OpenBlock> open;
  for (std::uint32_t i = 0; i < mentions.size(); ++i) {
    auto& keys = of_name[mentions[i].name];
    if (keys.empty()) {
      for (std::string& key : block_keys(read_name(mentions[i].name))) {
        const auto [at, fresh] = numbers.emplace(key, static_cast<std::uint32_t>(open.size()));
        if (fresh) open.push_back({{std::move(key), {}}, 0, false});
        keys.push_back(at->second);
      }
    }
    for (const std::uint32_t number : keys) {
      OpenBlock& to = open[number];
      if (to.block.members.empty()) to.home = keys[0];
      if (to.home != keys[0]) to.several_homes = true;
      to.block.members.push_back({i, number == keys[0] ? Standing::home : Standing::guest});
    }
  }
  std::vector<Block> blocks;
  for (std::uint32_t number = 0; number < open.size(); ++number) {
    OpenBlock& from = open[number];
    if (from.home == number || from.several_homes) blocks.push_back(std::move(from.block));
  }
  std::sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.key < b.key; });
  return blocks;
}

}  // namespace incipit::identity

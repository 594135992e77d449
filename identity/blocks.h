// Blocks: the authorships that may be of one person, by the names alone. Each stands in its home block and as a guest in those of other
// spellings (`block_keys`).
//
// What is decided within a block depends on its members and the shipped tables, so that a change of some papers is done again for the
// blocks of their authors alone and gives what a rebuild gives.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "identity/evidence.h"

namespace incipit::identity {

enum class Standing : std::uint8_t { home, guest };

struct Member {
  std::uint32_t mention = 0;  // index into the list of mentions
  Standing standing = Standing::home;

  bool operator==(const Member&) const = default;
};

struct Block {
  std::string key;
  std::vector<Member> members;
};

// By key. Members are in the order of `mentions`. Blocks of guests that all have the same home are left out: they say nothing that the
// home block does not.
[[nodiscard]] std::vector<Block> blocks_of(std::span<const Mention> mentions);

}  // namespace incipit::identity

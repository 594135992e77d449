#include "storage/glass_tree.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace incipit::storage {

using schema::Error;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::size_t kLeafHeader = 3;    // size and key length
constexpr std::size_t kBranchHeader = 5;  // block number and key length
constexpr std::size_t kPartBytes = 2;
constexpr std::size_t kOffsetBytes = 2;
constexpr std::size_t kMaxParts = 0xffff;
// Four items of the largest size fit into a block, as they do when the library itself writes.
constexpr std::size_t kMaxItemBytes = (kGlassBlockBytes - 11 - 4 * kOffsetBytes) / 4;
// A tag is split to fill the end of a block only for more bytes than the repeated key costs.
constexpr std::size_t kWorthSplitting = 34;
constexpr unsigned kLastPart = 0x4000;
constexpr unsigned kFirstPart = 0x2000;

void write_16(unsigned char* out, std::size_t value) {
  out[0] = static_cast<unsigned char>(value >> 8);
  out[1] = static_cast<unsigned char>(value);
}

void write_32(unsigned char* out, std::uint32_t value) {
  write_16(out, value >> 16);
  write_16(out + 2, value & 0xffff);
}

}  // namespace

std::size_t GlassTreeWriter::Block::room() const {
  const std::size_t gap = items_start - directory_end;
  return gap > kOffsetBytes ? gap - kOffsetBytes : 0;
}

unsigned char* GlassTreeWriter::Block::enter(std::size_t size) {
  items_start -= size;
  write_16(bytes.data() + directory_end, items_start);
  directory_end += kOffsetBytes;
  return bytes.data() + items_start;
}

GlassTreeWriter::GlassTreeWriter(const std::filesystem::path& file) : file_(file) { put({}, {}, 1, true); }

void GlassTreeWriter::fail(std::string message) {
  if (!error_) error_ = Error{ErrorCode::internal, std::move(message), {}, {}, {}};
}

std::uint32_t GlassTreeWriter::write_block(Block& block, std::size_t level) {
  unsigned char* const bytes = block.bytes.data();
  const std::size_t gap = block.items_start - block.directory_end;
  write_32(bytes, kGlassRevision);
  bytes[4] = static_cast<unsigned char>(level);
  write_16(bytes + 5, gap);
  write_16(bytes + 7, gap);
  write_16(bytes + 9, block.directory_end);
  std::memset(bytes + block.directory_end, 0, gap);  // equal content, equal bytes
  const std::string_view view(reinterpret_cast<const char*>(bytes), kGlassBlockBytes);
  hasher_.update(view);
  file_.write(view);
  block.directory_end = Block::kDirectory;
  block.items_start = kGlassBlockBytes;
  return blocks_++;
}

void GlassTreeWriter::add_child(std::size_t level, const Separator& separator, std::uint32_t child) {
  if (branches_.size() < level) branches_.emplace_back();
  Branch& branch = branches_[level - 1];  // a deque: stays where it is when a level is added above
  if (branch.block.room() < kBranchHeader + separator.key.size() + kPartBytes) {
    const std::uint32_t full = write_block(branch.block, level);
    add_child(level + 1, branch.separator, full);
  }
  std::string_view key = separator.key;
  std::size_t part = separator.part;
  if (branch.block.directory_end == Block::kDirectory) {  // the first item needs no key: the parent has it
    branch.separator = separator;
    key = {};
    part = 0;
  }
  unsigned char* out = branch.block.enter(kBranchHeader + key.size() + kPartBytes);
  write_32(out, child);
  out[4] = static_cast<unsigned char>(key.size());
  std::copy(key.begin(), key.end(), out + kBranchHeader);
  write_16(out + kBranchHeader + key.size(), part);
}

void GlassTreeWriter::next_leaf() { add_child(1, leaf_separator_, write_block(leaf_, 0)); }

void GlassTreeWriter::put(std::string_view key, std::string_view piece, std::size_t part, bool last) {
  if (leaf_.directory_end == Block::kDirectory) {
    const auto common = std::mismatch(key.begin(), key.end(), last_key_.begin(), last_key_.end()).first;
    const auto kept = static_cast<std::size_t>(common - key.begin()) + 1;
    leaf_separator_.key = key.substr(0, std::min(kept, key.size()));
    leaf_separator_.part = part;
  }
  const std::size_t header = kLeafHeader + key.size() + (part > 1 ? kPartBytes : 0);
  unsigned char* out = leaf_.enter(header + piece.size());
  const unsigned flags = (last ? kLastPart : 0u) | (part == 1 ? kFirstPart : 0u);
  write_16(out, (header + piece.size() - kLeafHeader) | flags);
  out[2] = static_cast<unsigned char>(key.size());
  std::copy(key.begin(), key.end(), out + kLeafHeader);
  if (part > 1) write_16(out + kLeafHeader + key.size(), part);
  std::copy(piece.begin(), piece.end(), out + header);
}

void GlassTreeWriter::add(std::string_view key, std::string_view tag) {
  if (error_) return;
  if (key.empty() || key.size() > kMaxKeyBytes) return fail("a key of the index has an impossible length");
  if (key <= last_key_) return fail("keys of the index are not in ascending order");
  for (std::size_t part = 1;; ++part) {
    if (part > kMaxParts) return fail("a value of the index is too long");
    const std::size_t header = kLeafHeader + key.size() + (part > 1 ? kPartBytes : 0);
    bool last = header + tag.size() <= std::min(leaf_.room(), kMaxItemBytes);
    if (!last && leaf_.room() < header + key.size() + kWorthSplitting) {
      next_leaf();
      last = header + tag.size() <= kMaxItemBytes;
    }
    const std::size_t taken = last ? tag.size() : std::min(leaf_.room(), kMaxItemBytes) - header;
    put(key, tag.substr(0, taken), part, last);
    last_key_ = key;
    tag.remove_prefix(taken);
    if (last) break;
  }
  ++entries_;
}

Result<GlassRoot> GlassTreeWriter::close() {
  GlassRoot root;
  root.entries = entries_;
  root.block = write_block(leaf_, 0);
  if (!branches_.empty()) add_child(1, leaf_separator_, root.block);
  for (std::size_t level = 1; level <= branches_.size(); ++level) {
    Branch& branch = branches_[level - 1];
    root.block = write_block(branch.block, level);
    root.level = static_cast<unsigned>(level);
    if (level < branches_.size()) add_child(level + 1, branch.separator, root.block);
  }
  root.blocks = blocks_;
  root.hash = hasher_.hex();
  const auto closed = file_.close();
  if (error_) return tl::make_unexpected(*error_);
  if (!closed) return tl::make_unexpected(closed.error());
  return root;
}

}  // namespace incipit::storage

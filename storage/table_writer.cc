#include "storage/table_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

#include "schema/ascii.h"
#include "storage/varint.h"

namespace incipit::storage {

using schema::Error;
using schema::ErrorCode;
using schema::Result;

namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view kMagic = "\x0f\x0dXapian Glass";
// The format's date, 2016-03-14: years since 2014, month, day.
constexpr unsigned kFormat = 2u << 9 | 3u << 5 | 14u;
constexpr unsigned kTables = 6;  // postlist, docdata, termlist, position, spelling, synonym
constexpr unsigned kCompressFrom[kTables] = {0, 18, 18, 0, 18, 18};
// Keys that come before all terms, whose own zero bytes are followed by 0xff.
constexpr std::string_view kValueStatistics("\0\xd0", 2);  // of slot 0, whose number takes no byte
constexpr std::string_view kValueChunk("\0\xd8\0", 3);     // of slot 0
constexpr std::string_view kLengths("\0\xe0", 2);

// A number whose bytes sort like it: two bytes below 0x8000, else as many top bits set as bytes follow the
// second.
void append_sortable(std::string& out, std::uint32_t value) {
  unsigned bytes = 2;
  if (value >= 0x8000) bytes = (static_cast<unsigned>(std::bit_width(value)) + 5) / 7;
  const std::uint64_t marked = value | (0xffull << (10 - bytes) & 0xff) << (8 * (bytes - 1));
  for (unsigned byte = bytes; byte-- > 0;) {
    out += static_cast<char>((bytes == 2 ? value : marked) >> (8 * byte));
  }
}

void append_term_key(std::string& out, std::string_view term) {
  for (const char c : term) {
    out += c;
    if (c == '\0') out += '\xff';
  }
}

// 16 bytes of a version 8 UUID from 32 hex characters.
std::string uuid_of(std::string_view hex) {
  std::string uuid = schema::bytes_of_hex(hex).value();
  uuid[6] = static_cast<char>(0x80 | (uuid[6] & 0x0f));
  uuid[8] = static_cast<char>(0x80 | (uuid[8] & 0x3f));
  return uuid;
}

void append_root(std::string& out, unsigned table, const GlassRoot* root) {
  put_varint(out, root != nullptr ? root->block : 0);
  // The level; that blocks are in key order; that the root is not in the file.
  put_varint(out, root != nullptr ? root->level << 2 | 2u : 2u | 1u);
  put_varint(out, root != nullptr ? root->entries : 0);
  put_varint(out, kGlassBlockBytes >> 11);
  put_varint(out, kCompressFrom[table]);
  std::string free_list;
  if (root != nullptr) {
    put_varint(free_list, kGlassRevision);
    put_varint(free_list, root->blocks);
    free_list.append(4, '\0');  // no block is free
  }
  put_varint(out, free_list.size());
  out += free_list;
}

}  // namespace

TableWriter::TableWriter(std::filesystem::path directory) : directory_(std::move(directory)) {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (!error) std::filesystem::remove(directory_ / "iamglass", error);
  if (error) {
    error_ = system_error("cannot create", directory_, error.value());
    return;
  }
  tree_.emplace(directory_ / "postlist.glass");
}

void TableWriter::fail(std::string message) {
  if (!error_) error_ = Error{ErrorCode::internal, std::move(message), {}, {}, {}};
}

// A list is cut into chunks. The first has the list's key and starts with the number of documents, the
// collection frequency and docid - 1; each other's key ends in its first docid. A chunk then says whether it
// is the last, how far its last docid is from its first, and has the wdf of the first; then for each entry
// the docids in between and the wdf.
template <class At>
void TableWriter::add_list(std::size_t count, Frequencies frequencies, At posting_at) {
  char* const body = chunk_.data() + kHeaderBytes;
  // With its key the chunk fits one item of a leaf.
  const char* const full = body + kChunkBytes - key_.size();
  const std::size_t stem = key_.size();
  Posting posting = posting_at(0);
  std::uint32_t first = posting.docid, last = first;
  bool at_start = true;
  char* end = write_varint(body, posting.wdf);
  const auto write_chunk = [&](bool is_last) {
    char header[kHeaderBytes];
    char* out = header;
    if (at_start) {
      out = write_varint(out, frequencies.documents);
      out = write_varint(out, frequencies.collection);
      out = write_varint(out, first - 1);
    } else {
      if (ends_key_) key_ += '\0';
      append_sortable(key_, first);
    }
    *out++ = is_last ? '1' : '0';
    out = write_varint(out, last - first);
    const auto length = static_cast<std::size_t>(out - header);
    std::memcpy(body - length, header, length);
    tree_->add(key_, {body - length, static_cast<std::size_t>(end - body) + length});
    key_.resize(stem);
    at_start = false;
  };
  for (std::size_t i = 1; i < count; ++i) {
    posting = posting_at(i);
    if (posting.docid <= last) return fail("postings of a term are not in ascending order");
    if (end < full) {
      end = write_varint(end, posting.docid - last - 1);
    } else {
      write_chunk(false);
      first = posting.docid;
      end = body;
    }
    end = write_varint(end, posting.wdf);
    last = posting.docid;
  }
  if (last > documents_) return fail("a term is posted for a document without length");
  write_chunk(true);
}

void TableWriter::add_values(std::size_t rows, const ValueOfRow& value) {
  std::uint32_t frequency = 0;
  std::string lowest, highest;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view text = value(row);
    if (text.empty()) continue;
    if (frequency == 0 || text < lowest) lowest = text;
    if (frequency == 0 || text > highest) highest = text;
    ++frequency;
  }
  if (frequency == 0) return;
  std::string tag;
  put_varint(tag, frequency);
  put_varint(tag, lowest.size());
  tag += lowest;
  if (highest != lowest) tag += highest;
  tree_->add(kValueStatistics, tag);

  std::string key(kValueChunk);
  std::uint32_t previous = 0;
  tag.clear();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view text = value(row);
    if (text.empty()) continue;
    const auto docid = static_cast<std::uint32_t>(row + 1);
    if (!tag.empty() && tag.size() + kEntryBytes + text.size() > kChunkBytes) {
      tree_->add(key, tag);
      tag.clear();
    }
    if (tag.empty()) {
      key.resize(kValueChunk.size());
      append_sortable(key, docid);
    } else {
      put_varint(tag, docid - previous - 1);
    }
    put_varint(tag, text.size());
    tag += text;
    previous = docid;
  }
  tree_->add(key, tag);
}

void TableWriter::begin(std::span<const std::uint32_t> lengths, const ValueOfRow& value) {
  if (error_) return;
  if (std::exchange(begun_, true)) return fail("an index table was begun twice");
  if (lengths.size() >= kLargest) return fail("too many documents for one index table");
  documents_ = static_cast<std::uint32_t>(lengths.size());
  for (const std::uint32_t length : lengths) {
    total_length_ += length;
    longest_ = std::max(longest_, length);
    if (length > 0 && (shortest_ == 0 || length < shortest_)) shortest_ = length;
  }
  add_values(lengths.size(), value);
  if (lengths.empty()) return;
  key_ = kLengths;
  ends_key_ = false;
  const auto length_at = [&](std::size_t row) {
    return Posting{static_cast<std::uint32_t>(row + 1), lengths[row]};
  };
  // The list of lengths is a posting list whose two counts are left 0.
  add_list(lengths.size(), {}, length_at);
}

void TableWriter::add_term(std::string_view term, std::span<const Posting> postings) {
  if (error_) return;
  if (!begun_) return fail("a term came before the documents of its index table");
  if (term.empty() || postings.empty()) return fail("an empty term or posting list");
  if (postings.front().docid == 0) return fail("a docid of 0");
  key_.clear();
  append_term_key(key_, term);
  if (key_.size() > kMaxTermBytes) return fail("a term is too long for the index");
  std::uint64_t frequency = 0;
  std::uint32_t largest = 0;
  for (const Posting& posting : postings) {
    frequency += posting.wdf;
    largest = std::max(largest, posting.wdf);
  }
  if (frequency > kLargest) return fail("a term occurs too often for one index table");
  total_wdf_ += frequency;
  largest_wdf_ = std::max(largest_wdf_, largest);
  ends_key_ = true;
  const Frequencies frequencies{static_cast<std::uint32_t>(postings.size()),
                                static_cast<std::uint32_t>(frequency)};
  add_list(postings.size(), frequencies, [&](std::size_t i) { return postings[i]; });
}

Result<void> TableWriter::close() {
  if (std::exchange(closed_, true)) fail("an index table was closed twice");
  if (!begun_) fail("an index table without documents");
  if (total_wdf_ != total_length_ || largest_wdf_ > longest_) {
    fail("the lengths of documents do not add up to their postings");
  }
  if (error_) return tl::make_unexpected(*error_);
  const auto root = tree_->close();
  if (!root) return tl::make_unexpected(root.error());

  std::string statistics;
  put_varint(statistics, documents_);
  put_varint(statistics, 0);  // from the number of documents to the last docid
  put_varint(statistics, shortest_);
  put_varint(statistics, largest_wdf_);
  put_varint(statistics, longest_ - largest_wdf_);
  put_varint(statistics, 0);  // changesets
  put_varint(statistics, total_length_);
  put_varint(statistics, 0);  // the largest frequency of a spelling
  std::string out(kMagic);
  out += static_cast<char>(kFormat >> 8);
  out += static_cast<char>(kFormat & 0xff);
  out += uuid_of(hash_hex(root->hash + statistics));
  put_varint(out, kGlassRevision);
  for (unsigned table = 0; table < kTables; ++table) append_root(out, table, table == 0 ? &*root : nullptr);
  out += statistics;
  if (auto written = write_file(directory_ / "iamglass", out); !written) {
    std::error_code ignored;
    std::filesystem::remove(directory_ / "iamglass",
                            ignored);  // half of it would look damaged, not unfinished
    return written;
  }
  return sync_directory(directory_);
}

}  // namespace incipit::storage

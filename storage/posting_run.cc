#include "storage/posting_run.h"

#include <cstring>

namespace incipit::storage {

using schema::Result;

namespace {

constexpr std::uint64_t kRunMagic = 0x314e5552434e49ULL;  // "INCRUN1"

// At the end of the file, after the entries, padding and the lengths.
struct RunFooter {
  std::uint64_t magic = 0;
  std::uint64_t entries = 0;  // bytes
  std::uint64_t documents = 0;
};

std::uint64_t padded(std::uint64_t bytes) { return (bytes + 7) / 8 * 8; }

}  // namespace

void PostingRunWriter::add(std::string_view term, const PostingList& postings) {
  std::size_t shared = 0;
  while (shared < term.size() && shared < last_.size() && term[shared] == last_[shared]) ++shared;
  entry_.clear();
  put_varint(entry_, static_cast<std::uint32_t>(shared));
  put_varint(entry_, static_cast<std::uint32_t>(term.size() - shared));
  entry_ += term.substr(shared);
  put_varint(entry_, static_cast<std::uint32_t>(postings.bytes().size()));
  writer_.write(entry_);
  writer_.write(postings.bytes());
  last_ = term;
}

Result<void> PostingRunWriter::close(std::span<const std::uint32_t> lengths) {
  const RunFooter footer{kRunMagic, writer_.size(), lengths.size()};
  writer_.write(std::string(static_cast<std::size_t>(padded(footer.entries) - footer.entries), '\0'));
  writer_.write_values(lengths);
  writer_.write({reinterpret_cast<const char*>(&footer), sizeof footer});
  return writer_.close();
}

Result<PostingRun> PostingRun::open(const std::filesystem::path& path) {
  const auto damaged = [] { return schema::fail(schema::ErrorCode::index_damaged, "a run of postings cannot be read"); };
  auto file = MappedFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  const std::string_view bytes = file->bytes();
  RunFooter footer;
  if (bytes.size() < sizeof footer) return damaged();
  std::memcpy(&footer, bytes.data() + bytes.size() - sizeof footer, sizeof footer);
  const std::uint64_t room = bytes.size() - sizeof footer;
  if (footer.magic != kRunMagic || footer.entries > room || footer.documents > room) return damaged();
  if (padded(footer.entries) + footer.documents * sizeof(std::uint32_t) != room) return damaged();
  PostingRun run(std::move(*file));
  run.entries_ = VarintReader(bytes.substr(0, footer.entries));
  run.lengths_ = {reinterpret_cast<const std::uint32_t*>(bytes.data() + padded(footer.entries)), static_cast<std::size_t>(footer.documents)};
  return run;
}

bool PostingRun::next() {
  if (entries_.left() == 0) return false;
  const std::uint32_t shared = entries_.next();
  const std::uint32_t fresh = entries_.next();
  term_.resize(std::min<std::size_t>(shared, term_.size()));
  term_ += entries_.bytes(fresh);
  const std::uint32_t size = entries_.next();
  postings_ = entries_.bytes(size);
  return true;
}

void PostingRun::append_to(std::vector<Posting>& postings) {
  VarintReader reader(postings_);
  for (std::uint32_t docid = 0; reader.left() > 0;) {
    docid += reader.next();
    postings.push_back({docid, reader.next()});
  }
}

}  // namespace incipit::storage

// Postings sorted by term in one file: the form between inversion and the tables of a segment.
//
// Threads: a writer and a reader belong to one thread each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "storage/files.h"
#include "storage/table_writer.h"
#include "storage/varint.h"

namespace incipit::storage {

// Terms in ascending byte order, each with its postings.
class PostingSource {
 public:
  virtual ~PostingSource() = default;
  // Moves to the next term, at first to the first one; false at the end. May throw Xapian::Error.
  [[nodiscard]] virtual bool next() = 0;
  [[nodiscard]] virtual std::string_view term() const = 0;
  // Appends the term's postings in ascending order of docids.
  virtual void append_to(std::vector<Posting>& postings) = 0;
};

// One list as it is kept: differences of docids and impacts as varints.
class PostingList {
 public:
  void add(const Posting& posting) {
    put_varint(bytes_, posting.docid - last_);
    put_varint(bytes_, posting.wdf);
    last_ = posting.docid;
  }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  // 0 while it is empty.
  [[nodiscard]] std::uint32_t last_docid() const { return last_; }

 private:
  std::string bytes_;
  std::uint32_t last_ = 0;
};

class PostingRunWriter {
 public:
  explicit PostingRunWriter(const std::filesystem::path& path) : writer_(path) {}
  // Terms in strictly ascending order.
  void add(std::string_view term, const PostingList& postings);
  // `lengths`: of the documents 1..n. Error: system.
  [[nodiscard]] schema::Result<void> close(std::span<const std::uint32_t> lengths);

 private:
  FileWriter writer_;
  std::string last_, entry_;
};

class PostingRun final : public PostingSource {
 public:
  // Error: index_damaged.
  [[nodiscard]] static schema::Result<PostingRun> open(const std::filesystem::path& path);

  bool next() override;
  std::string_view term() const override { return term_; }
  void append_to(std::vector<Posting>& postings) override;
  // Of the documents 1..n.
  [[nodiscard]] std::span<const std::uint32_t> lengths() const { return lengths_; }

 private:
  explicit PostingRun(MappedFile file) : file_(std::move(file)), entries_({}) {}

  MappedFile file_;
  VarintReader entries_;
  std::span<const std::uint32_t> lengths_;
  std::string term_;
  std::string_view postings_;
};

}  // namespace incipit::storage

#include "indexer/spool.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "indexer/source_merge.h"

namespace incipit::indexer {

using schema::Result;

namespace {

// Appends values to a buffer.
class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void operator()(T& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void operator()(std::string& text) {
    count(text.size());
    out_ += text;
  }
  template <class T>
  void operator()(std::vector<T>& values) {
    count(values.size());
    for (auto& value : values) transfer(*this, value);
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    char there = value ? 1 : 0;
    (*this)(there);
    if (value) transfer(*this, *value);
  }

 private:
  void count(std::size_t size) {
    auto number = static_cast<std::uint32_t>(size);
    (*this)(number);
  }
  std::string& out_;
};

// Takes them from a buffer; short bytes set `failed`.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void operator()(T& value) {
    if (bytes_.size() < sizeof value) return fail();
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
  }
  void operator()(std::string& text) {
    const std::size_t size = count();
    text.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
  }
  template <class T>
  void operator()(std::vector<T>& values) {
    values.resize(count());
    for (auto& value : values) transfer(*this, value);
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    char there = 0;
    (*this)(there);
    if (there != 0) transfer(*this, value.emplace());
  }

  [[nodiscard]] bool whole() const { return !failed_ && bytes_.empty(); }

 private:
  // Items take at least one byte each.
  std::size_t count() {
    std::uint32_t number = 0;
    (*this)(number);
    if (number > bytes_.size()) fail();
    return failed_ ? 0 : number;
  }
  void fail() {
    failed_ = true;
    bytes_ = {};
  }
  std::string_view bytes_;
  bool failed_ = false;
};

// The members of each type, once for both directions.
template <class Io>
void transfer(Io& io, std::string& text) {
  io(text);
}
template <class Io>
void transfer(Io& io, schema::Date& date) {
  io(date.instant);
  io(date.precision);
}
template <class Io>
void transfer(Io& io, schema::Authorship& author) {
  for (auto* text : {&author.name, &author.given, &author.family, &author.suffix}) io(*text);
  io(author.ids);
  io(author.affiliations);
}
template <class Io>
void transfer(Io& io, schema::Link& link) {
  io(link.rel);
  io(link.url);
}
template <class Io>
void transfer(Io& io, schema::CitationCount& citation) {
  io(citation.count);
  io(citation.source);
  io(citation.as_of);
}
template <class Io>
void transfer(Io& io, schema::CitingPaper& citing) {
  io(citing.id);
  io(citing.date);
  io(citing.source);
}
template <class Io>
void transfer(Io& io, schema::PaperMetric& metric) {
  io(metric.metric);
  io(metric.value);
  io(metric.source);
  io(metric.model);
  io(metric.as_of);
}
template <class Io>
void transfer(Io& io, schema::Paper& paper) {
  io(paper.id);
  io(paper.version);
  for (auto* text : {&paper.title, &paper.abstract, &paper.primary_category, &paper.comments, &paper.doi, &paper.journal_ref,
                     &paper.report_no, &paper.venue, &paper.license, &paper.status}) {
    io(*text);
  }
  io(paper.authors);
  io(paper.categories);
  for (auto* date : {&paper.published, &paper.announced, &paper.updated}) io(*date);
  io(paper.links);
  io(paper.citations);
  io(paper.references);
  io(paper.cited_by);
  io(paper.other_ids);
  io(paper.metrics);
}

}  // namespace

std::uint32_t SpoolWriter::add(schema::Paper& paper) {
  buffer_.clear();
  Encoder encoder(buffer_);
  transfer(encoder, paper);
  writer_.write(buffer_);
  return static_cast<std::uint32_t>(buffer_.size());
}

Result<Spool> Spool::open(const std::filesystem::path& path) {
  auto file = storage::MappedFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  Spool spool;
  spool.file_ = std::move(*file);
  return spool;
}

std::string_view Spool::bytes_at(std::uint64_t offset, std::uint32_t bytes) const {
  return file_.bytes().substr(std::min<std::size_t>(offset, file_.bytes().size()), bytes);
}

Result<schema::Paper> Spool::decode(std::uint64_t offset, std::uint32_t bytes) const {
  schema::Paper paper;
  Decoder decoder(bytes_at(offset, bytes));
  transfer(decoder, paper);
  if (!decoder.whole()) return schema::fail(schema::ErrorCode::internal, "the spool of this run cannot be read back");
  return paper;
}

std::string Spool::raw(const IntakePaper& entry) const {
  std::string bytes(bytes_at(entry.offset, entry.bytes));
  for (const auto& other : entry.merged) bytes += bytes_at(other.offset, other.bytes);
  return bytes;
}

std::string Spool::figures(const Intake& intake, const IntakePaper& entry) {
  std::string text = entry.earliest_published ? entry.earliest_published->iso() : "";
  schema::Paper figures;
  add_figures(intake, entry.id, figures);
  Encoder encoder(text);
  transfer(encoder, figures);
  return text;
}

Result<schema::Paper> Spool::read(const Intake& intake, const IntakePaper& entry) const {
  auto read = decode(entry.offset, entry.bytes);
  if (!read) return read;
  schema::Paper& paper = *read;
  paper.published = entry.earliest_published;
  for (const auto& extent : entry.merged) {
    const auto other = decode(extent.offset, extent.bytes);
    if (!other) return other;
    merge_record(paper, *other);
  }
  add_figures(intake, entry.id, paper);
  return read;
}

}  // namespace incipit::indexer

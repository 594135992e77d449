#include "storage/segment_merge.h"

#include <xapian.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <span>

#include "storage/column_set.h"
#include "storage/posting_run.h"
#include "storage/segment.h"
#include "storage/table_writer.h"

namespace incipit::storage {

namespace fs = std::filesystem;
using schema::Result;

namespace {

// The tables of a segment term by term.
class TableSource final : public PostingSource {
 public:
  explicit TableSource(const fs::path& tables) : tables_(tables.string()), at_(tables_.allterms_begin()) {}

  bool next() override {
    if (started_) ++at_;
    started_ = true;
    if (at_ == tables_.allterms_end()) return false;
    term_ = *at_;
    return true;
  }
  std::string_view term() const override { return term_; }
  void append_to(std::vector<Posting>& postings) override {
    for (auto it = tables_.postlist_begin(term_); it != tables_.postlist_end(term_); ++it) postings.push_back({*it, it.get_wdf()});
  }

  [[nodiscard]] std::vector<std::uint32_t> lengths() const {
    std::vector<std::uint32_t> lengths(tables_.get_lastdocid());
    for (auto it = tables_.postlist_begin(""); it != tables_.postlist_end(""); ++it) lengths[*it - 1] = it.get_doclength();
    return lengths;
  }

 private:
  Xapian::Database tables_;
  Xapian::TermIterator at_;
  std::string term_;
  bool started_ = false;
};

// A source and where its documents go.
struct MappedSource {
  std::unique_ptr<PostingSource> postings;
  std::vector<std::uint32_t> targets;  // docid of the target by row; 0: left out
};

// Writes the postings of all sources under one order of terms.
void write_postings(std::vector<MappedSource>& sources, TableWriter& writer) {
  // A heap of the sources that have a term, least term first; of equal terms the earlier source.
  std::vector<std::size_t> heap;
  const auto later = [&](std::size_t a, std::size_t b) {
    const int order = sources[a].postings->term().compare(sources[b].postings->term());
    return order != 0 ? order > 0 : a > b;
  };
  for (std::size_t s = 0; s < sources.size(); ++s) {
    if (sources[s].postings->next()) heap.push_back(s);
  }
  std::make_heap(heap.begin(), heap.end(), later);
  std::string term;
  std::vector<Posting> read, postings;
  while (!heap.empty()) {
    term = sources[heap.front()].postings->term();
    postings.clear();
    while (!heap.empty() && sources[heap.front()].postings->term() == term) {
      std::pop_heap(heap.begin(), heap.end(), later);
      MappedSource& source = sources[heap.back()];
      read.clear();
      source.postings->append_to(read);
      for (const Posting& posting : read) {
        const std::uint32_t target = posting.docid <= source.targets.size() ? source.targets[posting.docid - 1] : 0;
        if (target != 0) postings.push_back({target, posting.wdf});
      }
      if (source.postings->next()) {
        std::push_heap(heap.begin(), heap.end(), later);
      } else {
        heap.pop_back();
      }
    }
    const auto by_docid = [](const Posting& a, const Posting& b) { return a.docid < b.docid; };
    if (!std::is_sorted(postings.begin(), postings.end(), by_docid)) std::sort(postings.begin(), postings.end(), by_docid);
    if (!postings.empty()) writer.add_term(term, postings);
  }
}

// The rows of a source that stay get the docids from `next` + 1 on.
std::vector<std::uint32_t> targets_of(std::size_t rows, const Roaring* dead, std::uint32_t& next) {
  std::vector<std::uint32_t> targets(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (dead == nullptr || !dead->contains(row + 1)) targets[row] = ++next;
  }
  return targets;
}

// Puts the lengths of the rows that stay where they go.
void place_lengths(std::span<const std::uint32_t> lengths, const std::vector<std::uint32_t>& targets, std::vector<std::uint32_t>& placed) {
  for (std::size_t row = 0; row < lengths.size() && row < targets.size(); ++row) {
    if (targets[row] == 0) continue;
    if (placed.size() < targets[row]) placed.resize(targets[row]);
    placed[targets[row] - 1] = lengths[row];
  }
}

Result<std::vector<std::unique_ptr<SegmentColumns>>> open_columns(const std::vector<MergeSource>& sources) {
  std::vector<std::unique_ptr<SegmentColumns>> opened;
  for (const auto& source : sources) {
    auto columns = SegmentColumns::open(source.columns);
    if (!columns) return tl::make_unexpected(columns.error());
    opened.push_back(std::move(*columns));
  }
  return opened;
}

// Copies the columns of segments row by row, leaving out the dead.
class ColumnMerger {
 public:
  ColumnMerger(const std::vector<MergeSource>& sources, const std::vector<std::unique_ptr<SegmentColumns>>& segments,
               const fs::path& target)
      : sources_(sources), segments_(segments), plain_(target) {
    for (std::size_t s = 0; s < segments.size(); ++s) form_numbers_.push_back(number_forms(s));
    tokens_.emplace(target, forms_);
  }

  Result<void> run() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      if (auto copied = copy_records(s); !copied) return copied;
      copy_codes(s);
      copy_rows(s);
    }
    if (damaged_) return schema::fail(schema::ErrorCode::index_damaged, "the dictionary of a segment does not fit its papers");
    if (auto closed = tokens_->close(); !closed) return closed;
    return plain_.close();
  }

 private:
  static constexpr std::uint32_t kUnused = UINT32_MAX;

  [[nodiscard]] bool is_dead(std::size_t s, std::size_t row) const {
    return sources_[s].dead != nullptr && sources_[s].dead->contains(static_cast<std::uint32_t>(row) + 1);
  }

  // Forms are counted over the papers that stay; those that only dead papers have are left out.
  std::vector<std::uint32_t> number_forms(std::size_t s) {
    const TokenColumn& tokens = segments_[s]->tokens;
    std::vector<std::uint64_t> gone(tokens.forms(), 0);
    if (sources_[s].dead != nullptr) {
      TokenRow row;
      for (std::uint32_t docid : *sources_[s].dead) {
        tokens.read(docid - 1, row);
        for_each_token(row, [&](PackedToken& token) { ++gone[form_of(token)]; });
      }
    }
    std::vector<std::uint32_t> numbers(tokens.forms(), kUnused);
    for (std::uint32_t form = 0; form < tokens.forms(); ++form) {
      const std::uint64_t left = tokens.occurrences(form) - std::min(gone[form], tokens.occurrences(form));
      if (left > 0) numbers[form] = forms_.number(tokens.form(form), left);
    }
    return numbers;
  }

  template <class Work>
  static void for_each_token(TokenRow& row, const Work& work) {
    for (auto* text : {&row.title, &row.abstract, &row.comments}) std::for_each(text->begin(), text->end(), work);
    for (auto* texts : {&row.affiliations, &row.authors}) {
      for (auto& text : *texts) std::for_each(text.begin(), text.end(), work);
    }
  }

  // Whole blocks are copied as they are.
  Result<void> copy_records(std::size_t s) {
    const RecordStore& records = segments_[s]->records;
    std::size_t row = 0;
    for (std::size_t block = 0; block < records.blocks(); ++block) {
      const std::size_t end = row + records.rows_of_block(block);
      bool whole = true;
      for (std::size_t r = row; r < end; ++r) whole = whole && !is_dead(s, r);
      if (whole) plain_.records.add_block(records.block(block), records.rows_of_block(block));
      for (; row < end; ++row) {
        if (whole || is_dead(s, row)) continue;
        const auto record = records.read(row);
        if (!record) return tl::make_unexpected(record.error());
        plain_.records.add(*record);
      }
    }
    return {};
  }

  void copy_codes(std::size_t s) {
    const SegmentColumns& segment = *segments_[s];
    std::vector<std::uint32_t> codes;
    for (std::size_t f = 0; f < kCodedFields; ++f) {
      const CodedColumn& column = segment.coded_fields[f];
      std::vector<std::uint32_t> recoded(column.values.rows(), kUnused);
      for (std::size_t row = 0; row < segment.rows(); ++row) {
        if (is_dead(s, row)) continue;
        codes.clear();
        for (std::uint32_t code : column.codes[row]) {
          if (recoded[code] == kUnused) recoded[code] = plain_.coded[f]->code(column.values[code]);
          codes.push_back(recoded[code]);
        }
        plain_.coded[f]->add_codes(codes);
      }
    }
  }

  void copy_rows(std::size_t s) {
    const SegmentColumns& segment = *segments_[s];
    const auto& numbers = form_numbers_[s];
    for (std::size_t row = 0; row < segment.rows(); ++row) {
      if (is_dead(s, row)) continue;
      plain_.ids.add(segment.ids[row]);
      plain_.aliases.add(segment.aliases[row]);
      plain_.title_keys.add(segment.title_keys[row]);
      plain_.published.add(segment.published[row]);
      plain_.updated.add(segment.updated[row]);
      plain_.citations.add(segment.citations[row]);
      plain_.year.add(segment.year[row]);
      plain_.authors.add(segment.authors[row]);
      segment.tokens.read(row, token_row_);
      for_each_token(token_row_, [&](PackedToken& token) {
        // Only a damaged dictionary says that a form of a paper does not occur.
        const std::uint32_t number = numbers[form_of(token)];
        damaged_ = damaged_ || number == kUnused;
        token = number == kUnused ? 0 : pack_token(number, is_joined(token));
      });
      if (!damaged_) tokens_->add(token_row_);
    }
  }

  const std::vector<MergeSource>& sources_;
  const std::vector<std::unique_ptr<SegmentColumns>>& segments_;
  PlainColumns plain_;
  FormNumbering forms_;
  std::vector<std::vector<std::uint32_t>> form_numbers_;
  std::optional<TokenColumnWriter> tokens_;
  TokenRow token_row_;
  bool damaged_ = false;
};

}  // namespace

Result<void> merge_columns(const std::vector<MergeSource>& sources, const fs::path& target) {
  if (auto made = make_directories(target); !made) return made;
  const auto segments = open_columns(sources);
  if (!segments) return tl::make_unexpected(segments.error());
  return ColumnMerger(sources, *segments, target).run();
}

Result<void> merge_tables(const std::vector<MergeSource>& sources, const fs::path& target) try {
  const auto columns = open_columns(sources);
  if (!columns) return tl::make_unexpected(columns.error());
  std::vector<MappedSource> mapped;
  std::vector<std::uint32_t> lengths;
  std::vector<std::pair<std::size_t, std::size_t>> origin;  // of each target row: source and row
  std::uint32_t documents = 0;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    auto targets = targets_of((*columns)[s]->rows(), sources[s].dead, documents);
    for (std::size_t row = 0; row < targets.size(); ++row) {
      if (targets[row] != 0) origin.emplace_back(s, row);
    }
    lengths.resize(documents);
    if (sources[s].run.empty()) {
      auto tables = std::make_unique<TableSource>(sources[s].tables);
      place_lengths(tables->lengths(), targets, lengths);
      mapped.push_back({std::move(tables), std::move(targets)});
    } else {
      auto run = PostingRun::open(sources[s].run);
      if (!run) return tl::make_unexpected(run.error());
      place_lengths(run->lengths(), targets, lengths);
      mapped.push_back({std::make_unique<PostingRun>(std::move(*run)), std::move(targets)});
    }
  }
  TableWriter writer(target);
  writer.begin(lengths, [&](std::size_t row) { return (*columns)[origin[row].first]->ids[origin[row].second]; });
  write_postings(mapped, writer);
  return writer.close();
} catch (const Xapian::Error& error) {
  return tl::make_unexpected(from_xapian(error, "merging segments"));
}

namespace {

// Names are looked up, not ranked: no lengths, no values.
Result<void> write_names(std::vector<MappedSource>& sources, std::size_t documents, const fs::path& target) {
  const std::vector<std::uint32_t> lengths(documents, 0);
  TableWriter writer(target);
  writer.begin(lengths, [](std::size_t) { return std::string_view{}; });
  write_postings(sources, writer);
  return writer.close();
}

}  // namespace

Result<void> names_from_run(const fs::path& path, const fs::path& target) {
  auto run = PostingRun::open(path);
  if (!run) return tl::make_unexpected(run.error());
  const std::size_t documents = run->lengths().size();
  std::vector<std::uint32_t> targets(documents);
  std::iota(targets.begin(), targets.end(), 1U);
  std::vector<MappedSource> sources;
  sources.push_back({std::make_unique<PostingRun>(std::move(*run)), std::move(targets)});
  return write_names(sources, documents, target);
}

Result<void> merge_names(const std::vector<NameSource>& sources, std::size_t documents, const fs::path& target) try {
  std::vector<MappedSource> mapped;
  for (const auto& source : sources) mapped.push_back({std::make_unique<TableSource>(source.tables), source.target_docids});
  return write_names(mapped, documents, target);
} catch (const Xapian::Error& error) {
  return tl::make_unexpected(from_xapian(error, "merging author names"));
}

}  // namespace incipit::storage

#include "storage/token_column.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "storage/varint.h"

namespace incipit::storage {

using schema::Result;

namespace {

// A count of items that take at least one byte each, so never more than the bytes left.
std::uint32_t next_count(VarintReader& reader) {
  const std::uint32_t count = reader.next();
  return std::min(count, static_cast<std::uint32_t>(reader.left()));
}

// Tokens whose forms are below `forms`; damage ends the list.
void read_tokens(VarintReader& reader, std::vector<PackedToken>& out, std::size_t forms) {
  const std::uint32_t count = next_count(reader);
  out.resize(count);
  VarintReader from = reader;  // a copy that the compiler keeps in registers
  PackedToken largest = 0;
  for (PackedToken& token : out) {
    token = from.next();
    largest = std::max(largest, token);
  }
  reader = from;
  if (count == 0 || form_of(largest) < forms) return;
  out.erase(std::find_if(out.begin(), out.end(), [&](PackedToken token) { return form_of(token) >= forms; }), out.end());
}

}  // namespace

void TokenRow::clear() {
  title.clear();
  abstract.clear();
  comments.clear();
  authors.clear();
}

std::uint32_t FormNumbering::number(std::string_view form, std::uint64_t occurrences) {
  const std::uint32_t number = forms_.number(form);
  if (number == counts_.size()) counts_.push_back(0);
  counts_[number] += occurrences;
  return number;
}

std::vector<std::uint32_t> FormNumbering::by_frequency() const {
  std::vector<std::uint32_t> order(forms_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : form(a) < form(b);
  });
  std::vector<std::uint32_t> renumbered(order.size());
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) renumbered[order[rank]] = rank;
  return renumbered;
}

TokenColumnWriter::TokenColumnWriter(const std::filesystem::path& directory, const FormNumbering& numbering)
    : directory_(directory), numbering_(numbering), renumbered_(numbering.by_frequency()), rows_(directory / "tokens.str") {}

void TokenColumnWriter::put(const std::vector<PackedToken>& tokens) {
  put_varint(buffer_, static_cast<std::uint32_t>(tokens.size()));
  for (PackedToken token : tokens) put_varint(buffer_, pack_token(renumbered_[form_of(token)], is_joined(token)));
}

void TokenColumnWriter::add(const TokenRow& row) {
  buffer_.clear();
  put(row.title);
  put(row.abstract);
  put(row.comments);
  put_varint(buffer_, static_cast<std::uint32_t>(row.authors.size()));
  for (const auto& name : row.authors) put(name);
  rows_.add(buffer_);
}

Result<void> TokenColumnWriter::close() {
  if (auto closed = rows_.close(); !closed) return tl::make_unexpected(closed.error());
  std::vector<std::uint32_t> old_number(renumbered_.size());
  for (std::uint32_t number = 0; number < renumbered_.size(); ++number) old_number[renumbered_[number]] = number;

  StringColumnWriter forms(directory_ / "forms.str");
  FixedColumnWriter<std::uint64_t> counts(directory_ / "form_counts.u64");
  for (std::uint32_t number : old_number) {
    forms.add(numbering_.form(number));
    counts.add(numbering_.occurrences(number));
  }
  std::vector<std::uint32_t> sorted(old_number.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
    return numbering_.form(old_number[a]) < numbering_.form(old_number[b]);
  });
  FixedColumnWriter<std::uint32_t> sorted_file(directory_ / "forms_sorted.u32");
  for (std::uint32_t number : sorted) sorted_file.add(number);

  if (auto closed = forms.close(); !closed) return tl::make_unexpected(closed.error());
  if (auto closed = counts.close(); !closed) return tl::make_unexpected(closed.error());
  if (auto closed = sorted_file.close(); !closed) return tl::make_unexpected(closed.error());
  return {};
}

void TokenPattern::add(std::uint32_t form, bool joined) {
  const std::size_t begin = bytes_.size();
  put_varint(bytes_, pack_token(form, joined));
  masks_.resize(bytes_.size(), '\xFF');
  if (!joined) masks_[begin] = '\xFE';
  // The second byte of a code says more than the last, and the first of a joined one is whole too.
  const std::size_t whole = begin + (joined ? 0 : 1);
  if (whole >= bytes_.size() || (anchor_ && form < anchor_form_)) return;
  anchor_ = whole;
  anchor_form_ = form;
}

bool TokenPattern::stands_at(const char* at) const {
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (((at[i] ^ bytes_[i]) & masks_[i]) != 0) return false;
  }
  return true;
}

bool TokenPattern::may_stand_in(std::string_view row) const {
  if (bytes_.size() > row.size()) return false;
  const std::size_t before = anchor_.value_or(0);
  const char* at = row.data() + before;
  const char* const end = row.data() + row.size() - bytes_.size() + before + 1;  // behind the last place of the anchor
  while (at < end) {
    if (anchor_) {
      at = static_cast<const char*>(std::memchr(at, bytes_[before], static_cast<std::size_t>(end - at)));
      if (at == nullptr) return false;
    }
    if (stands_at(at - before)) return true;
    ++at;
  }
  return false;
}

Result<TokenColumn> TokenColumn::open(const std::filesystem::path& directory) {
  TokenColumn column;
  auto rows = StringColumn::open(directory / "tokens.str");
  if (!rows) return tl::make_unexpected(rows.error());
  auto forms = StringColumn::open(directory / "forms.str");
  if (!forms) return tl::make_unexpected(forms.error());
  auto sorted = FixedColumn<std::uint32_t>::open(directory / "forms_sorted.u32");
  if (!sorted) return tl::make_unexpected(sorted.error());
  auto counts = FixedColumn<std::uint64_t>::open(directory / "form_counts.u64");
  if (!counts) return tl::make_unexpected(counts.error());
  if (sorted->rows() != forms->rows() || counts->rows() != forms->rows()) {
    return schema::fail(schema::ErrorCode::index_damaged, "the files of the token dictionary disagree");
  }
  for (const std::uint32_t number : sorted->values()) {
    if (number < forms->rows()) continue;
    return schema::fail(schema::ErrorCode::index_damaged, "the token dictionary names forms that it does not have");
  }
  column.rows_ = std::move(*rows);
  column.forms_ = std::move(*forms);
  column.sorted_ = std::move(*sorted);
  column.counts_ = std::move(*counts);
  return column;
}

std::optional<std::uint32_t> TokenColumn::find(std::string_view form) const {
  const auto values = sorted_.values();
  const auto found = std::lower_bound(values.begin(), values.end(), form,
                                      [&](std::uint32_t number, std::string_view wanted) { return forms_[number] < wanted; });
  if (found == values.end() || forms_[*found] != form) return std::nullopt;
  return *found;
}

std::span<const std::uint32_t> TokenColumn::beginning_with(std::string_view beginning) const {
  const auto values = sorted_.values();
  const auto head = [&](std::uint32_t number) { return forms_[number].substr(0, beginning.size()); };
  const auto first = std::lower_bound(values.begin(), values.end(), beginning,
                                      [&](std::uint32_t number, std::string_view wanted) { return head(number) < wanted; });
  const auto last = std::upper_bound(first, values.end(), beginning,
                                     [&](std::string_view wanted, std::uint32_t number) { return wanted < head(number); });
  return {first, last};
}

void TokenColumn::read(std::size_t row_number, TokenRow& row) const {
  VarintReader reader(rows_[row_number]);
  read_tokens(reader, row.title, forms_.rows());
  read_tokens(reader, row.abstract, forms_.rows());
  read_tokens(reader, row.comments, forms_.rows());
  row.authors.resize(next_count(reader));
  for (auto& name : row.authors) read_tokens(reader, name, forms_.rows());
}

void TokenColumn::read_title(std::size_t row_number, std::vector<PackedToken>& title) const {
  VarintReader reader(rows_[row_number]);
  read_tokens(reader, title, forms_.rows());
}

}  // namespace incipit::storage

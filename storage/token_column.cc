#include "storage/token_column.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

#include "storage/varint.h"

namespace incipit::storage {

using schema::Result;

namespace {

constexpr char kEndOfText = '\0';
constexpr PackedToken kBetweenAffiliations = 1;  // in place of the code of a token
constexpr PackedToken kFirstCode = 2;            // of the token 0

// Bytes that are compared at once, an extension that GCC and Clang have on every processor.
using Bytes = std::uint8_t __attribute__((vector_size(16)));

Bytes each(char byte) { return Bytes{} + static_cast<std::uint8_t>(byte); }

Bytes load(const char* at) {
  Bytes bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// Cuts the next text off the front of a row; the last one ends with it.
std::string_view take_text(std::string_view& row) {
  const std::size_t end = std::min(row.find(kEndOfText), row.size());
  const std::string_view text = row.substr(0, end);
  row.remove_prefix(std::min(end + 1, row.size()));
  return text;
}

// The first eight bytes as a number in their order; of a shorter form zeros behind it.
std::uint64_t head_of(std::string_view form) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof head; ++i) head = head << 8 | (i < form.size() ? static_cast<unsigned char>(form[i]) : 0);
  return head;
}

constexpr std::size_t kStep = 64;  // forms between two heads

// Tokens whose forms are below `forms`; damage ends the list.
void read_tokens(std::string_view text, std::vector<PackedToken>& out, std::size_t forms) {
  out.resize(text.size());  // a token takes a byte at least
  VarintReader reader(text);
  PackedToken largest = 0;
  std::size_t count = 0;
  for (; reader.left() > 0; ++count) {
    out[count] = reader.next() - kFirstCode;
    largest = std::max(largest, out[count]);
  }
  out.resize(count);
  if (count == 0 || form_of(largest) < forms) return;
  out.erase(std::find_if(out.begin(), out.end(), [&](PackedToken token) { return form_of(token) >= forms; }), out.end());
}

// The text is cut where a token is kBetweenAffiliations; a byte of that value may also end a longer code.
void read_affiliations(std::string_view text, std::vector<std::vector<PackedToken>>& out, std::size_t forms) {
  out.clear();
  for (std::size_t begin = 0, at = 0; at < text.size(); ++at) {
    const bool last = at + 1 == text.size();
    const bool cut = text[at] == kBetweenAffiliations && (at == begin || (text[at - 1] & 0x80) == 0);
    if (!cut && !last) continue;
    read_tokens(text.substr(begin, at - begin + (cut ? 0 : 1)), out.emplace_back(), forms);
    begin = at + 1;
  }
}

void read_row(std::string_view bytes, TokenRow& row, std::size_t forms) {
  for (auto* text : {&row.title, &row.abstract, &row.comments}) read_tokens(take_text(bytes), *text, forms);
  const std::size_t names = std::count(bytes.begin(), bytes.end(), kEndOfText);
  read_affiliations(take_text(bytes), row.affiliations, forms);
  row.authors.resize(names);
  for (auto& name : row.authors) read_tokens(take_text(bytes), name, forms);
}

// Calls `visit(first, second, row)` for the forms side by side in the parts of rows that pairs are told of.
template <class Visit>
void for_each_pair(const StringColumn& rows, std::size_t forms, const Visit& visit) {
  TokenRow row;
  for (std::uint32_t number = 0; number < rows.rows(); ++number) {
    read_row(rows[number], row, forms);
    const auto pairs_of = [&](const std::vector<PackedToken>& text) {
      for (std::size_t i = 1; i < text.size(); ++i) visit(form_of(text[i - 1]), form_of(text[i]), number);
    };
    pairs_of(row.title);
    pairs_of(row.abstract);
    for (const auto& name : row.authors) pairs_of(name);
  }
}

}  // namespace

void TokenRow::clear() {
  title.clear();
  abstract.clear();
  comments.clear();
  affiliations.clear();
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
    : directory_(directory), numbering_(numbering), renumbered_(numbering.by_frequency()), rows_(directory / "tokens.str"), pairs_(directory) {}

void TokenColumnWriter::put(const std::vector<PackedToken>& tokens, Pairs pairs) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::uint32_t form = renumbered_[form_of(tokens[i])];
    put_varint(buffer_, std::uint64_t{kFirstCode} + pack_token(form, is_joined(tokens[i])));
    if (i > 0 && pairs == Pairs::filtered) pairs_.add(renumbered_[form_of(tokens[i - 1])], form);
  }
}

void TokenColumnWriter::add(const TokenRow& row) {
  buffer_.clear();
  for (const auto* text : {&row.title, &row.abstract, &row.comments}) {
    put(*text, text == &row.comments ? Pairs::left_out : Pairs::filtered);
    end_text();
  }
  for (std::size_t i = 0; i < row.affiliations.size(); ++i) {
    if (i > 0) buffer_ += static_cast<char>(kBetweenAffiliations);
    put(row.affiliations[i], Pairs::left_out);
  }
  for (const auto& name : row.authors) {
    end_text();
    put(name, Pairs::filtered);
  }
  rows_.add(buffer_);
  pairs_.end_row();
}

Result<void> TokenColumnWriter::close() {
  if (auto closed = rows_.close(); !closed) return tl::make_unexpected(closed.error());
  if (auto closed = pairs_.close(); !closed) return tl::make_unexpected(closed.error());
  if (auto written = write_pair_lists(); !written) return tl::make_unexpected(written.error());
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

// From the rows as they were written, so that they need not be held.
Result<void> TokenColumnWriter::write_pair_lists() const {
  const auto rows = StringColumn::open(directory_ / "tokens.str");
  if (!rows) return tl::make_unexpected(rows.error());
  PairListsWriter lists(rows->rows());
  if (lists.wanted()) {
    for_each_pair(*rows, renumbered_.size(), [&](std::uint32_t first, std::uint32_t second, std::uint32_t) { lists.count(first, second); });
    lists.choose();
    for_each_pair(*rows, renumbered_.size(),
                  [&](std::uint32_t first, std::uint32_t second, std::uint32_t row) { lists.add(first, second, row); });
  }
  return lists.close(directory_);
}

void TokenPattern::add(std::uint32_t form, bool joined) {
  const std::size_t begin = bytes_.size();
  put_varint(bytes_, std::uint64_t{kFirstCode} + pack_token(form, joined));
  masks_.resize(bytes_.size(), '\xFF');
  if (!joined) masks_[begin] = '\xFE';
  if (begin > 0 && form < anchor_form_) return;
  anchor_form_ = form;
  // Two bytes are looked for together.
  anchor_ = begin + 1 < bytes_.size() || begin == 0 ? begin : begin - 1;
}

bool TokenPattern::stands_at(const char* at) const {
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (((at[i] ^ bytes_[i]) & masks_[i]) != 0) return false;
  }
  return true;
}

// The next place at or behind `from`; nullptr when there is none.
const char* TokenPattern::find(const char* from, const char* end) const {
  if (static_cast<std::size_t>(end - from) < bytes_.size()) return nullptr;
  const char* const last = end - bytes_.size();  // where it may begin
  const bool two = anchor_ + 1 < bytes_.size();
  const Bytes first = each(bytes_[anchor_]), first_mask = each(masks_[anchor_]);
  const Bytes second = each(two ? bytes_[anchor_ + 1] : '\0'), second_mask = each(two ? masks_[anchor_ + 1] : '\0');
  const auto fits_at = [&](const char* places) {
    const Bytes differ = ((load(places + anchor_) ^ first) & first_mask) | ((load(places + anchor_ + 1) ^ second) & second_mask);
    return differ == 0;
  };
  constexpr std::size_t kPlaces = 2 * sizeof(Bytes);
  const std::size_t needed = anchor_ + 1 + kPlaces;
  const char* at = from;
  if (static_cast<std::size_t>(end - from) >= needed) {
    // Most of these have none. The last of them overlap those before.
    for (const char* const last_places = end - needed;; at = std::min(at + kPlaces, last_places)) {
      const auto low = fits_at(at), high = fits_at(at + sizeof(Bytes));
      const auto any = std::bit_cast<std::array<std::uint64_t, 2>>(low | high);
      if ((any[0] | any[1]) != 0) {
        const auto fits = std::bit_cast<std::array<std::uint64_t, 4>>(std::array{low, high});
        for (std::size_t part = 0; part < fits.size(); ++part) {
          for (std::uint64_t bits = fits[part] & 0x8080808080808080; bits != 0; bits &= bits - 1) {
            const char* const place = at + 8 * part + static_cast<std::size_t>(std::countr_zero(bits) / 8);
            if (place > last) return nullptr;
            if (stands_at(place)) return place;
          }
        }
      }
      if (at == last_places) break;
    }
    at = two ? last + 1 : last;  // a pattern of one byte may be the last one
  }
  for (; at <= last; ++at) {
    if (stands_at(at)) return at;
  }
  return nullptr;
}

bool TokenPattern::stands_in(std::string_view row, RowParts parts) const {
  const char* const end = row.data() + row.size();
  const char* counted = row.data();  // ends of texts before this are counted
  int texts = 0;
  for (const char* at = row.data(); (at = find(at, end)) != nullptr; ++at) {
    if (at != row.data() && (at[-1] & 0x80) != 0) continue;  // amid the code of another token
    while (const void* end_of_text = std::memchr(counted, kEndOfText, static_cast<std::size_t>(at - counted))) {
      ++texts;
      counted = static_cast<const char*>(end_of_text) + 1;
    }
    counted = at;
    if ((parts >> std::min(texts, 4) & 1) != 0) return true;
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
  auto pairs = PairFilter::open(directory, rows->rows());
  if (!pairs) return tl::make_unexpected(pairs.error());
  auto pair_lists = PairLists::open(directory);
  if (!pair_lists) return tl::make_unexpected(pair_lists.error());
  column.rows_ = std::move(*rows);
  column.forms_ = std::move(*forms);
  column.sorted_ = std::move(*sorted);
  column.counts_ = std::move(*counts);
  column.pairs_ = std::move(*pairs);
  column.pair_lists_ = std::move(*pair_lists);
  for (std::size_t i = 0; i < column.sorted_.rows(); i += kStep) column.heads_.push_back(head_of(column.forms_[column.sorted_[i]]));
  return column;
}

std::optional<std::uint32_t> TokenColumn::find(std::string_view form) const {
  const auto values = sorted_.values();
  const auto [low, high] = std::equal_range(heads_.begin(), heads_.end(), head_of(form));
  const auto forms_before = [&](auto head) { return values.begin() + std::min<std::ptrdiff_t>((head - heads_.begin()) * kStep, std::ssize(values)); };
  const auto found = std::lower_bound(low == heads_.begin() ? values.begin() : forms_before(low - 1), forms_before(high), form,
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

// Not inline: GCC 12 takes a function that only prefetches for one without effect and drops the call.
void prefetch(std::string_view bytes) {
  constexpr std::size_t kLine = 64, kLines = 6;
  for (std::size_t i = 0; i < std::min(bytes.size(), kLine * kLines); i += kLine) __builtin_prefetch(bytes.data() + i);
}

void TokenColumn::read(std::size_t row_number, TokenRow& row) const { read_row(rows_[row_number], row, forms_.rows()); }

void TokenColumn::read_title(std::size_t row_number, std::vector<PackedToken>& title) const {
  std::string_view bytes = rows_[row_number];
  read_tokens(take_text(bytes), title, forms_.rows());
}

}  // namespace incipit::storage

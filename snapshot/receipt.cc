#include "snapshot/receipt.h"

#include "storage/varint.h"

namespace incipit::snapshot {

using schema::Result;
using storage::put_varint;
using storage::VarintReader;

namespace {

// What a receipt begins with: which optional parts follow.
constexpr std::uint32_t kProvisional = 1, kDated = 2, kCitations = 4, kCodeKnown = 8, kCode = 16, kFlagsEnd = 32;

// The last number of a receipt, so that none can be cut off unseen.
constexpr std::uint32_t kEnd = 1;

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

// Not negative: the low half, then the high one, since a varint is read as 32 bits.
void put_long(std::string& out, std::int64_t number) {
  put_varint(out, static_cast<std::uint32_t>(number));
  put_varint(out, static_cast<std::uint64_t>(number) >> 32);
}

void put_cell(std::string& out, const CellStanding& standing) {
  put_varint(out, static_cast<std::uint64_t>(standing.cell.kind));
  put_text(out, standing.cell.code);
  put_varint(out, static_cast<std::uint64_t>(standing.cell.last_year));
  put_varint(out, standing.papers);
  put_varint(out, standing.rank);
}

// Reads what the functions above wrote. What cannot be is remembered: the caller asks once, at the end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t number() {
    whole_ = whole_ && bytes_.left() > 0;
    return bytes_.next();
  }
  std::uint32_t number_below(std::uint32_t bound) {
    const std::uint32_t value = number();
    whole_ = whole_ && value < bound;
    return value < bound ? value : 0;
  }
  std::int64_t long_number() {
    const std::int64_t low = number();
    return std::int64_t{number_below(1U << 31)} << 32 | low;
  }
  std::string text() {
    const std::uint32_t size = number();
    const std::string_view text = bytes_.bytes(size);
    whole_ = whole_ && text.size() == size;
    return std::string(text);
  }
  CellStanding cell() {
    CellStanding standing;
    standing.cell.kind = static_cast<CellKind>(number_below(static_cast<std::uint32_t>(CellKind::all) + 1));
    standing.cell.code = text();
    const int last = static_cast<int>(number_below(10'000));
    if (standing.cell.kind != CellKind::all) standing.cell.last_year = last;
    if (standing.cell.kind != CellKind::all) standing.cell.first_year = standing.cell.kind == CellKind::archive_years ? last - 2 : last;
    standing.papers = number();
    standing.rank = rank_of(standing.papers);
    whole_ = whole_ && standing.papers > 0;
    return standing;
  }
  std::uint32_t rank_of(std::uint32_t papers) {
    const std::uint32_t rank = number();
    whole_ = whole_ && rank <= 2 * std::uint64_t{papers};
    return rank;
  }
  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] bool read_all() { return number() == kEnd && whole_ && bytes_.left() == 0; }

 private:
  VarintReader bytes_;
  bool whole_ = true;
};

void put_novelty(std::string& out, const StoredReceipt& stored) {
  const NoveltyReceipt& novelty = stored.receipt.novelty;
  put_cell(out, novelty.standing);
  put_varint(out, novelty.new_terms_rank);
  put_varint(out, novelty.distance_rank);
  put_varint(out, novelty.new_terms);
  put_varint(out, novelty.most_reused.size());
  for (const NewTerm& term : novelty.most_reused) {
    put_text(out, term.text);
    put_varint(out, term.reuse);
  }
  put_varint(out, novelty.compared);
  put_varint(out, novelty.nearest.size());
  for (std::size_t i = 0; i < novelty.nearest.size(); ++i) {
    put_varint(out, stored.rows[i]);
    put_varint(out, novelty.nearest[i].similarity);
  }
}

void read_novelty(Reader& reader, StoredReceipt& stored) {
  NoveltyReceipt& novelty = stored.receipt.novelty;
  novelty.standing = reader.cell();
  novelty.new_terms_rank = reader.rank_of(novelty.standing.papers);
  novelty.distance_rank = reader.rank_of(novelty.standing.papers);
  novelty.new_terms = reader.number();
  for (std::uint32_t left = reader.number(); left > 0 && reader.whole(); --left) {
    std::string text = reader.text();
    novelty.most_reused.push_back({std::move(text), reader.number()});
  }
  novelty.compared = reader.number();
  for (std::uint32_t left = reader.number(); left > 0 && reader.whole(); --left) {
    stored.rows.push_back(reader.number());
    novelty.nearest.push_back({{}, reader.number_below(10'001)});
  }
}

}  // namespace

std::string_view reason_of(Missing missing) {
  switch (missing) {
    case Missing::nothing: return {};
    case Missing::no_date: return "the paper has no date";
    case Missing::no_words: return "the paper has no words to compare";
    case Missing::first_years: return "the paper is of the first two years of this index";
    case Missing::too_few: return "fewer than two parts of the score are known";
  }
  return {};
}

std::string encode(const StoredReceipt& stored) {
  const auto& [novelty, rank] = stored.receipt;
  const auto& code = rank.values[static_cast<std::size_t>(RankPart::code)];
  std::uint32_t flags = novelty.provisional ? kProvisional : 0;
  if (rank.age_days) flags |= kDated;
  if (rank.citations) flags |= kCitations;
  if (code) flags |= *code > 0 ? kCodeKnown | kCode : kCodeKnown;
  std::string out;
  put_varint(out, flags);
  put_varint(out, static_cast<std::uint64_t>(novelty.missing));
  if (rank.age_days) put_varint(out, *rank.age_days);
  if (rank.citations) put_long(out, *rank.citations);
  if (rank.cited) put_cell(out, *rank.cited);
  if (novelty.missing == Missing::nothing) put_novelty(out, stored);
  put_varint(out, kEnd);
  return out;
}

Result<StoredReceipt> decode(std::string_view bytes) {
  Reader reader(bytes);
  StoredReceipt stored;
  auto& [novelty, rank] = stored.receipt;
  const std::uint32_t flags = reader.number_below(kFlagsEnd);
  novelty.provisional = (flags & kProvisional) != 0;
  novelty.missing = static_cast<Missing>(reader.number_below(static_cast<std::uint32_t>(Missing::too_few)));
  if ((flags & kDated) != 0) rank.age_days = reader.number();
  if ((flags & kCitations) != 0) rank.citations = reader.long_number();
  if (rank.age_days && rank.citations) rank.cited = reader.cell();
  if (novelty.missing == Missing::nothing) read_novelty(reader, stored);
  if (!reader.read_all()) return schema::fail(schema::ErrorCode::index_damaged, "a receipt of the snapshot cannot be read");
  settle_rank(stored.receipt, (flags & kCodeKnown) != 0 ? std::optional((flags & kCode) != 0) : std::nullopt);
  return stored;
}

void settle_rank(Receipt& receipt, std::optional<bool> has_code) {
  auto& [novelty, rank] = receipt;
  rank.values = {};
  const auto value_of = [&](RankPart part) -> std::optional<Hundredths>& { return rank.values[static_cast<std::size_t>(part)]; };
  if (rank.cited) value_of(RankPart::citations) = rank.cited->value();
  if (novelty.missing == Missing::nothing) value_of(RankPart::novelty) = novelty.novelty();
  if (rank.age_days) value_of(RankPart::recency) = recency(*rank.age_days);
  if (has_code) value_of(RankPart::code) = *has_code ? 10'000 : 0;
  const auto score = rank_score(rank.values);
  rank.missing = score ? Missing::nothing : Missing::too_few;
  rank.score = score.value_or(0);
}

}  // namespace incipit::snapshot

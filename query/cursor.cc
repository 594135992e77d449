#include "query/cursor.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "schema/ascii.h"
#include "schema/fields.h"
#include "storage/manifest.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::Result;

namespace {

constexpr char kVersion = 2;
constexpr std::size_t kRevisionBytes = 16, kSnapshotBytes = 8, kPlanBytes = 8, kNumberBytes = 8, kMacBytes = 16;
constexpr std::size_t kSnapshotAt = 1 + kRevisionBytes, kPlanAt = kSnapshotAt + kSnapshotBytes, kScoreAt = kPlanAt + kPlanBytes, kBeforeAt = kScoreAt + kNumberBytes,
                      kIdAt = kBeforeAt + kNumberBytes;
constexpr std::size_t kLongest = 1024;  // of a cursor as text; an id has at most 200 bytes

std::string hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned bytes = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       digest.data(), &bytes);
  return {reinterpret_cast<const char*>(digest.data()), bytes};
}

// Base64 for addresses (RFC 4648, 5), without padding.
std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('=')) text.pop_back();
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

// Nullopt for anything that to_base64 does not write.
std::optional<std::string> from_base64(std::string_view text) {
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  while (padded.size() % 4 != 0) padded += '=';
  std::string bytes(padded.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(padded.data()), static_cast<int>(padded.size()));
  if (size < 0) return {};
  const std::size_t padding = padded.size() - text.size();
  if (padding > 2) return {};
  bytes.resize(static_cast<std::size_t>(size) - padding);
  if (to_base64(bytes) != text) return {};
  return bytes;
}

void append_number(std::string& bytes, std::int64_t number) {
  const auto value = static_cast<std::uint64_t>(number);
  for (std::size_t i = kNumberBytes; i-- > 0;) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

std::int64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kNumberBytes; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(value);
}

std::string digest_of(std::string_view plan) { return hmac("plan", plan).substr(0, kPlanBytes); }

// The bytes of what could be a cursor.
std::optional<std::string> opened(std::string_view cursor) {
  if (cursor.size() > kLongest) return {};
  auto bytes = from_base64(cursor);
  if (!bytes || bytes->size() < kIdAt + kMacBytes || bytes->front() != kVersion) return {};
  return bytes;
}

// Facts one after another, each with its length, so that no two lists of facts have one text.
class PlanText {
 public:
  void add(std::string_view fact) { text_ += std::to_string(fact.size()) + ":" + std::string(fact) + ","; }
  void add(std::int64_t number) { add(std::to_string(number)); }
  void add(const std::optional<std::int64_t>& number) { add(number ? std::to_string(*number) : ""); }
  void add(const std::optional<schema::Date>& date) { add(date ? date->iso() : ""); }
  void add(std::vector<std::string> values) {
    std::sort(values.begin(), values.end());
    add(static_cast<std::int64_t>(values.size()));
    for (const auto& value : values) add(value);
  }
  void add(const schema::FilterValues& filter) {
    add(filter.any_of);
    add(filter.none_of);
  }
  void add(const std::vector<schema::YearRange>& ranges) {
    std::vector<std::string> values;
    for (const auto& [from, to] : ranges) {
      values.push_back((from ? std::to_string(*from) : "") + ".." + (to ? std::to_string(*to) : ""));
    }
    add(std::move(values));
  }
  void add(const std::vector<schema::Fact>& facts) {
    std::vector<std::string> values;
    for (const auto fact : facts) values.emplace_back(schema::name_of(fact));
    add(std::move(values));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void add_query(PlanText& plan, const schema::SearchRequest& request) {
  plan.add(request.q);
  plan.add(static_cast<std::int64_t>(request.syntax));
  plan.add(static_cast<std::int64_t>(request.match));
  plan.add(static_cast<std::int64_t>(request.expand));
  plan.add(static_cast<std::int64_t>(request.collapse));
  plan.add(static_cast<std::int64_t>(request.synonyms));
  const auto& f = request.filters;
  for (const auto* filter : {&f.category, &f.primary, &f.archive, &f.venue, &f.affiliation, &f.status, &f.author, &f.cites, &f.cited_by}) plan.add(*filter);
  plan.add(f.years);
  plan.add(f.not_years);
  for (const auto* date : {&f.from, &f.to, &f.as_of}) plan.add(*date);
  plan.add(f.has);
  plan.add(f.has_not);
  plan.add(f.min_citations);
  plan.add(f.min_novelty);
  plan.add(f.ids);
}

tl::unexpected<schema::Error> unusable(ErrorCode code, const char* message) { return schema::fail_at(code, "cursor", message); }

}  // namespace

Cursors::Cursors(const storage::Manifest& manifest, std::string settings)
    : revision_(schema::bytes_of_hex(manifest.info.revision).value_or("")),
      key_(hmac(manifest.papers.hex() + manifest.authors.hex(), "incipit cursor 1 " + manifest.info.revision)),
      settings_(std::move(settings)) {
  const auto& snapshot = manifest.info.snapshot;
  snapshot_ = snapshot ? schema::bytes_of_hex(snapshot->revision).value_or("") : "";
  snapshot_.resize(kSnapshotBytes, '\0');
  revision_.resize(kRevisionBytes, '\0');
}

std::string Cursors::write(std::string_view plan, const Place& place, RestsOn rests) const {
  std::string bytes(1, kVersion);
  bytes += revision_ + (rests == RestsOn::snapshot ? snapshot_ : std::string(kSnapshotBytes, '\0')) + digest_of(settings_ + std::string(plan));
  append_number(bytes, place.score);
  append_number(bytes, place.before);
  bytes += place.id;
  bytes += hmac(key_, bytes).substr(0, kMacBytes);
  return to_base64(bytes);
}

Result<Place> Cursors::read(std::string_view plan, std::string_view cursor, RestsOn rests) const {
  constexpr const char* kNotOurs = "this is no cursor of this index; take next_cursor of a reply as it is";
  const auto bytes = opened(cursor);
  if (!bytes) return unusable(ErrorCode::cursor_invalid, kNotOurs);
  const std::string_view all = *bytes;
  if (all.substr(1, kRevisionBytes) != revision_) {
    return unusable(ErrorCode::cursor_gone, "the index has changed, and the revision that this cursor is of is not kept any more; ask again "
                                            "without it");
  }
  const std::string_view signed_part = all.substr(0, all.size() - kMacBytes);
  if (CRYPTO_memcmp(hmac(key_, signed_part).data(), all.data() + signed_part.size(), kMacBytes) != 0) {
    return unusable(ErrorCode::cursor_invalid, kNotOurs);
  }
  if (all.substr(kPlanAt, kPlanBytes) != digest_of(settings_ + std::string(plan))) {
    return unusable(ErrorCode::cursor_mismatch, "this cursor is of another request; query, filters, match and sort must stay the same");
  }
  if (rests == RestsOn::snapshot && all.substr(kSnapshotAt, kSnapshotBytes) != snapshot_) {
    return unusable(ErrorCode::cursor_gone, "novelty and rank scores have been computed anew since this cursor was given, so the list has "
                                            "another order; ask again without it");
  }
  return Place{std::string(signed_part.substr(kIdAt)), number_at(all, kScoreAt), number_at(all, kBeforeAt)};
}

std::optional<std::string> revision_of_cursor(std::string_view cursor) {
  const auto bytes = opened(cursor);
  if (!bytes) return {};
  return schema::hex_of(std::string_view(*bytes).substr(1, kRevisionBytes));
}

std::string plan_text(const schema::SearchRequest& request, schema::Sort sort) {
  PlanText plan;
  plan.add("papers");
  add_query(plan, request);
  std::vector<std::string> boosts;
  for (const schema::Boost boost : request.boosts) boosts.push_back(std::to_string(static_cast<int>(boost)));
  plan.add(std::move(boosts));
  plan.add(static_cast<std::int64_t>(sort.key));
  plan.add(static_cast<std::int64_t>(sort.reversed));
  return plan.take();
}

RestsOn rests_on(const schema::SearchRequest& request, schema::Sort sort) {
  const bool sorted = sort.key == schema::SortKey::novelty || sort.key == schema::SortKey::rank;
  const bool boosted = std::any_of(request.boosts.begin(), request.boosts.end(),
                                   [](schema::Boost boost) { return boost == schema::Boost::novelty || boost == schema::Boost::rank; });
  return sorted || boosted || request.filters.min_novelty ? RestsOn::snapshot : RestsOn::content;
}

std::string plan_text(const schema::AuthorSearchRequest& request) {
  PlanText plan;
  plan.add("authors");
  plan.add(request.q);
  plan.add(request.categories);
  plan.add(request.years);
  return plan.take();
}

std::string plan_text(const schema::FacetRequest& request) {
  PlanText plan;
  plan.add("facet");
  plan.add(schema::name_of(request.field));
  plan.add(request.prefix);
  add_query(plan, request.search);
  return plan.take();
}

std::string plan_text(const schema::SimilarRequest& request) {
  PlanText plan;
  plan.add("similar");
  plan.add(request.identifier);
  return plan.take();
}

}  // namespace incipit::query

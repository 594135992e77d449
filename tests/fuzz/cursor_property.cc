#include "tests/fuzz/cursor_property.h"

#include <algorithm>
#include <cstdint>

#include "query/cursor.h"
#include "schema/ids.h"
#include "storage/manifest.h"

namespace incipit::fuzz {
namespace {

using query::Cursors;
using query::Place;
using schema::ErrorCode;

constexpr std::string_view kPlan = "papers of a graph";
constexpr std::string_view kRevision = "0123456789abcdef0123456789abcdef";
constexpr std::size_t kHeadBytes = 17;  // two numbers, and what is changed

Cursors cursors_of(std::string_view revision, std::string_view content) {
  storage::Manifest manifest;
  manifest.info.revision = revision;
  if (!content.empty()) manifest.papers.add(content);
  return Cursors(manifest);
}

std::int64_t number_in(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = at; i < std::min(bytes.size(), at + 8); ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<std::int64_t>(number);
}

bool refused_as(const schema::Result<Place>& read, ErrorCode code) { return !read && read.error().code == code && read.error().parameter == "cursor"; }

std::string fault_of_word(const Cursors& ours, std::string_view word) {
  const auto revision = query::revision_of_cursor(word);
  const bool named = revision && revision->size() == kRevision.size() && revision->find_first_not_of("0123456789abcdef") == std::string::npos;
  if (revision && !named) return "a revision that is none";
  const auto read = ours.read(kPlan, word);
  if (read) return revision == kRevision && ours.write(kPlan, *read) == word ? "" : "a cursor that nobody wrote";
  if (!revision) return refused_as(read, ErrorCode::cursor_invalid) ? "" : "no cursor, and not told so";
  if (*revision != kRevision) return refused_as(read, ErrorCode::cursor_gone) ? "" : "of another revision, and not told so";
  return refused_as(read, ErrorCode::cursor_invalid) || refused_as(read, ErrorCode::cursor_mismatch) ? "" : "another refusal: " + read.error().message;
}

std::string fault_of_place(const Cursors& ours, const Place& place, unsigned char change) {
  std::string word = ours.write(kPlan, place);
  if (!query::revision_of_cursor(word)) return "what was written is no cursor";
  const auto read = ours.read(kPlan, word);
  if (!read) return "what was written is refused: " + read.error().message;
  if (*read != place) return "another place comes back";
  if (!refused_as(ours.read("papers of a tree", word), ErrorCode::cursor_mismatch)) return "taken for one of another request";
  static const Cursors newer = cursors_of("0123456789abcdef0123456789abcdee", ""), other = cursors_of(kRevision, "a paper");
  if (!refused_as(newer.read(kPlan, word), ErrorCode::cursor_gone)) return "taken for one of another revision";
  if (!refused_as(other.read(kPlan, word), ErrorCode::cursor_invalid)) return "taken for one of another content";
  char& changed = word[change % word.size()];
  changed = changed == 'A' ? 'B' : 'A';
  return ours.read(kPlan, word) ? "taken although it was changed" : fault_of_word(ours, word);
}

}  // namespace

std::string fault_of_cursor(std::string_view bytes) {
  static const Cursors ours = cursors_of(kRevision, "");
  if (std::string fault = fault_of_word(ours, bytes); !fault.empty()) return fault;
  const std::string_view id = bytes.substr(std::min(bytes.size(), kHeadBytes), schema::kMaxPaperIdBytes);
  const unsigned char change = bytes.size() < kHeadBytes ? 0 : static_cast<unsigned char>(bytes[kHeadBytes - 1]);
  return fault_of_place(ours, {std::string(id), number_in(bytes, 0), number_in(bytes, 8)}, change);
}

}  // namespace incipit::fuzz

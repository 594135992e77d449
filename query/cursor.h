// Cursors: a place in the answer to a request, as an opaque word that a client sends back to go on from there.
//
// A cursor names the index revision, a digest of all that defines the answer, and the last entry that was given with its
// score; what else orders it is found by its id, since the revision is the same. Where the answer rests on the snapshot too, a cursor names
// that as well: it may be computed anew while the content stays. It ends in a MAC (HMAC-SHA-256, cut to 16
// bytes) whose key comes from sums over the content of the index that no reply tells. So it stays good after a restart, a
// merge, and on every server of the same content. The MAC guards against cursors that were edited, damaged or
// made up; it hides nothing, and who has the whole index could make one: it would name a place in an answer that he may
// ask for anyway.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "schema/request.h"

namespace incipit::storage {
struct Manifest;
}

namespace incipit::query {

struct Place {
  std::string id;           // of the last entry; empty where `before` alone says it
  std::int64_t score = 0;   // of the last entry
  std::int64_t before = 0;  // entries in front of the next

  bool operator==(const Place&) const = default;
};

// What an answer rests on beside the request.
enum class RestsOn { content, snapshot };

// Threads: immutable.
class Cursors {
 public:
  // `settings`: what answers depend on beside the index and the request.
  explicit Cursors(const storage::Manifest& manifest, std::string settings = {});

  // `plan` tells what the answer is of (below).
  [[nodiscard]] std::string write(std::string_view plan, const Place& place, RestsOn rests = RestsOn::content) const;
  // Errors: cursor_invalid; cursor_mismatch, of another plan; cursor_gone, of another revision, or
  // of another snapshot where the plan rests on it.
  [[nodiscard]] schema::Result<Place> read(std::string_view plan, std::string_view cursor, RestsOn rests = RestsOn::content) const;

 private:
  std::string revision_;  // 16 bytes
  std::string snapshot_;  // 8 bytes
  std::string key_;
  std::string settings_;
};

// The revision that a cursor names, not checked; nullopt for what is none.
[[nodiscard]] std::optional<std::string> revision_of_cursor(std::string_view cursor);

// What defines the order and the entries of an answer. Equal for requests that differ in what is shown of each, in the
// size of a page or in the order of filter values.
[[nodiscard]] std::string plan_text(const schema::SearchRequest& request, schema::Sort sort);
[[nodiscard]] RestsOn rests_on(const schema::SearchRequest& request, schema::Sort sort);
[[nodiscard]] std::string plan_text(const schema::AuthorSearchRequest& request);
[[nodiscard]] std::string plan_text(const schema::FacetRequest& request);
// `request.identifier` must be the id of the paper.
[[nodiscard]] std::string plan_text(const schema::SimilarRequest& request);

}  // namespace incipit::query

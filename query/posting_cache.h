// Posting lists as they are after decoding, kept for the next query that needs them. The least recently used go when there is no
// more room; a list costs about seven bytes for each posting.
//
// Threads: a PostingCache may be shared by any number of them; Postings are immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <roaring/roaring.hh>
#include <string>
#include <unordered_map>
#include <vector>

namespace incipit::query {

// The papers of a segment that have a term.
struct Postings {
  std::vector<std::uint32_t> docids;   // ascending, dead ones included
  std::vector<std::uint8_t> impacts;   // parallel to `docids`; of filter terms without meaning
  Roaring papers;                      // the living ones

  [[nodiscard]] std::size_t bytes() const;
};

class PostingCache {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;
  // Shorter lists are as quickly decoded as found here.
  static constexpr std::size_t kLeastPostings = 64;

  explicit PostingCache(std::size_t most_bytes = kMostBytes) : most_bytes_(most_bytes) {}

  // Null when it is not there.
  [[nodiscard]] std::shared_ptr<const Postings> find(std::uint32_t segment, const std::string& term);
  // Lists below kLeastPostings or above the whole room are not kept.
  void keep(std::uint32_t segment, const std::string& term, std::shared_ptr<const Postings> postings);

  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Postings> postings;
    std::size_t bytes = 0;
  };
  [[nodiscard]] static std::string key_of(std::uint32_t segment, const std::string& term);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  std::size_t bytes_ = 0;
};

}  // namespace incipit::query

#include "query/posting_cache.h"

#include <utility>

namespace incipit::query {

std::size_t Postings::bytes() const {
  return docids.size() * sizeof(docids.front()) + impacts.size() * sizeof(impacts.front()) + papers.getSizeInBytes(false);
}

std::string PostingCache::key_of(std::uint32_t segment, const std::string& term) {
  return std::string(reinterpret_cast<const char*>(&segment), sizeof segment) + term;
}

std::shared_ptr<const Postings> PostingCache::find(std::uint32_t segment, const std::string& term) {
  const std::string key = key_of(segment, term);
  const std::lock_guard lock(mutex_);
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, known->second);
  return known->second->postings;
}

void PostingCache::keep(std::uint32_t segment, const std::string& term, std::shared_ptr<const Postings> postings) {
  if (postings->docids.size() < kLeastPostings) return;
  std::string key = key_of(segment, term);
  const std::size_t bytes = postings->bytes() + sizeof(Entry) + 2 * key.size();
  if (bytes > most_bytes_) return;
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;  // another thread was quicker
  entries_.push_front({key, std::move(postings), bytes});
  by_key_.emplace(std::move(key), entries_.begin());
  bytes_ += bytes;
  while (bytes_ > most_bytes_) {
    bytes_ -= entries_.back().bytes;
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

std::size_t PostingCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace incipit::query

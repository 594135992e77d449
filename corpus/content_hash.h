// The hash that names the content of an input, "xxh3-128:<32 hex>", taken as its bytes go by.
//
// Threads: one hash, one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace incipit::corpus {

class ContentHash {
 public:
  ContentHash();
  void add(std::string_view bytes);
  // Of all bytes so far.
  [[nodiscard]] std::string text() const;

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
};

}  // namespace incipit::corpus

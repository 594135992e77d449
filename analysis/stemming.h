// From a folded form to its term.
#pragma once

#include <memory>
#include <string>

#include "analysis/stem_memo.h"

struct sb_stemmer;

namespace incipit::analysis {

// Not for several threads at once.
class Stemming {
 public:
  static constexpr std::size_t kMaxMemoBytes = 512;  // of a form; longer ones are not worth their memory

  Stemming();

  // Possessive and apostrophes off; a form of three or more ASCII letters gets its English stem, after
  // plurals of acronyms that the stemmer leaves ("llms", "gpus"). Never empty for a form that is not. At most
  // kMaxFormBytes. The reference is valid until the next call.
  [[nodiscard]] const std::string& stem(const std::string& form);

 private:
  [[nodiscard]] std::string compute(const std::string& form);

  struct Release {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, Release> stemmer_;
  StemMemo memo_;
  std::string long_stem_;
};

}  // namespace incipit::analysis

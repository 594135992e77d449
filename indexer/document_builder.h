// One paper as the index holds it: a Xapian document with its terms and impacts, and a row of columns.
//
// Threads: one builder per thread (it owns an analyser).
#pragma once

#include <xapian.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "schema/author_entity.h"
#include "schema/paper.h"
#include "storage/manifest.h"
#include "storage/segment.h"

namespace incipit::indexer {

// The analysed texts of a paper, by field.
struct AnalysedPaper {
  analysis::AnalysedText title, abstract, comments;
  std::vector<std::vector<analysis::Token>> authors;  // name tokens

  [[nodiscard]] std::size_t author_terms() const;
};
[[nodiscard]] AnalysedPaper analyse_paper(const schema::Paper& paper, analysis::Analyser& analyser);

class DocumentBuilder {
 public:
  explicit DocumentBuilder(const storage::RankingConstants& constants) : constants_(constants) {}

  struct Built {
    Xapian::Document document;
    storage::PaperRow row;
  };
  // `ordinals`: the paper's authors by position in `entities`. Token forms are numbered by `forms`.
  [[nodiscard]] Built build(const schema::Paper& paper, std::span<const std::uint32_t> ordinals,
                            const std::vector<schema::AuthorEntity>& entities, storage::FormNumbering& forms);

 private:
  storage::RankingConstants constants_;
  analysis::Analyser analyser_;
};

}  // namespace incipit::indexer

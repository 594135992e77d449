// One paper as the index holds it: its terms with their impacts, and a row of columns.
//
// Threads: one builder per thread (it owns an analyser).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "schema/fields.h"
#include "schema/paper.h"
#include "storage/acronym_terms.h"
#include "storage/manifest.h"
#include "storage/segment.h"

namespace incipit::indexer {

// The analysed texts of a paper, by field.
struct AnalysedPaper {
  analysis::AnalysedText title, abstract, comments;
  std::vector<analysis::AnalysedText> affiliations;  // different ones
  std::vector<storage::AcronymPair> acronyms;        // that the abstract explains
  std::string title_key;                             // by which titles are ordered
  std::vector<std::vector<analysis::Token>> authors;  // name tokens

  [[nodiscard]] std::size_t author_terms() const;
};
[[nodiscard]] AnalysedPaper analyse_paper(const schema::Paper& paper, analysis::Analyser& analyser);

// The terms of one document in one buffer.
class DocumentTerms {
 public:
  void add(schema::Field field, std::string_view value, std::uint32_t impact = 0);
  void clear();
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::string_view term(std::size_t i) const { return std::string_view(bytes_).substr(entries_[i].begin, entries_[i].size); }
  [[nodiscard]] std::uint32_t impact(std::size_t i) const { return entries_[i].impact; }

 private:
  struct Entry {
    std::uint32_t begin = 0, size = 0, impact = 0;
  };
  std::string bytes_;
  std::vector<Entry> entries_;
};

class DocumentBuilder {
 public:
  explicit DocumentBuilder(const storage::RankingConstants& constants) : constants_(constants) {}

  // One author of a paper: the number by which columns know it, and its id.
  struct Author {
    std::uint32_t ordinal = 0;
    std::string_view id;
  };
  struct Built {
    const DocumentTerms& terms;
    const storage::PaperRow& row;
  };
  // `authors`: by position. Token forms are numbered by `forms`. The answer is good until the next call.
  [[nodiscard]] Built build(const schema::Paper& paper, std::span<const Author> authors, storage::FormNumbering& forms);
  // The terms alone; filters may be given more than once. Good until the next call.
  [[nodiscard]] const DocumentTerms& terms(const schema::Paper& paper, std::span<const Author> authors);

 private:
  void add_terms(const schema::Paper& paper, const AnalysedPaper& analysed, std::span<const Author> authors);
  void fill_row(const schema::Paper& paper, const AnalysedPaper& analysed, std::span<const Author> authors, storage::FormNumbering& forms);

  storage::RankingConstants constants_;
  analysis::Analyser analyser_;
  DocumentTerms terms_;
  storage::PaperRow row_;
};

}  // namespace incipit::indexer

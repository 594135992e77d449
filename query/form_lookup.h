// Where other forms of the words of a query come from: the file of synonyms, and the acronyms that abstracts of the index explain.
//
// An explained acronym is believed where at least acronym_papers papers explain it so, they are acronym_share of those that explain
// it at all, it is among its acronym_meanings most frequent ones, and acronym_explained of the papers with the acronym explain it.
// Both directions follow the same rule. Of all counts those of living papers, over all segments.
//
// A long form is looked for in the papers that have its words, so long forms are found as long as these are together at most half of
// what reading_passes lets a query read; those of the file, which was written on purpose, come first.
//
// Threads: one (everything given is borrowed). Of one request.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/deadline.h"
#include "query/other_forms.h"
#include "query/segment_view.h"
#include "query/synonym_file.h"

namespace incipit::query {

class FormLookup {
 public:
  // `file`: nullptr for none.
  FormLookup(const std::vector<SegmentView>& segments, const SynonymFile* file, analysis::Analyser& analyser, const Deadline& deadline);

  // As a FormFinder. Throws Xapian::Error, DeadlineExceeded.
  [[nodiscard]] std::optional<OtherForms> find(std::span<const std::string> words);

 private:
  // A meaning of an acronym, or an acronym of a meaning.
  struct Explained {
    std::string words;  // as they stand most often
    std::string stems;
    std::int64_t papers = 0;
  };
  // How many of the words a term of acronyms can have.
  [[nodiscard]] std::size_t reach(std::span<const std::string> words) const;
  [[nodiscard]] std::vector<OtherForm> forms_of(const std::string& stems);
  // The meanings that are believed; most papers first.
  [[nodiscard]] std::vector<Explained> meanings_of(const std::string& acronym) const;
  // The acronyms of which these stems are a meaning that is believed; most papers first.
  [[nodiscard]] std::vector<Explained> acronyms_of(const std::string& stems) const;
  // Counted by the other form in the terms that begin so.
  [[nodiscard]] std::vector<Explained> explained(schema::Field field, const std::string& form) const;
  [[nodiscard]] std::string stems_of(const std::string& words) const;
  [[nodiscard]] OtherForm form_of(const Explained& found) const;
  // Whether a form can be afforded; if so, it is.
  [[nodiscard]] bool afford(const OtherForm& form);

  const std::vector<SegmentView>& segments_;
  const SynonymFile* file_;
  analysis::Analyser& analyser_;
  const Deadline& deadline_;
  std::int64_t papers_left_;  // to read for long forms
};

}  // namespace incipit::query

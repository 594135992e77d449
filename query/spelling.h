// Corrections of words that no paper has. They are offered beside the answer and never applied: what was typed is answered.
//
// A word is corrected when neither texts nor comments nor names of authors have it, whatever the filters: words that exist are
// never doubted. Words with digits or signs, of another script than Latin, or shorter than four letters are left alone.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "query/ast.h"
#include "query/dictionary.h"
#include "query/segment_view.h"
#include "schema/result.h"

namespace incipit::query {

class Spelling {
 public:
  Spelling(const std::vector<SegmentView>& segments, analysis::Analyser& analyser)
      : segments_(segments), analyser_(analyser), dictionary_(segments, analyser) {}

  // At most one correction, of every word that has one; `root` is what `text` was parsed to. Throws Xapian::Error.
  [[nodiscard]] std::vector<schema::Correction> corrections(const std::string& text, const AstNode& root);

 private:
  void visit(const std::string& text, const AstNode& node, std::vector<schema::CorrectedWord>& words);
  void correct(const analysis::Token& token, const AstNode& leaf, std::vector<schema::CorrectedWord>& words);
  [[nodiscard]] bool is_known(const std::string& form);
  [[nodiscard]] std::int64_t papers_with(const std::string& form, schema::Field field);

  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  Dictionary dictionary_;
};

}  // namespace incipit::query

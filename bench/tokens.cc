// The papers of a corpus as Incipit reads and analyses them, for other engines to index the very same terms:
//
//   tokens INPUT... > TOKENS
//
// A line for each paper, of seven columns parted by tabs:
//
//   id, categories (parted by spaces), primary category, year ('-' where there is none),
//   terms    what Incipit indexes as the text of the paper: the terms of title, abstract and names, stop words too
//   forms    the words in their order as phrases are compared with them, with '|' between title, abstract and each name
//   record   the paper as canonical JSON: what a page of results is made of
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "analysis/analyser.h"
#include "bench/each_paper.h"
#include "indexer/document_builder.h"
#include "schema/paper_json.h"

namespace {

namespace schema = incipit::schema;

class Lines {
 public:
  void print(const schema::Paper& paper) {
    const auto analysed = incipit::indexer::analyse_paper(paper, analyser_);
    line_ = paper.id + '\t';
    column(paper.categories);
    line_ += '\t' + std::string(paper.primary()) + '\t';
    line_ += paper.published ? std::to_string(paper.published->year()) : "-";
    line_ += '\t';
    column(analysed.title.terms);
    column(analysed.abstract.terms);
    for (const auto& name : analysed.authors) {
      for (const auto& token : name) word(analyser_.stem(token.form));
    }
    line_ += '\t';
    forms(analysed.title.tokens);
    forms(analysed.abstract.tokens);
    for (const auto& name : analysed.authors) forms(name);
    line_ += '\t' + schema::canonical_json(paper) + '\n';
    std::fwrite(line_.data(), 1, line_.size(), stdout);
  }

 private:
  void word(const std::string& word) {
    if (line_.back() != '\t') line_ += ' ';
    line_ += word;
  }

  void column(const std::vector<std::string>& words) {
    for (const auto& one : words) word(one);
  }

  void forms(const std::vector<incipit::analysis::Token>& tokens) {
    for (const auto& token : tokens) word(token.form);
    word("|");
  }

  incipit::analysis::Analyser analyser_;
  std::string line_;
};

int failed(const schema::Error& error) {
  std::fprintf(stderr, "tokens: %s %s\n", error.message.c_str(), error.detail.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"Papers as lines of terms, for other engines to index what Incipit indexes"};
  std::vector<std::string> inputs;
  program.add_option("INPUT", inputs, "Papers, as `incipit index` takes them")->required();
  CLI11_PARSE(program, argc, argv);

  Lines lines;
  const auto read = incipit::bench::for_each_paper(inputs, [&](const schema::Paper& paper) { lines.print(paper); });
  if (!read) return failed(read.error());
  return std::fflush(stdout) == 0 ? 0 : 1;
}

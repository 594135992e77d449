// The same terms in stock Xapian, as its documentation indexes and asks them, for Incipit's searching to be measured against.
//
//   stock_search build DATABASE TOKENS        (TOKENS as the program `tokens` prints; "-" is standard input)
//   stock_search ask [--passes N] DATABASE QUERIES
//
// Words stand in the database as TermGenerator puts them there with STEM_SOME: stems with the prefix Z and without
// positions, words as they stand with positions; the record is the document data. Compacted.
// Ranked by BM25 with k1 0.9 and b 0.4. Facets are counted by ValueCountMatchSpy, one for the primary category and one for
// the year: it counts a value whole, so it cannot count papers of several categories under each. asking.h says what is printed.
#include <xapian.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "bench/asking.h"

namespace {

namespace bench = incipit::bench;

enum Slot : Xapian::valueno { kYear, kPrimary };
enum Column : std::size_t { kId, kCategories, kPrimaryCategory, kPaperYear, kTerms, kForms, kRecord, kColumns };
constexpr std::size_t kTermBytes = 245;  // glass refuses longer terms
constexpr Xapian::doccount kPartDocuments = 100'000;

std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns;
  std::istringstream in(line);
  for (std::string column; std::getline(in, column, '\t');) columns.push_back(column);
  return columns;
}

Xapian::Document document_of(const std::vector<std::string>& columns) {
  Xapian::Document document;
  std::istringstream terms(columns[kTerms]), forms(columns[kForms]), categories(columns[kCategories]);
  for (std::string term; terms >> term;) document.add_term("Z" + term);
  Xapian::termpos position = 0;
  for (std::string form; forms >> form;) {
    ++position;  // a part ends in a place that no word has
    if (form != "|") document.add_posting(form, position);
  }
  for (std::string category; categories >> category;) {
    if (category.size() < kTermBytes - 5) document.add_boolean_term("XCAT:" + category);
  }
  document.add_value(kPrimary, columns[kPrimaryCategory]);
  if (columns[kPaperYear] != "-") document.add_value(kYear, columns[kPaperYear]);
  document.set_data(columns[kRecord]);
  if (columns[kId].size() < kTermBytes) document.add_boolean_term("Q" + columns[kId]);
  return document;
}

// Parts of bounded size, since small trees are quicker to write, and no care of a crash: how fast the stock way is built with
// care is measured elsewhere (ingest.py). They are compacted into one.
int build(const std::string& path, const std::string& tokens) {
  // Xapian has no other way to set it, and reads it when the database is opened.
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000", 1);
  std::ifstream file;
  if (tokens != "-") file.open(tokens);
  std::istream& in = tokens == "-" ? std::cin : file;
  const std::filesystem::path loose = path + ".parts";
  std::filesystem::remove_all(loose);
  std::filesystem::create_directories(loose);
  Xapian::Database parts;
  std::string line;
  while (in.peek() != EOF) {
    const std::string name = loose / std::to_string(parts.get_doccount());
    Xapian::WritableDatabase part(name, Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
    while (part.get_doccount() < kPartDocuments && std::getline(in, line)) {
      const auto columns = columns_of(line);
      if (columns.size() != kColumns) return std::cerr << "stock_search: a line of " << tokens << " is not one of `tokens`\n", 1;
      part.add_document(document_of(columns));
    }
    part.commit();
    parts.add_database(Xapian::Database(name));
  }
  if (parts.get_doccount() == 0) return std::cerr << "stock_search: " << tokens << " has no papers\n", 1;
  parts.compact(path);
  std::cout << "documents: " << parts.get_doccount() << "\n";
  std::filesystem::remove_all(loose);
  return 0;
}

Xapian::Query query_of(const bench::AskedQuery& asked) {
  if (asked.kind == "phrase2") return {Xapian::Query::OP_PHRASE, asked.forms.begin(), asked.forms.end()};
  std::vector<std::string> stems;
  for (const auto& term : asked.terms) stems.push_back("Z" + term);
  const auto op = asked.kind.rfind("and", 0) == 0 ? Xapian::Query::OP_AND : Xapian::Query::OP_OR;
  return {op, stems.begin(), stems.end()};
}

std::uint64_t digest(const Xapian::ValueCountMatchSpy& spy) {
  std::vector<std::int64_t> counts;
  for (auto value = spy.top_values_begin(bench::kFacetValues); value != spy.top_values_end(bench::kFacetValues); ++value) {
    counts.push_back(value.get_termfreq());
  }
  return bench::sum_of_squares(counts);
}

bench::Answer answer(const Xapian::Database& database, const bench::AskedQuery& asked, bench::Mode mode) {
  const bool facets = mode == bench::Mode::facets;
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BM25Weight(0.9, 0, 1, 0.4, 0));
  enquire.set_query(query_of(asked));
  Xapian::ValueCountMatchSpy categories(kPrimary), years(kYear);
  if (facets) {
    enquire.add_matchspy(&categories);
    enquire.add_matchspy(&years);
  }
  const Xapian::MSet hits = enquire.get_mset(0, bench::kHits, facets ? database.get_doccount() : 0);
  bench::Answer found;
  if (facets) {
    found.total = hits.get_matches_estimated();  // exact, since every document was checked
    found.categories = digest(categories);
    found.years = digest(years);
  }
  found.records_from_ms = bench::cpu_ms();
  std::size_t bytes = 0;
  for (auto hit = hits.begin(); hit != hits.end(); ++hit) bytes += hit.get_document().get_data().size();
  if (bytes == 0 && !hits.empty()) std::cerr << "stock_search: a document without its record\n";
  return found;
}

int ask(const std::string& path, const std::string& file, int passes) {
  const auto queries = bench::read_queries(file);
  if (queries.empty()) return std::cerr << "stock_search: " << file << " holds no queries\n", 1;
  const Xapian::Database database(path);
  bench::ask_in_passes(queries, passes, [&](const auto& query, bench::Mode mode) { return answer(database, query, mode); });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"Stock Xapian over the terms of Incipit"};
  program.require_subcommand(1);
  std::string database, input;
  int passes = 3;
  auto* building = program.add_subcommand("build", "Index what `tokens` prints");
  auto* asking = program.add_subcommand("ask", "Ask what make_queries prints, and say what each query cost");
  for (auto* command : {building, asking}) command->add_option("DATABASE", database)->required();
  building->add_option("TOKENS", input, "'-' is standard input")->required();
  asking->add_option("QUERIES", input)->required();
  asking->add_option("--passes", passes, "the last one is measured")->capture_default_str()->check(CLI::PositiveNumber);
  CLI11_PARSE(program, argc, argv);
  try {
    return building->parsed() ? build(database, input) : ask(database, input, passes);
  } catch (const Xapian::Error& error) {
    std::cerr << "stock_search: " << error.get_description() << "\n";
    return 1;
  }
}

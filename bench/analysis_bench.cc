// How many abstracts the analysis takes per CPU-second.
//
//   analysis_bench PAPERS.jsonl [LIMIT]
//
// Reads the abstracts of a JSONL file into memory, then prints for each step its abstracts and megabytes per
// CPU-second. The memo tables start empty, as they do in an indexer.
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/analyser.h"

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void measure(const char* step, const std::vector<std::string>& texts, double megabytes,
             const std::function<std::size_t(const std::string&)>& run) {
  const double begin = cpu_seconds();
  std::size_t produced = 0;
  for (const std::string& text : texts) produced += run(text);
  const double seconds = cpu_seconds() - begin;
  std::cout << step << ": " << static_cast<long>(static_cast<double>(texts.size()) / seconds)
            << " abstracts/CPU-s, " << megabytes / seconds << " MB/CPU-s, " << produced << " produced in "
            << seconds << " s\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: analysis_bench PAPERS.jsonl [LIMIT]\n";
    return 2;
  }
  const std::size_t limit = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 20'000;
  std::ifstream input(argv[1]);
  if (!input) {
    std::cerr << "cannot read " << argv[1] << "\n";
    return 1;
  }
  std::vector<std::string> given;
  double megabytes = 0;
  for (std::string line; given.size() < limit && std::getline(input, line);) {
    const nlohmann::json paper = nlohmann::json::parse(line, nullptr, false);
    if (!paper.is_object() || !paper.contains("abstract") || !paper["abstract"].is_string()) continue;
    given.push_back(paper["abstract"].get<std::string>());
    megabytes += static_cast<double>(given.back().size()) / 1e6;
  }
  std::cout << given.size() << " abstracts, " << megabytes << " MB\n";
  if (given.empty()) return 1;

  std::vector<std::string> displayed;
  measure("display_text", given, megabytes, [&](const std::string& text) {
    displayed.push_back(incipit::analysis::display_text(text));
    return displayed.back().size();
  });
  incipit::analysis::Analyser tokenizer;
  measure("tokens", displayed, megabytes,
          [&](const std::string& text) { return tokenizer.tokens(text).size(); });
  incipit::analysis::Analyser analyser;
  measure("analyse", displayed, megabytes,
          [&](const std::string& text) { return analyser.analyse(text).terms.size(); });
  incipit::analysis::Analyser whole;
  measure("display_text and analyse", given, megabytes, [&](const std::string& text) {
    return whole.analyse(incipit::analysis::display_text(text)).terms.size();
  });
}

// How good corrections are:  spelling_quality INDEX [--words N] [--seed N]
//
// Takes words of the index as often as its texts have them, makes one error in each (two in words of nine letters or more,
// apart) and asks for what comes out. Prints of each kind of error: words, the share whose error made another word of the index
// (never corrected), and of the others the share that was corrected to the word, to another one, and not at all.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <string>

#include "bench/asked_index.h"
#include "bench/cpu_time.h"

namespace {

using namespace incipit;
using bench::cpu_ms;

bool is_word(std::string_view form) {
  return form.size() >= 5 && form.size() <= 20 && std::all_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

struct Tally {
  int words = 0, real = 0, right = 0, other = 0, none = 0;
  double ms = 0;
};

// One error at a place from `from` on.
std::string with_error(std::string word, const std::string& kind, std::size_t from, std::mt19937& random) {
  const std::size_t at = from + random() % (word.size() - from - 1);
  const char letter = static_cast<char>('a' + random() % 26);
  if (kind == "left out") word.erase(at, 1);
  if (kind == "added") word.insert(at, 1, letter);
  if (kind == "changed") word[at] = letter;
  if (kind == "exchanged") std::swap(word[at], word[at + 1]);
  if (kind == "first letter") word[0] = letter;
  return word;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How good corrections are");
  std::string index;
  int count = 500;
  unsigned seed = 1;
  app.add_option("INDEX", index)->required();
  app.add_option("--words", count, "of each kind of error")->capture_default_str();
  app.add_option("--seed", seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const auto opened = bench::open_asked(index);
  if (!opened) return 1;
  const auto& [generation, searcher] = *opened;
  const auto& tokens = generation->columns(0).tokens;
  std::vector<double> weights;
  for (std::uint32_t form = 0; form < tokens.forms(); ++form) {
    const bool taken = is_word(tokens.form(form)) && tokens.occurrences(form) >= 5;
    weights.push_back(taken ? static_cast<double>(tokens.occurrences(form)) : 0);
  }
  std::discrete_distribution<std::uint32_t> words(weights.begin(), weights.end());
  std::mt19937 random(seed);
  std::printf("%-14s %6s %8s %8s %8s %8s %9s\n", "error", "words", "a word", "right", "other", "none", "mean ms");
  for (const std::string kind : {"left out", "added", "changed", "exchanged", "first letter", "two errors"}) {
    Tally tally;
    while (tally.words < count) {
      const std::string word(tokens.form(words(random)));
      if (kind == "two errors" && word.size() < 9) continue;
      const std::string typed = kind == "two errors" ? with_error(with_error(word, "changed", 5, random), "exchanged", 1, random)
                                                     : with_error(word, kind, 1, random);
      if (typed == word) continue;
      ++tally.words;
      schema::SearchRequest request;
      request.q = typed;
      request.limit = 0;
      const double before = cpu_ms();
      const auto found = searcher->search(request);
      tally.ms += cpu_ms() - before;
      if (!found) return std::fprintf(stderr, "%s\n", found.error().message.c_str()), 1;
      if (found->total.value > 0) {
        ++tally.real;
      } else if (found->query.corrections.empty()) {
        ++tally.none;
      } else {
        ++(found->query.corrections.front().query == word ? tally.right : tally.other);
      }
    }
    const double unknown = std::max(1, tally.words - tally.real);
    std::printf("%-14s %6d %7.1f%% %7.1f%% %7.1f%% %7.1f%% %9.3f\n", kind.c_str(), tally.words, 100.0 * tally.real / tally.words,
                100.0 * tally.right / unknown, 100.0 * tally.other / unknown, 100.0 * tally.none / unknown, tally.ms / tally.words);
  }
}

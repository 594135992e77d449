// What suggestions cost while a text is typed:  typing_cost INDEX [--texts N] [--seed N]
//
// Takes names of authors and titles of papers of the index and types each letter by letter from the second on, as far as
// twenty letters, the way people do; every other text is typed with one error. For each question asked of one searcher: texts,
// p50, p95 and most in milliseconds of thread CPU time.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "bench/asked_index.h"
#include "bench/cpu_time.h"

namespace {

using namespace incipit;
using bench::cpu_ms;

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Every beginning of the texts from two letters to `longest`, each second text with two neighbours exchanged.
std::vector<std::string> typed(std::vector<std::string> texts, std::size_t longest, std::mt19937& random) {
  std::vector<std::string> beginnings;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string& text = texts[i];
    if (!is_ascii(text)) continue;
    if (i % 2 == 1 && text.size() > 6) {
      const std::size_t at = 1 + random() % 5;
      std::swap(text[at], text[at + 1]);
    }
    for (std::size_t size = 2; size <= std::min(longest, text.size()); ++size) beginnings.push_back(text.substr(0, size));
  }
  return beginnings;
}

void measure(const char* what, const std::vector<std::string>& texts, const std::function<bool(const std::string&)>& ask) {
  std::vector<double> times;
  double most = 0;
  std::string slowest;
  std::size_t answered = 0;
  for (int pass = 0; pass < 2; ++pass) {
    times.clear();
    most = 0;
    answered = 0;
    for (const auto& text : texts) {
      const double before = cpu_ms();
      answered += ask(text) ? 1 : 0;
      times.push_back(cpu_ms() - before);
      if (times.back() > most) most = times.back(), slowest = text;
    }
  }
  std::sort(times.begin(), times.end());
  std::printf("%-28s %7zu %9.3f %9.3f %9.3f %8zu  %s\n", what, times.size(), bench::at_share(times, 0.5), bench::at_share(times, 0.95), most, answered, slowest.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What suggestions cost while a text is typed, in thread CPU time");
  std::string index;
  std::size_t count = 300;
  unsigned seed = 1;
  app.add_option("INDEX", index)->required();
  app.add_option("--texts", count, "names and titles each")->capture_default_str();
  app.add_option("--seed", seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const auto opened = bench::open_asked(index);
  if (!opened) return 1;
  const auto& generation = opened->generation;
  std::mt19937 random(seed);
  std::vector<std::string> names, titles;
  const auto& columns = generation->columns(0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = random() % columns.rows();
    titles.emplace_back(columns.title_keys[row]);
    const auto authors = columns.authors[row];
    if (!authors.empty()) names.emplace_back(generation->authors().name(authors[random() % authors.size()]));
  }
  const auto typed_names = typed(names, 20, random), typed_titles = typed(titles, 40, random);
  std::printf("%-28s %7s %9s %9s %9s %8s\n", "question", "texts", "p50 ms", "p95 ms", "most ms", "answered");
  measure("authors, names", typed_names, [&](const std::string& text) {
    schema::AuthorSearchRequest request;
    request.q = text;
    const auto found = opened->searcher->authors(request);
    return found && found->total.value > 0;
  });
  const auto suggest = [&](std::optional<schema::SuggestionKind> kind) {
    return [&opened, kind](const std::string& text) {
      schema::SuggestRequest request;
      request.q = text;
      request.kind = kind;
      const auto found = opened->searcher->suggest(request);
      return found && !found->suggestions.empty();
    };
  };
  measure("suggest authors, names", typed_names, suggest(schema::SuggestionKind::authors));
  measure("suggest words, titles", typed_titles, suggest(schema::SuggestionKind::words));
  measure("suggest papers, titles", typed_titles, suggest(schema::SuggestionKind::papers));
  measure("suggest categories, titles", typed_titles, suggest(schema::SuggestionKind::categories));
  measure("suggest all, names", typed_names, suggest(std::nullopt));
  measure("suggest all, titles", typed_titles, suggest(std::nullopt));
}

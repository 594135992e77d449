// Makes identity/rarity.tsv, the shipped tables of how rare names and words are: `identity_tables PAPERS AFFILIATED > rarity.tsv`.
//
// Names and words of texts come from PAPERS. Words of affiliations come from AFFILIATED, of authors in the training half of the
// surnames alone. Rarities are -ln of a share in eighths.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "analysis/analyser.h"
#include "bench/each_paper.h"
#include "bench/identity_halves.h"
#include "identity/evidence.h"
#include "identity/name.h"
#include "identity/rarity.h"

namespace {

using namespace incipit;

using Counts = std::unordered_map<std::string, std::size_t>;

void count_once(Counts& counts, const std::vector<std::string>& words) {
  for (const auto& word : std::set<std::string>(words.begin(), words.end())) ++counts[word];
}

// The `size` most frequent words by rarity; the last line has the figure for all others.
void print_table(identity::Vocabulary vocabulary, const Counts& counts, double total, std::size_t size) {
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [word, count] : counts) order.emplace_back(count, word);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (order.size() > size) order.resize(size);
  const auto eighths = [&](double count) { return static_cast<int>(std::lround(-8 * std::log(count / total))); };
  std::map<int, std::string> lines;
  for (const auto& [count, word] : order) lines[eighths(static_cast<double>(count))] += (lines[eighths(static_cast<double>(count))].empty() ? "" : " ") + word;
  // What is not in the table occurs at most as often as its last word; a third of that is near the middle.
  lines[eighths(static_cast<double>(order.back().first) / 3)];
  const auto name = std::string(identity::kVocabularyNames[static_cast<std::size_t>(vocabulary)]);
  for (const auto& [rarity, words] : lines) std::printf("%s\t%d\t%s\n", name.c_str(), rarity, words.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: identity_tables PAPERS AFFILIATED > rarity.tsv\n"), 2;
  Counts surnames, given_names, text, affiliations;
  double authorships = 0, papers = 0, affiliated = 0;
  const auto read = bench::for_each_paper({argv[1]}, [&](const schema::Paper& paper) {
    ++papers;
    count_once(text, identity::evidence_words(paper.title + ' ' + paper.abstract));
    for (const auto& author : paper.authors) {
      const identity::Name name = identity::read_name(analysis::display_text(author.name));
      const std::string given = identity::first_given(name);
      if (name.words.empty() || given.empty()) continue;
      ++authorships;
      ++surnames[name.words[name.family].form];
      if (!analysis::is_initial(given)) ++given_names[given];
      ++given_names[analysis::initial_of(given)];
    }
  });
  const auto read_too = bench::for_each_paper({argv[2]}, [&](const schema::Paper& paper) {
    for (const auto& author : paper.authors) {
      if (author.affiliations.empty() || bench::half_of(identity::read_name(author.name)) != bench::Half::training) continue;
      ++affiliated;
      std::string lines;
      for (const auto& line : author.affiliations) lines += line + ' ';
      count_once(affiliations, identity::evidence_words(lines));
    }
  });
  if (!read || !read_too) return std::fprintf(stderr, "%s\n", (read ? read_too : read).error().message.c_str()), 1;
  std::printf("# Made by bench/identity_tables.cc; see bench/README.md.\n");
  print_table(identity::Vocabulary::surnames, surnames, authorships, 3000);
  print_table(identity::Vocabulary::given_names, given_names, authorships, 3000);
  print_table(identity::Vocabulary::text_words, text, papers, 4000);
  print_table(identity::Vocabulary::affiliation_words, affiliations, affiliated, 800);
}

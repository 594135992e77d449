#include "tests/relevance/plain_bm25.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace incipit::relevance {
namespace {

constexpr std::size_t kDepth = 1000;

}  // namespace

PlainBm25::PlainBm25(const TestCollection& collection, analysis::Analyser& analyser) {
  double all = 0;
  for (const schema::Paper& paper : collection.papers) {
    std::map<std::string, double> counts;
    double length = 0;
    const auto add = [&](const std::string& term) {
      counts[term] += 1;
      length += 1;
    };
    for (const std::string* text : {&paper.title, &paper.abstract}) {
      for (const std::string& term : analyser.analyse(analysis::display_text(*text)).terms) add(term);
    }
    for (const auto& author : paper.authors) {
      for (const auto& token : analyser.name_tokens(analysis::display_text(author.name))) add(analyser.stem(token.form));
    }
    const auto number = static_cast<std::uint32_t>(ids_.size());
    for (const auto& [term, count] : counts) postings_[term].push_back({number, count});
    ids_.push_back(paper.id);
    lengths_.push_back(length);
    all += length;
  }
  mean_length_ = all / static_cast<double>(ids_.size());
  for (const auto& question : collection.questions) {
    std::map<std::string, double> counts;
    for (const auto& word : analyser.words(question.text)) {
      if (word.stop_word) continue;
      for (std::size_t i = 0; i < word.parts.size(); ++i) {
        if (!analysis::is_stop_word(word.parts[i].form)) counts[word.stems[i]] += 1;
      }
      if (!word.joined_stem.empty()) counts[word.joined_stem] += 1;
    }
    auto& terms = questions_.emplace_back(question.id, std::vector<QueryTerm>{}).second;
    for (const auto& [term, count] : counts) terms.push_back({term, count});
  }
}

evaluation::Run PlainBm25::run(Bm25Constants constants) const {
  const auto papers = static_cast<double>(ids_.size());
  evaluation::Run run;
  std::vector<double> scores(ids_.size());
  for (const auto& [question, terms] : questions_) {
    std::fill(scores.begin(), scores.end(), 0);
    for (const auto& [term, count] : terms) {
      const auto found = postings_.find(term);
      if (found == postings_.end()) continue;
      const auto df = static_cast<double>(found->second.size());
      const double idf = std::log(1 + (papers - df + 0.5) / (df + 0.5));
      for (const auto& [paper, tf] : found->second) {
        const double saturation = constants.k1 * (1 - constants.b + constants.b * lengths_[paper] / mean_length_);
        scores[paper] += count * idf * tf * (constants.k1 + 1) / (tf + saturation);
      }
    }
    auto& ranked = run[question];
    for (std::size_t paper = 0; paper < scores.size(); ++paper) {
      if (scores[paper] > 0) ranked.push_back({ids_[paper], scores[paper]});
    }
    const auto middle = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(kDepth, ranked.size()));
    std::partial_sort(ranked.begin(), middle, ranked.end(), [](const auto& a, const auto& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; });
    ranked.erase(middle, ranked.end());
  }
  return run;
}

}  // namespace incipit::relevance

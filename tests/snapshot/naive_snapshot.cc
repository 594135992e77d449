#include "tests/snapshot/naive_snapshot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "snapshot/terms.h"
#include "storage/files.h"

namespace incipit::snapshot {
namespace {

using Counts = std::map<std::string, int>;

struct NaivePaper {
  const PaperText* given = nullptr;
  int year = 0;
  Counts terms;
  std::vector<NewTerm> new_terms;
  int compared = 0;
  std::vector<NearPaper> nearest;
  bool judged = false;
};

bool is_of_a_word(char c) { return (c >= 'a' && c <= 'z') || c == '\'' || static_cast<unsigned char>(c) >= 0x80; }

Counts terms_of(const PaperText& paper) {
  Counts counts;
  for (const std::string& text : {paper.title, paper.abstract}) {
    std::string before;
    std::string word;
    for (const char c : text + ".") {
      if (is_of_a_word(c)) {
        word += c;
        continue;
      }
      if (word.size() >= 3 && !is_function_word(word)) {
        ++counts[word];
        if (!before.empty()) ++counts[before + " " + word];
        before = word;
      } else if (!word.empty()) {
        before.clear();
      }
      word.clear();
      if (c != ' ') before.clear();
    }
  }
  return counts;
}

// All dated papers with words, in order; then what is asked of them by going through all of them.
class NaiveCorpus {
 public:
  explicit NaiveCorpus(const std::vector<PaperText>& papers) {
    for (const PaperText& paper : papers) {
      NaivePaper one{&paper, paper.date ? paper.date->year() : 0, terms_of(paper), {}, 0, {}, false};
      if (paper.date && !one.terms.empty()) ordered_.push_back(std::move(one));
    }
    std::sort(ordered_.begin(), ordered_.end(), [](const NaivePaper& a, const NaivePaper& b) {
      return std::tie(a.given->date->instant, a.given->id) < std::tie(b.given->date->instant, b.given->id);
    });
    for (NaivePaper& paper : ordered_) paper.judged = paper.year >= ordered_.front().year + 2;
    for (std::size_t i = 0; i < ordered_.size(); ++i) {
      for (const auto& [term, count] : ordered_[i].terms) having_[term].push_back(i);
    }
    for (std::size_t i = 0; i < ordered_.size(); ++i) {
      if (!ordered_[i].judged) continue;
      find_new_terms(i);
      find_nearest(i);
    }
  }
  [[nodiscard]] const std::vector<NaivePaper>& ordered() const { return ordered_; }

 private:
  void find_new_terms(std::size_t at) {
    for (const auto& [term, count] : ordered_[at].terms) {
      std::uint32_t earlier = 0, later = 0;
      for (const std::size_t i : having_.at(term)) {
        if (i != at) ++(i < at ? earlier : later);
      }
      if (earlier == 0 && later > 0) ordered_[at].new_terms.push_back({term, later});
    }
    std::sort(ordered_[at].new_terms.begin(), ordered_[at].new_terms.end(),
              [](const NewTerm& a, const NewTerm& b) { return a.reuse != b.reuse ? a.reuse > b.reuse : a.text < b.text; });
  }

  [[nodiscard]] long idf(const std::string& term, int year) const {
    const auto first = std::partition_point(ordered_.begin(), ordered_.end(), [&](const NaivePaper& paper) { return paper.year < year; });
    const auto papers = first - ordered_.begin();
    const auto& all = having_.at(term);
    const auto having = std::partition_point(all.begin(), all.end(), [&](std::size_t i) { return ordered_[i].year < year; }) - all.begin();
    return std::lround(1024 * (std::log1p(static_cast<double>(papers)) - std::log1p(static_cast<double>(having))));
  }

  // Of a term, for the earlier and the later paper of a pair; `year`: of the later one.
  [[nodiscard]] double weight(const Counts::value_type& term, int year) {
    if (year != year_of_idfs_) {
      idfs_.clear();
      squares_.clear();
      year_of_idfs_ = year;
    }
    const auto [known, added] = idfs_.try_emplace(term.first, 0);
    if (added) known->second = idf(term.first, year);
    return static_cast<double>(std::lround(64 * (1 + std::log(term.second))) * known->second);
  }
  [[nodiscard]] double squares(std::size_t paper, int year) {
    if (year != year_of_idfs_) squares_.clear();
    if (const auto known = squares_.find(paper); known != squares_.end()) return known->second;
    double sum = 0;
    for (const auto& term : ordered_[paper].terms) sum += weight(term, year) * weight(term, year);
    return squares_[paper] = sum;
  }
  [[nodiscard]] double product(const NaivePaper& a, const NaivePaper& b, int year) {
    double sum = 0;
    for (auto i = a.terms.begin(), j = b.terms.begin(); i != a.terms.end() && j != b.terms.end();) {
      const int order = i->first.compare(j->first);
      if (order == 0) sum += weight(*i, year) * weight(*j, year);
      if (order <= 0) ++i;
      if (order >= 0) ++j;
    }
    return sum;
  }

  void find_nearest(std::size_t at) {
    NaivePaper& later = ordered_[at];
    const int year = later.year;
    const auto is_earlier = [&](std::size_t i) { return i < at && ordered_[i].year >= year - 5; };
    std::vector<std::tuple<long, int, std::uint64_t, std::string>> keys;
    for (const auto& [term, count] : later.terms) {
      const auto& all = having_.at(term);
      const auto earlier = static_cast<int>(std::count_if(all.begin(), all.end(), is_earlier));
      if (earlier >= 1 && earlier <= 2000) keys.emplace_back(-idf(term, year), earlier, storage::hash_bits(term), term);
    }
    std::sort(keys.begin(), keys.end());
    keys.resize(std::min<std::size_t>(keys.size(), 24));
    std::set<std::size_t> sharing;
    for (const auto& key : keys) {
      for (const std::size_t i : having_.at(std::get<3>(key))) {
        if (is_earlier(i)) sharing.insert(i);
      }
    }
    std::vector<std::tuple<long, std::size_t>> found;
    for (const std::size_t i : sharing) {
      const double both = product(ordered_[i], later, year);
      const double norms = std::sqrt(squares(at, year)) * std::sqrt(squares(i, year));
      found.emplace_back(both == 0 ? 0 : -std::min(10'000L, std::lround(10'000 * (both / norms))), i);
    }
    std::sort(found.begin(), found.end());
    later.compared = static_cast<int>(found.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 5); ++i) {
      const auto [similarity, number] = found[i];
      later.nearest.push_back({ordered_[number].given->id, static_cast<std::uint32_t>(-similarity)});
    }
  }

  int year_of_idfs_ = 0;
  std::unordered_map<std::string, long> idfs_;        // of that year
  std::unordered_map<std::size_t, double> squares_;   // as seen from that year
  std::vector<NaivePaper> ordered_;
  std::map<std::string, std::vector<std::size_t>> having_;
};

struct Placed {
  std::string category;
  int year = 0;
};

// The cell of a paper among those that have a figure, and which of these are in it.
std::pair<Cell, std::vector<std::size_t>> cell_of(const std::vector<Placed>& papers, const Placed& paper) {
  const auto archive = [](const std::string& category) { return category.substr(0, category.find('.')); };
  const std::vector<std::pair<Cell, std::function<bool(const Placed&)>>> steps{
      {{CellKind::category_year, paper.category, paper.year, paper.year}, [&](const Placed& other) { return other.category == paper.category && other.year == paper.year; }},
      {{CellKind::archive_year, archive(paper.category), paper.year, paper.year},
       [&](const Placed& other) { return archive(other.category) == archive(paper.category) && other.year == paper.year; }},
      {{CellKind::archive_years, archive(paper.category), paper.year - 2, paper.year},
       [&](const Placed& other) { return archive(other.category) == archive(paper.category) && other.year >= paper.year - 2 && other.year <= paper.year; }},
      {{}, [](const Placed&) { return true; }}};
  for (const auto& [cell, holds] : steps) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < papers.size(); ++i) {
      if (holds(papers[i])) members.push_back(i);
    }
    if (members.size() >= 30 || cell.kind == CellKind::all) return {cell, members};
  }
  return {};
}

template <class Value>
std::uint32_t rank_of(const std::vector<Value>& values, const Value& value) {
  std::uint32_t rank = 0;
  for (const Value& other : values) rank += other < value ? 2 : other == value ? 1 : 0;
  return rank;
}

void add_novelty(const std::vector<NaivePaper>& judged, std::map<std::string, Receipt>& receipts, const schema::Date& as_of) {
  std::vector<Placed> placed;
  for (const NaivePaper& paper : judged) placed.push_back({paper.given->category, paper.year});
  for (std::size_t at = 0; at < judged.size(); ++at) {
    const NaivePaper& paper = judged[at];
    NoveltyReceipt& novelty = receipts[paper.given->id].novelty;
    novelty.missing = Missing::nothing;
    novelty.provisional = as_of.instant - paper.given->date->instant < 365LL * 86'400;
    novelty.new_terms = static_cast<std::uint32_t>(paper.new_terms.size());
    novelty.most_reused = paper.new_terms;
    novelty.most_reused.resize(std::min<std::size_t>(novelty.most_reused.size(), 10));
    novelty.compared = static_cast<std::uint32_t>(paper.compared);
    novelty.nearest = paper.nearest;
    const auto [cell, members] = cell_of(placed, placed[at]);
    std::vector<long> counts, distances, raws;
    const auto distance = [](const NaivePaper& of) { return 10'000L - (of.nearest.empty() ? 0 : static_cast<long>(of.nearest[0].similarity)); };
    for (const std::size_t i : members) {
      counts.push_back(static_cast<long>(judged[i].new_terms.size()));
      distances.push_back(distance(judged[i]));
    }
    for (std::size_t i = 0; i < members.size(); ++i) raws.push_back(long{rank_of(counts, counts[i])} + rank_of(distances, distances[i]));
    novelty.new_terms_rank = rank_of(counts, static_cast<long>(paper.new_terms.size()));
    novelty.distance_rank = rank_of(distances, distance(paper));
    novelty.standing = {cell, static_cast<std::uint32_t>(members.size()), rank_of(raws, long{novelty.new_terms_rank} + novelty.distance_rank)};
  }
}

void add_citations(const std::vector<PaperText>& papers, std::map<std::string, Receipt>& receipts, const schema::Date& as_of) {
  std::vector<Placed> placed;
  std::vector<const PaperText*> cited;
  std::vector<float> per_year;
  for (const PaperText& paper : papers) {
    if (!paper.date || !paper.citations) continue;
    placed.push_back({paper.category, paper.date->year()});
    cited.push_back(&paper);
    const std::int64_t days = std::max<std::int64_t>(0, as_of.instant - paper.date->instant) / 86'400;
    per_year.push_back(static_cast<float>(static_cast<double>(*paper.citations) / std::max(1.0, static_cast<double>(days) / 365.25)));
  }
  for (std::size_t at = 0; at < cited.size(); ++at) {
    const auto [cell, members] = cell_of(placed, placed[at]);
    std::vector<float> values;
    for (const std::size_t i : members) values.push_back(per_year[i]);
    receipts[cited[at]->id].rank.cited = CellStanding{cell, static_cast<std::uint32_t>(members.size()), rank_of(values, per_year[at])};
  }
}

void add_rank(const PaperText& paper, Receipt& receipt, const schema::Date& as_of) {
  RankReceipt& rank = receipt.rank;
  if (paper.citations) rank.citations = *paper.citations;
  if (rank.cited) rank.values[0] = rank.cited->value();
  if (receipt.novelty.missing == Missing::nothing) rank.values[1] = receipt.novelty.novelty();
  if (paper.date) {
    rank.age_days = static_cast<std::uint32_t>(std::max<std::int64_t>(0, as_of.instant - paper.date->instant) / 86'400);
    rank.values[2] = static_cast<Hundredths>(std::lround(10'000 * std::pow(2.0, -(*rank.age_days / 365.25) / 2)));
  }
  if (paper.has_code) rank.values[3] = *paper.has_code ? 10'000 : 0;
  const std::array<double, 4> weights{0.35, 0.25, 0.25, 0.15};
  double sum = 0, all = 0;
  int parts = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!rank.values[i]) continue;
    sum += weights[i] * *rank.values[i];
    all += weights[i];
    ++parts;
  }
  rank.missing = parts < 2 ? Missing::too_few : Missing::nothing;
  if (parts >= 2) rank.score = static_cast<Hundredths>(std::floor(sum / all + 0.5 + 1e-9));
}

}  // namespace

std::map<std::string, Receipt> naive_receipts(const std::vector<PaperText>& papers, const schema::Date& as_of) {
  const NaiveCorpus corpus(papers);
  std::map<std::string, Receipt> receipts;
  for (const PaperText& paper : papers) receipts[paper.id].novelty.missing = paper.date ? Missing::no_words : Missing::no_date;
  std::vector<NaivePaper> judged;
  for (const NaivePaper& paper : corpus.ordered()) {
    receipts[paper.given->id].novelty.missing = Missing::first_years;
    if (paper.judged) judged.push_back(paper);
  }
  add_novelty(judged, receipts, as_of);
  add_citations(papers, receipts, as_of);
  for (const PaperText& paper : papers) add_rank(paper, receipts[paper.id], as_of);
  return receipts;
}

}  // namespace incipit::snapshot

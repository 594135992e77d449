#include "query/title_finder.h"

#include <algorithm>

#include "query/word_list.h"
#include "storage/terms.h"

namespace incipit::query {
namespace {

// What suggestions look at: titles word by word; papers of one word; words that begin so; words tried in place of one.
constexpr std::size_t kMostRead = 4096, kMostOfWord = 512, kMostWords = 48, kMostTried = 3, kWordsDoubted = 2;
// A word that occurs more often is taken as it is typed.
constexpr std::uint64_t kDoubtful = 20;

// The first papers of a posting list that are not dead.
DocSet first_papers(const SegmentView& segment, const std::string& term, std::size_t most) {
  DocSet papers;
  std::size_t taken = 0;
  for (auto it = segment.tables.postlist_begin(term); taken < most && it != segment.tables.postlist_end(term); ++it, ++taken) papers.add(*it);
  return papers;
}

}  // namespace

bool TitleFinder::is_title(const std::vector<analysis::Token>& words, const SegmentView& segment, std::size_t row) {
  const auto& tokens = segment.columns->tokens;
  std::vector<storage::PackedToken> title;
  tokens.read_title(row, title);
  // Equal keys are equal but for an article, and for what is behind the end of a long key.
  const std::size_t common = std::min(title.size(), words.size());
  if (std::max(title.size(), words.size()) > common + 1) return false;
  return std::equal(title.end() - static_cast<std::ptrdiff_t>(common), title.end(), words.end() - static_cast<std::ptrdiff_t>(common),
                    [&](storage::PackedToken token, const analysis::Token& word) { return tokens.form(storage::form_of(token)) == word.form; });
}

PaperSets TitleFinder::exactly(std::string_view text) {
  PaperSets papers(segments_.size());
  const std::string shown = analysis::display_text(text);
  const std::string key = analysis::title_sort_key(shown);
  if (key.empty()) return papers;
  std::vector<analysis::Token> words;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const auto rows = segments_[s].columns->titles.equal_to(key, segments_[s].columns->title_keys);
    if (!rows.empty() && words.empty()) words = analyser_.tokens(shown);
    for (const std::uint32_t row : rows) {
      if (is_title(words, segments_[s], row)) papers[s].add(row + 1);
    }
    papers[s] -= segments_[s].dead->papers();
  }
  return papers;
}

TitleFinder::Wanted TitleFinder::wanted(std::string_view text) {
  Wanted wanted;
  const std::string shown = analysis::display_text(text);
  const auto tokens = analyser_.tokens(shown);
  const bool open = !text.empty() && text.back() != ' ';
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (open && i + 1 == tokens.size()) {
      wanted.beginning = tokens[i].form;
    } else if (!analysis::is_stop_word(tokens[i].form)) {
      wanted.words.push_back(tokens[i].form);
    }
  }
  return wanted;
}

PaperSets TitleFinder::beginning_so(const std::string& key) const {
  PaperSets papers;
  for (const auto& segment : segments_) {
    DocSet set;
    for (const std::uint32_t row : segment.columns->titles.beginning_with(key, segment.columns->title_keys)) set.add(row + 1);
    papers.push_back(std::move(set));
  }
  return papers;
}

DocSet TitleFinder::with_beginning(const std::string& beginning, const SegmentView& segment, const Deadline& deadline) {
  const auto& tokens = segment.columns->tokens;
  const auto numbers = tokens.beginning_with(beginning);
  std::vector<std::uint32_t> frequent(std::min(numbers.size(), kMostWords));
  std::partial_sort_copy(numbers.begin(), numbers.end(), frequent.begin(), frequent.end());
  DocSet papers;
  for (const std::uint32_t number : frequent) {
    deadline.check();
    const std::string form(tokens.form(number));
    papers |= first_papers(segment, storage::index_term(schema::Field::title, analyser_.stem(form)), kMostOfWord);
    if (const std::string other = analyser_.unstemmed(form); !other.empty()) {
      papers |= first_papers(segment, storage::index_term(schema::Field::title, other), kMostOfWord);
    }
    if (papers.cardinality() >= kMostRead) break;
  }
  return papers;
}

DocSet TitleFinder::with(const Wanted& wanted, const SegmentView& segment, const Deadline& deadline) {
  if (wanted.words.empty()) return wanted.beginning.empty() ? DocSet{} : with_beginning(wanted.beginning, segment, deadline);
  DocSet papers;
  for (std::size_t i = 0; i < wanted.words.size(); ++i) {
    DocSet with_word = segment.papers_with(schema::Field::title, analyser_.stem(wanted.words[i]), deadline);
    if (const std::string other = analyser_.unstemmed(wanted.words[i]); !other.empty()) {
      with_word |= segment.papers_with(schema::Field::title, other, deadline);
    }
    if (i == 0) {
      papers = std::move(with_word);
    } else {
      papers &= with_word;
    }
    if (papers.isEmpty()) return papers;
  }
  if (wanted.beginning.empty()) return papers;
  const auto& tokens = segment.columns->tokens;
  std::vector<storage::PackedToken> title;
  DocSet fitting;
  std::size_t read = 0;
  for (const std::uint32_t docid : papers) {
    if (++read > kMostRead) break;
    deadline.check_often();
    tokens.read_title(docid - 1, title);
    const bool fits = std::any_of(title.begin(), title.end(), [&](storage::PackedToken token) {
      return tokens.form(storage::form_of(token)).starts_with(wanted.beginning);
    });
    if (fits) fitting.add(docid);
  }
  return fitting;
}

PaperSets TitleFinder::with(const Wanted& wanted, const Deadline& deadline) {
  PaperSets papers;
  for (const auto& segment : segments_) papers.push_back(with(wanted, segment, deadline));
  return papers;
}

PaperSets TitleFinder::with_an_error(const Wanted& wanted, const Deadline& deadline) {
  Dictionary dictionary(segments_, analyser_);
  std::vector<std::pair<std::uint64_t, std::size_t>> doubted;  // by how often they occur; behind the words the beginning
  for (std::size_t i = 0; i < wanted.words.size(); ++i) {
    const std::uint64_t occurrences = dictionary.occurrences(wanted.words[i]);
    if (occurrences <= kDoubtful && can_be_misspelt(wanted.words[i])) doubted.emplace_back(occurrences, i);
  }
  std::sort(doubted.begin(), doubted.end());
  if (doubted.size() > kWordsDoubted) doubted.resize(kWordsDoubted);
  if (can_be_misspelt(wanted.beginning)) doubted.emplace_back(0, wanted.words.size());
  PaperSets papers(segments_.size());
  for (const auto& [occurrences, place] : doubted) {
    const bool last = place == wanted.words.size();
    auto tried = last ? dictionary.beginning_nearly(wanted.beginning, kMostTried) : dictionary.near(wanted.words[place], 1);
    std::sort(tried.begin(), tried.end(), [](const KnownWord& a, const KnownWord& b) {
      return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : a.form < b.form;
    });
    if (tried.size() > kMostTried) tried.resize(kMostTried);
    for (const KnownWord& word : tried) {
      Wanted other = wanted;
      if (last) {
        other.words.push_back(word.form);
        other.beginning.clear();
      } else {
        other.words[place] = word.form;
      }
      const PaperSets more = with(other, deadline);
      for (std::size_t s = 0; s < papers.size(); ++s) papers[s] |= more[s];
    }
  }
  return papers;
}

void TitleFinder::add_best(const PaperSets& papers, std::size_t limit, std::vector<Found>& found) const {
  struct Keyed {
    std::int64_t citations, published;
    Found paper;
  };
  std::vector<Keyed> all;
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    const auto& segment = segments_[s];
    for (const std::uint32_t docid : papers[s]) {
      if (!segment.dead->empty() && segment.dead->papers().contains(docid)) continue;
      const bool known = std::any_of(found.begin(), found.end(), [&](const Found& other) { return other.segment == s && other.docid == docid; });
      if (known) continue;
      all.push_back({segment.columns->citations[docid - 1], segment.columns->published[docid - 1], {s, docid, std::nullopt}});
    }
  }
  const std::size_t wanted = std::min(all.size(), limit - std::min(limit, found.size()));
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(wanted);
  std::partial_sort(all.begin(), middle, all.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.citations != b.citations) return a.citations > b.citations;
    if (a.published != b.published) return a.published > b.published;
    return id_of(segments_, a.paper) < id_of(segments_, b.paper);
  });
  for (auto it = all.begin(); it != middle; ++it) found.push_back(it->paper);
}

FoundTitles TitleFinder::typed(std::string_view text, std::size_t limit, const Deadline& deadline) {
  FoundTitles titles;
  const std::string key = analysis::title_sort_key(analysis::display_text(text));
  if (key.empty()) return titles;
  add_best(beginning_so(key), limit, titles.papers);
  if (titles.papers.size() == limit) return titles;
  const Wanted words = wanted(text);
  if (words.words.empty() && words.beginning.empty()) return titles;
  add_best(with(words, deadline), limit, titles.papers);
  if (!titles.papers.empty()) return titles;
  add_best(with_an_error(words, deadline), limit, titles.papers);
  titles.corrected = !titles.papers.empty();
  return titles;
}

}  // namespace incipit::query

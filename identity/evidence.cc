#include "identity/evidence.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "analysis/analyser.h"
#include "identity/hashes.h"
#include "schema/ascii.h"

namespace incipit::identity {
namespace {

constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kStemLetters = 7;
constexpr std::size_t kMaxTextBytes = 20'000;  // of an abstract; what is behind says nothing new

constexpr std::uint32_t upper_bits(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
constexpr Weighted weighted(std::uint64_t hash, std::uint32_t weight) { return (upper_bits(hash) & 0xFFFFFF00U) | std::min(weight, 255U); }

bool is_inner(char c) { return schema::is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

template <class Take>
void for_each_word(std::string_view text, const Take& take) {
  std::string folded;
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    folded = analysis::fold(text);
    text = folded;
  }
  std::string word;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_inner(text[i])) {
      ++i;
      continue;
    }
    const bool command = i > 0 && text[i - 1] == '\\';
    word.clear();
    std::size_t letters = 0;
    for (; i < text.size() && is_inner(text[i]); ++i, ++letters) {
      if (word.size() < kStemLetters) word += schema::ascii_lower(text[i]);
    }
    if (!command && letters >= kShortestWord) take(word);
  }
}

// By hash, without repeats; of a repeat the greater weight stays.
void put_in_order(std::vector<Weighted>& list) {
  std::sort(list.begin(), list.end(), std::greater<>());
  list.erase(std::unique(list.begin(), list.end(), [](Weighted a, Weighted b) { return hash_in(a) == hash_in(b); }), list.end());
  std::reverse(list.begin(), list.end());
}

std::vector<Weighted> text_words(const RarityTables& rarity, const schema::Paper& paper, float& length) {
  struct Use {
    float weight;
    int count;
  };
  std::unordered_map<std::uint64_t, Use> uses;
  const auto count = [&](const std::string& word) {
    const auto [at, fresh] = uses.try_emplace(hash_of(word), Use{0, 0});
    if (fresh) at->second.weight = rarity.of(Vocabulary::text_words, word);
    ++at->second.count;
  };
  for_each_word(paper.title, count);
  for_each_word(std::string_view(paper.abstract).substr(0, kMaxTextBytes), count);
  std::vector<std::pair<float, std::uint64_t>> best;
  for (const auto& [hash, use] : uses) best.emplace_back(use.weight * (1 + std::log(static_cast<float>(use.count))), hash);
  std::sort(best.begin(), best.end(), std::greater<>());
  if (best.size() > kMaxTextWords) best.resize(kMaxTextWords);
  float squares = 0;
  for (const auto& [weight, hash] : best) squares += weight * weight;
  std::vector<Weighted> words;
  for (const auto& [weight, hash] : best) {
    words.push_back(weighted(hash, static_cast<std::uint32_t>(std::lround(255 * weight / std::sqrt(squares)))));
  }
  put_in_order(words);
  float kept = 0;
  for (const Weighted word : words) kept += static_cast<float>(weight_in(word) * weight_in(word));
  length = std::sqrt(kept);
  return words;
}

}  // namespace

std::uint32_t home_of(const Name& name) { return upper_bits(hash_of(block_keys(name).front())); }

std::uint8_t name_rarity(const RarityTables& rarity, std::string_view family, std::string_view given) {
  const unsigned sum = rarity.eighths(Vocabulary::surnames, family) + rarity.eighths(Vocabulary::given_names, given);
  return static_cast<std::uint8_t>(std::min(sum, 255U));
}

std::vector<std::string> evidence_words(std::string_view text) {
  std::vector<std::string> words;
  for_each_word(text, [&](const std::string& word) { words.push_back(word); });
  return words;
}

PaperEvidence EvidenceReader::paper(const schema::Paper& paper) const {
  PaperEvidence evidence;
  evidence.id = paper.id;
  if (paper.published) evidence.year = paper.published->year();
  if (!paper.venue.empty()) evidence.venue = upper_bits(hash_of(paper.venue)) | 1;
  for (const auto& category : paper.categories) evidence.categories.push_back(upper_bits(hash_of(category)));
  std::sort(evidence.categories.begin(), evidence.categories.end());
  for (const auto& author : paper.authors) {
    const Name name = read_name(analysis::display_text(author.name));
    const std::string given = first_given(name);
    const bool full = !analysis::is_initial(given) && !given.empty();
    const std::uint32_t rarity = name_rarity(*rarity_, family_name(name), given);
    evidence.writers.push_back({home_of(name), full ? weighted(hash_of(given), rarity) : rarity});
  }
  const auto by_home = [](const Writer& a, const Writer& b) { return std::pair(a.home, a.given) < std::pair(b.home, b.given); };
  std::sort(evidence.writers.begin(), evidence.writers.end(), by_home);
  evidence.writers.erase(std::unique(evidence.writers.begin(), evidence.writers.end()), evidence.writers.end());
  if (evidence.writers.size() > kMaxWriters) evidence.writers.resize(kMaxWriters);
  evidence.words = text_words(*rarity_, paper, evidence.words_length);
  return evidence;
}

Mention EvidenceReader::mention(const schema::Paper& paper, std::uint32_t position, std::uint32_t index) const {
  const schema::Authorship& author = paper.authors[position];
  Mention mention{index, position, analysis::display_text(author.name), author.ids, {}};
  for (const auto& line : author.affiliations) {
    for_each_word(line, [&](const std::string& word) {
      mention.affiliation.push_back(weighted(hash_of(word), rarity_->eighths(Vocabulary::affiliation_words, word)));
    });
  }
  put_in_order(mention.affiliation);
  if (mention.affiliation.size() > kMaxAffiliationWords) {
    const auto rarer = [](Weighted a, Weighted b) { return std::pair(weight_in(a), a) > std::pair(weight_in(b), b); };
    std::sort(mention.affiliation.begin(), mention.affiliation.end(), rarer);
    mention.affiliation.resize(kMaxAffiliationWords);
    put_in_order(mention.affiliation);
  }
  return mention;
}

}  // namespace incipit::identity

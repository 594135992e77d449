#include "snapshot/terms.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "analysis/tex_structure.h"
#include "analysis/url_range.h"
#include "schema/ascii.h"
#include "storage/files.h"

namespace incipit::snapshot {

namespace {

constexpr std::size_t kLetters = 3, kMostBytes = 40;

constexpr std::string_view kFunctionWords =
    "about above across after again against all almost along already also although always among amongst and another any are around "
    "because been before behind being below beneath beside besides between beyond both but can cannot could did does doing done down due "
    "during each either else enough especially even ever every few fewer first for from further furthermore had has have having hence her "
    "here hers herself him himself his how however indeed instead into its itself just largely last later latter least less let like likely "
    "lots made mainly make makes making many may maybe meanwhile might more moreover most mostly much must namely nearly neither "
    "nevertheless next nor not nothing now off often once one only onto other others otherwise our ours ourselves out over own particularly "
    "per perhaps quite rather really recently respectively same second several shall she should show showed showing shown shows similarly "
    "simply since some sometimes somewhat soon still such than that the their theirs them themselves then there thereby therefore therein "
    "these they third this those though three through throughout thus together too toward towards two typically under unless unlike until "
    "upon use used uses using usually various very via was well were what whatever when whenever where whereas whereby wherein whether which "
    "while who whole whom whose why will with within without would yet you your";

// What is left of an address with a space in it ("https : //github.com"), and of sentences about licences.
constexpr std::string_view kAddressWords = "com github gitlab html http https licence license licensed org url www";

// The word that a form is for novelty; empty for none.
std::string_view word_of(std::string_view form) {
  if (form.ends_with("'s")) form.remove_suffix(2);
  if (form.size() < kLetters || form.size() > kMostBytes || form.front() == '\'' || form.back() == '\'') return {};
  std::size_t letters = 0;
  for (const char c : form) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && !schema::is_ascii_letter(c) && c != '\'') return {};
    letters += c != '\'' && (byte & 0xC0) != 0x80 ? 1 : 0;
  }
  return letters < kLetters || is_function_word(form) ? std::string_view() : form;
}

// Whether words with this between them are a pair.
bool makes_pair(std::string_view between) {
  while (!between.empty()) {
    const bool plain = between.front() == ' ' || between.front() == '-';
    if (!plain && !between.starts_with("\u2010") && !between.starts_with("\u2011")) return false;
    between.remove_prefix(plain ? 1 : std::string_view("\u2010").size());
  }
  return true;
}

// Whether the token is of a web address, be it of the scheme or the host before its path.
bool in_address(std::string_view text, const analysis::Token& token, analysis::UrlRange& addresses) {
  const std::size_t space = text.rfind(' ', token.begin), begin = space == std::string_view::npos ? 0 : space + 1;
  const std::string_view word = text.substr(begin, std::min(text.find(' ', token.begin), text.size()) - begin);
  const std::size_t slash = word.rfind('/');
  return addresses.contains(slash == std::string_view::npos ? token.begin : begin + slash);
}

}  // namespace

bool is_function_word(std::string_view word) {
  static const auto words = [] {
    std::unordered_set<std::string_view> all;
    for (const std::string_view list : {kFunctionWords, kAddressWords}) {
      for (const std::string_view one : schema::split(list, " ")) all.insert(one);
    }
    return all;
  }();
  return analysis::is_stop_word(word) || words.contains(word);
}

void WordReader::append(std::string& words, std::string_view text) {
  const auto formulas = analysis::find_formulas(text);
  analysis::UrlRange addresses(text);
  auto formula = formulas.begin();
  const auto tokens = analyser_.tokens(text);
  std::vector<std::string_view> words_of_tokens;
  for (const auto& token : tokens) {
    while (formula != formulas.end() && formula->end <= token.begin) ++formula;
    const bool in_formula = formula != formulas.end() && formula->begin < token.end;
    words_of_tokens.push_back(in_formula || in_address(text, token, addresses) ? std::string_view() : word_of(token.form));
  }
  // Whether a joiner stands between this word and something that is none: "end" of "end-to-end".
  const auto is_torn = [&](std::size_t i) {
    return (tokens[i].joined && i > 0 && words_of_tokens[i - 1].empty()) || (i + 1 < tokens.size() && tokens[i + 1].joined && words_of_tokens[i + 1].empty());
  };
  bool pairs = false;  // the word before may be of a pair
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view word = words_of_tokens[i];
    const bool whole = !word.empty() && !is_torn(i);
    if (!word.empty()) {
      const bool pair = pairs && whole && makes_pair(text.substr(tokens[i - 1].end, tokens[i].begin - tokens[i - 1].end));
      if (!words.empty()) words += pair ? ' ' : '\n';
      words += word;
    }
    pairs = whole;
  }
}

std::string WordReader::words(std::string_view title, std::string_view abstract) {
  std::string words;
  append(words, title);
  append(words, abstract);
  return words;
}

std::uint64_t hash_of_term(std::string_view term) { return storage::hash_bits(term); }

std::vector<CountedTerm> counted_terms(std::string_view words) {
  std::vector<CountedTerm> all;
  each_term(words, [&](std::string_view term) { all.push_back({hash_of_term(term), 1}); });
  std::sort(all.begin(), all.end(), [](const CountedTerm& a, const CountedTerm& b) { return a.hash < b.hash; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (kept > 0 && all[kept - 1].hash == all[i].hash) {
      ++all[kept - 1].count;
    } else {
      all[kept++] = all[i];
    }
  }
  all.resize(kept);
  return all;
}

}  // namespace incipit::snapshot

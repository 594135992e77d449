#include "identity/name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/analyser.h"

namespace incipit::identity {
namespace {

using analysis::NameWord;
using Words = std::vector<NameWord>;

constexpr std::size_t kMaxWords = 8;  // more are no name of a person

// Short forms that do not begin as the name does. Those with another first letter (Bill) lie in another block.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kShortForms{{{"mike", "michael"},
                                                                                     {"tom", "thomas"},
                                                                                     {"jim", "james"},
                                                                                     {"joe", "joseph"},
                                                                                     {"steve", "stephen"},
                                                                                     {"kate", "katherine"},
                                                                                     {"jack", "john"},
                                                                                     {"jenny", "jennifer"}}};

std::string joined_forms(const Words& words) {
  if (words.size() == 1) return words[0].form;
  std::string all;
  for (const NameWord& word : words) all += word.form;
  return analysis::plain_spelling(all);
}

std::string initial(const NameWord& word) { return analysis::initial_of(word.form); }

// What stands before and behind the family name when the word `surname` is taken for it; nullopt: the name has no such word.
struct Parts {
  Words given;
  Words tail;
};

std::optional<Parts> take_apart(const Name& name, std::string_view surname) {
  const auto& words = name.words;
  for (std::size_t at = words.size(); at-- > 0;) {
    if (words[at].form != surname || (at == 0 && name.family != 0)) continue;
    Parts parts{{words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at)}, {}};
    // "Wang Y": initials behind the family name are given names.
    auto& behind = at == name.family ? parts.given : parts.tail;
    behind.insert(behind.end(), words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
    return parts;
  }
  return std::nullopt;
}

std::size_t common_beginning(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

bool is_short_form(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < 3) return false;
  if (common_beginning(a, b) >= std::max<std::size_t>(3, a.size() - 1)) return a.size() < 6 || a.size() == common_beginning(a, b);
  return std::find(kShortForms.begin(), kShortForms.end(), std::pair(a, b)) != kShortForms.end();
}

// One letter more, less or changed.
bool is_one_letter_off(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < 5 || b.size() - a.size() > 1) return false;
  const std::size_t same = common_beginning(a, b);
  return a.substr(same + (a.size() == b.size() ? 1 : 0)) == b.substr(same + 1);
}

// What stays of a word when it is spelled otherwise: its consonants, without h, y, j and w, c for k, s for z, none twice in a row.
std::string skeleton(std::string_view word) {
  std::string bones;
  for (const char c : word) {
    if (std::string_view("aeiouyhjw").find(c) != std::string_view::npos) continue;
    const char bone = c == 'k' || c == 'q' ? 'c' : c == 'z' ? 's' : c;
    if (bones.empty() || bones.back() != bone) bones += bone;
  }
  return bones;
}

constexpr std::size_t kShortestSkeleton = 5;  // of the whole name: a shorter one is that of too many names

// Empty where there is too little of it.
std::string name_skeleton(const Name& name) {
  if (name.family == 0 || name.words[0].initial) return {};
  const std::string family = skeleton(name.words[name.family].form), given = skeleton(name.words[0].form);
  if (family.size() + given.size() < kShortestSkeleton || family.size() < 2) return {};
  return family + '|' + given;
}

bool are_spellings(std::string_view a, std::string_view b) { return a == b || is_one_letter_off(a, b) || skeleton(a) == skeleton(b); }

// Given names side by side. One of the two may have words that the other lacks, but not both.
class GivenMatch {
 public:
  enum class By { letters, skeletons };
  GivenMatch(const Words& one, const Words& other, By by = By::letters) : a_(one), b_(other), spellings_(by == By::skeletons) {}

  std::optional<NameMatch> find() {
    std::size_t i = 0;
    std::size_t j = 0;
    if (initial(a_[0]) != initial(b_[0]) && !leave_out_first(i, j)) return std::nullopt;
    while (i < a_.size() && j < b_.size()) {
      if (take(i, j)) continue;
      if (i == 0 || j == 0) return std::nullopt;
      // The longer rest has the word that the other lacks.
      const std::size_t rest_a = a_.size() - i, rest_b = b_.size() - j;
      if (rest_a == rest_b) return std::nullopt;
      note(Difference::middle);
      (rest_a > rest_b ? more_a_ : more_b_) = true;
      ++(rest_a > rest_b ? i : j);
    }
    if (i < a_.size()) more_a_ = true;
    if (j < b_.size()) more_b_ = true;
    if (i < a_.size() || j < b_.size()) note(Difference::middle);
    if (lacks_both()) return std::nullopt;
    return match_;
  }

 private:
  // "C. Raymond" and "Raymond": the block is that of the second name. An initial alone could stand for too much.
  bool leave_out_first(std::size_t& i, std::size_t& j) {
    note(Difference::first_left_out);
    if (a_.size() > 1 && !b_[0].initial && a_[1].form == b_[0].form) return ++i, true;
    if (b_.size() > 1 && !a_[0].initial && b_[1].form == a_[0].form) return ++j, true;
    return false;
  }

  bool take(std::size_t& i, std::size_t& j) {
    const NameWord &a = a_[i], &b = b_[j];
    const bool first = !matched_;
    if (a.initial || b.initial) {
      if (initial(a) != initial(b)) return false;
      if (!a.initial || !b.initial) note(Difference::initials);
      count(1, first);
    } else if (a.form == b.form) {
      count(a.form.size(), first);
    } else if (j + 1 < b_.size() && a.form == analysis::plain_spelling(b.form + b_[j + 1].form)) {
      note(Difference::spacing), count(a.form.size(), first), ++j;
    } else if (i + 1 < a_.size() && b.form == analysis::plain_spelling(a.form + a_[i + 1].form)) {
      note(Difference::spacing), count(b.form.size(), first), ++i;
    } else if (is_short_form(a.form, b.form)) {
      note(Difference::short_form), count(std::min(a.form.size(), b.form.size()), first);
    } else if (is_one_letter_off(a.form, b.form) || (spellings_ && are_spellings(a.form, b.form))) {
      note(Difference::spelling), count(std::min(a.form.size(), b.form.size()), first);
    } else {
      return false;
    }
    ++i, ++j;
    matched_ = true;
    return true;
  }

  [[nodiscard]] bool lacks_both() const { return more_a_ && more_b_; }
  void note(Difference difference) { match_.difference = std::max(match_.difference, difference); }
  void count(std::size_t letters, bool first) {
    match_.letters = static_cast<std::uint8_t>(std::min<std::size_t>(255, match_.letters + letters));
    if (!first) ++match_.shared_middle;
  }

  const Words& a_;
  const Words& b_;
  bool spellings_;
  NameMatch match_;
  bool matched_ = false;  // a word, so far
  bool more_a_ = false;
  bool more_b_ = false;
};

// Whether a name is another in a different order or with other spaces: its words begin anywhere and go round.
bool are_one_turned(const Name& one, const Name& other) {
  Words turned = one.words;
  if (one.letters.size() != other.letters.size()) return false;
  for (std::size_t i = 0; i < turned.size(); ++i) {
    if (joined_forms(turned) == other.letters) return true;
    std::rotate(turned.begin(), turned.begin() + 1, turned.end());
  }
  const auto by_form = [](const NameWord& a, const NameWord& b) { return a.form < b.form; };
  Words words = other.words;
  std::sort(words.begin(), words.end(), by_form);
  std::sort(turned.begin(), turned.end(), by_form);
  return std::equal(words.begin(), words.end(), turned.begin(), turned.end(), [](const auto& a, const auto& b) { return a.form == b.form; });
}

NameMatch whole_match(const Name& one, Difference difference) {
  const std::size_t letters = one.words.empty() ? one.native.size() : one.letters.size() - one.words[one.family].form.size();
  const std::size_t middle = one.words.size() > 2 ? one.words.size() - 2 : 0;
  return {difference, static_cast<std::uint8_t>(std::min<std::size_t>(letters, 255)), static_cast<std::uint8_t>(middle)};
}

// In a block of skeletons: other spellings of the family name too.
std::optional<NameMatch> match_spellings(const Name& one, const Name& other) {
  if (one.family == 0 || other.family == 0) return std::nullopt;
  const auto& a = one.words[one.family];
  const auto& b = other.words[other.family];
  if (a.initial || b.initial || !are_spellings(a.form, b.form)) return std::nullopt;
  const auto given = [](const Name& name) { return Words(name.words.begin(), name.words.begin() + static_cast<std::ptrdiff_t>(name.family)); };
  const Words of_one = given(one), of_other = given(other);
  auto match = GivenMatch(of_one, of_other, GivenMatch::By::skeletons).find();
  if (match) match->difference = std::max(match->difference, Difference::spelling);
  return match;
}

// Most pairs of a block, told fast: one long given name each, whose second and third letters no rule makes one.
bool have_other_first_letters(const Name& one, const Name& other) {
  if (one.words.size() != 2 || other.words.size() != 2 || one.family != 1 || other.family != 1) return false;
  const std::string &a = one.words[0].form, &b = other.words[0].form;
  return a.size() > 5 && b.size() > 5 && a[1] != b[1] && a[2] != b[2] && a[1] != b[2] && a[2] != b[1];
}

void add_key(std::vector<std::string>& keys, std::string key) {
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
}

}  // namespace

Name read_name(std::string_view displayed) {
  analysis::PersonName read = analysis::person_name(displayed);
  Name name;
  name.native = std::move(read.native);
  name.suffix = std::move(read.suffix);
  if (read.words.size() > kMaxWords) read.words.resize(kMaxWords);
  for (NameWord& word : read.words) {
    name.letters += word.form;
    word.form = analysis::plain_spelling(word.form);
    if (!name.form.empty()) name.form += word.joined ? '-' : ' ';
    name.form += word.form;
    name.words.push_back(std::move(word));
  }
  name.letters = analysis::plain_spelling(name.letters);
  if (!name.native.empty()) name.form += (name.form.empty() ? "" : " ") + name.native;
  if (!name.suffix.empty()) name.form += ", " + name.suffix;
  if (name.form.empty()) name.form = displayed;
  for (std::size_t i = name.words.size(); i-- > 0;) {
    if (name.words[i].initial) continue;
    name.family = i;
    break;
  }
  if (!name.words.empty() && name.words[name.family].initial) name.family = name.words.size() - 1;
  return name;
}

std::vector<std::string> block_keys(const Name& name) {
  std::vector<std::string> keys;
  const auto& words = name.words;
  if (words.empty()) return {name.native.empty() ? name.form : name.native};
  const std::string& family = words[name.family].form;
  const std::size_t first = name.family == 0 ? 1 : 0;
  keys.push_back(family + '|' + (first < words.size() ? initial(words[first]) : std::string()));
  // Double surnames: the word before the last is the family name for others.
  for (std::size_t i = 1; i < name.family; ++i) {
    const bool last_two = i + 1 == name.family;
    if (!words[i].initial && (last_two || name.family - i == 2)) add_key(keys, words[i].form + '|' + initial(words[0]));
  }
  if (name.family >= 2 && !words[1].joined) add_key(keys, family + '|' + initial(words[1]));
  const auto full = std::count_if(words.begin(), words.end(), [](const NameWord& word) { return !word.initial; });
  if (full >= 2) {
    std::string sorted = name.letters;
    std::sort(sorted.begin(), sorted.end());
    add_key(keys, '~' + sorted);
  }
  if (const std::string bones = name_skeleton(name); !bones.empty()) add_key(keys, '^' + bones);
  if (!name.native.empty()) add_key(keys, name.native);
  return keys;
}

std::optional<NameMatch> match_names(const Name& one, const Name& other, std::string_view key) {
  if (one.form == other.form) return whole_match(one, Difference::none);
  if (!one.suffix.empty() && !other.suffix.empty() && one.suffix != other.suffix) return std::nullopt;
  if (!one.native.empty() && !other.native.empty()) {
    if (one.native != other.native) return std::nullopt;
    return whole_match(one.words.empty() ? other : one, Difference::spacing);
  }
  if (one.words.empty() || other.words.empty()) return std::nullopt;
  if (key.starts_with('~')) {
    if (!are_one_turned(one, other)) return std::nullopt;
    return whole_match(one, Difference::spacing);
  }
  if (key.starts_with('^')) return match_spellings(one, other);
  if (have_other_first_letters(one, other)) return std::nullopt;
  const std::string_view surname = key.substr(0, key.rfind('|'));
  const auto a = take_apart(one, surname);
  const auto b = take_apart(other, surname);
  if (!a || !b || a->given.empty() != b->given.empty()) return std::nullopt;
  const bool no_tails = a->tail.empty() && b->tail.empty();
  const bool same_tail = no_tails || joined_forms(a->tail) == joined_forms(b->tail);
  if (!same_tail && !a->tail.empty() && !b->tail.empty()) return std::nullopt;
  std::optional<NameMatch> match;
  if (joined_forms(a->given) == joined_forms(b->given)) {
    match = whole_match(one, Difference::spacing);
  } else if (!a->given.empty()) {
    match = GivenMatch(a->given, b->given).find();
  }
  if (match && !same_tail) match->difference = Difference::part_of_surname;
  return match;
}

const std::string& family_name(const Name& name) { return name.words.empty() ? name.form : name.words[name.family].form; }

std::string first_given(const Name& name) {
  const auto& words = name.words;
  std::size_t at = name.family == 0 ? 1 : 0;
  if (at >= words.size()) return {};
  std::string given = words[at].form;
  for (++at; at < words.size() && at != name.family && words[at].joined; ++at) given += words[at].form;
  return given;
}

}  // namespace incipit::identity

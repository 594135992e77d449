#include "analysis/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "analysis/fold.h"
#include "schema/ascii.h"

namespace incipit::analysis {
namespace {

// Frequent function words, folded, of two to eight letters. A word may be of several languages; one that English has as well is
// English. Chosen by hand; what they tell apart is held by tests/analysis/language_test.cc.
constexpr std::string_view kEnglish =
    "about after all also among an and any are as at based be been between both but by can do does each find for from given has have "
    "how if in into is it its may more most no not of on one only or other our over show shown some such than that the their then "
    "there these they this those to two under used using was we were what when where which while who will with within";

constexpr std::array kOthers = {
    // French
    "afin ainsi alors apres au aucun aussi autre autres aux avec avons car ce ces cet cette comme dans de deja depuis des donc dont du elle "
    "elles en entre est et etant ete etre fait il ils la le les leur leurs lors mais meme nos notre nous ont ou par pas permet peut plus "
    "plutot pour que quel quelle qui sans se sera ses si son sont sous sur tous tout toute toutes tres un une vers vous",
    // Spanish
    "al algunos ante asi cada como con cual cuales cuando de del desde donde dos el ella ellos en entre era es esta estas este esto estos "
    "fue fueron ha han hasta la las lo los mas mediante muy no nos nuestra nuestro para pero por puede pueden que se segun ser si sin "
    "sobre son su sus tambien tanto tiene todo todos tras un una uno unos ya",
    // Portuguese
    "ao aos apos ate cada com como da das de dos ela ele em entre era essa esse esta este estes eles foi foram ha isso ja mais mas "
    "mesmo muito na nas nao nos nossa nosso num numa os ou para pela pelas pelo pelos pode podem por quando que quais qual sao se sem "
    "ser seu seus sobre sua suas tambem tem um uma",
    // Italian
    "ad agli ai al alcuni alla alle allo anche che chi come con cui da dai dal dalla dalle degli dei del della delle dello di dove ed "
    "essere fra gli ha hanno il la le lo loro ma mediante nei nel nella nelle non nostro ogni per piu possono puo quale quali quando "
    "quella quello questa queste questi questo se si sia sono stata stati stato su sua sul sulla sulle suo tra tutti un una uno viene",
    // German
    "aber als am auch auf aufgrund aus bei beim bis bzw damit dann das dass dem den denen der deren des die dies diese diesem diesen "
    "dieser dieses doch durch ein eine einem einen einer eines er es fur gegen haben hat ihr ihre ihrer im ist jedoch kann konnen mehr "
    "mit nach nicht noch nur ob oder sein seine sich sie sind so sowie uber um und uns unser unter vom von vor war waren weil wenn werden "
    "wie wir wird wobei wurde wurden zu zum zur zwei zwischen",
    // Dutch
    "aan als bij dan dat de deze die dit door dus een en er gaan geen haar heeft het hier hoe hun ik kan kunnen maar meer met "
    "moet na naar niet nog om omdat ons onze ook op over te tegen tot tussen uit van veel voor waar wanneer ware wat welke wel wij "
    "wordt worden zich zij zijn zoals zo zonder zou",
    // Swedish, Danish, Norwegian
    "af alle av att bade ble blev bliver blir da de deg dem den denne der det dette disse eller en enn er ett etter fra for fran har hos "
    "hur hvis hvor ikke ikkje inte ja kan med mellan mellem mellom men mot man nar nogle noe nya och og ogsa ogsaa om over pa sa samt "
    "sig sin som det til till under utan ut var vart ved vi vid vil ville vore att",
    // Polish
    "ale bez byl byla bylo co czy dla do gdy ich jak jako jego jej jest juz kazdy ktora ktore ktorych ktory ktorym lub ma "
    "mozna na nad nie od oraz po pod poprzez przez przy sa sie sposob tak takze tego tej ten to tych tym wie za ze zostal zostala",
    // Czech, Slovak
    "ako aby ale az bez byl byla bylo byly byt ci co do jak jako je jeho jej jejich jsou jsme kde kdy ktera ktere kteri ktery ktorych "
    "ktory mezi na nad nebo nez od pak po pod podle pri pro proto se si sme som su tak take tato ten tento to tohoto ve vo vsak "
    "za ze",
    // Romanian
    "acest acesta acestei aceasta ale asupra au ca care ce cel cele cu cum dar de din dintre este fi fiind fost in intre iar la lor mai "
    "nu pe pentru poate prin sa sau se si sunt toate un una unei unor unui",
    // Turkish
    "ama bir bu cok da daha de degil den dir en gibi gore hem her icin ile ise kadar ki nasil nde olan olarak oldugu olup sonra ve veya "
    "yapilan",
    // Indonesian, Malay
    "ada adalah agar akan atas atau bagi bahwa banyak belum bisa dan dapat dari dengan di dua hal hanya ini itu jika juga karena ke kita "
    "lebih oleh pada para pun saat sangat sebagai secara sudah suatu telah tidak untuk yaitu yang",
    // Finnish, Hungarian
    "ei ennen etta hanen he hyvin ja jo joka jossa jotka kanssa kun kuin mika mukaan mutta myos ne niin noin nyt oli olla ollut on "
    "ovat sama seka se tai tama taman tassa tata vain voi voidaan az egy es ez hogy is ki meg mely mint nem olyan ezt ezen vagy volt"};
static_assert(kOthers.size() < 32, "a bit each, and one for English");

constexpr std::uint32_t kIsEnglish = std::uint32_t{1} << 31;
constexpr std::size_t kShortest = 2, kLongest = 8;

constexpr int kTimesEnglish = 3;

// The languages that have a function word, a bit each; English alone where it has it.
const std::unordered_map<std::string_view, std::uint32_t>& function_words() {
  static const auto table = [] {
    std::unordered_map<std::string_view, std::uint32_t> languages;
    for (std::size_t i = 0; i < kOthers.size(); ++i) {
      for (const std::string_view word : schema::split(kOthers[i], " ")) languages[word] |= std::uint32_t{1} << i;
    }
    for (const std::string_view word : schema::split(kEnglish, " ")) languages[word] = kIsEnglish;
    return languages;
  }();
  return table;
}

}  // namespace

void LanguageGuess::add(std::string_view form) {
  static_assert(kOthers.size() == kLanguages);
  if (form.size() < kShortest || form.size() > kLongest) return;
  const auto found = function_words().find(form);
  if (found == function_words().end()) return;
  if (found->second == kIsEnglish) {
    ++english_;
    return;
  }
  ++other_;
  for (std::uint32_t left = found->second; left != 0; left &= left - 1) {
    const auto language = static_cast<std::size_t>(std::countr_zero(left));
    auto& words = different_[language];
    std::size_t& count = counts_[language];
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(count);
    if (count < kDifferent && std::find(words.begin(), end, form) == end) words[count++] = form;
  }
}

Language LanguageGuess::language() const {
  const bool enough = *std::max_element(counts_.begin(), counts_.end()) == kDifferent;
  if (enough && other_ > kTimesEnglish * english_) return Language::other;
  return english_ == 0 ? Language::unknown : Language::english;
}

bool is_function_word_elsewhere(std::string_view form) {
  const auto found = function_words().find(form);
  return form.size() == 1 || (found != function_words().end() && found->second != kIsEnglish);
}

Language language_of(std::span<const Token> tokens) {
  LanguageGuess guess;
  for (const Token& token : tokens) guess.add(token.form);
  return guess.language();
}

std::string unstemmed_term(std::string_view form) {
  constexpr std::array<std::string_view, 22> kElided = {"l",    "d",    "qu",   "n",    "s",    "j",    "m",     "t",     "c",      "jusqu",  "lorsqu",
                                                        "puisqu", "dell", "nell", "all", "dall", "sull", "un",   "quest", "quell", "coll", "quelqu"};
  std::string term(form);
  if (const std::size_t apostrophe = form.find('\''); apostrophe != form.npos) {
    const bool elided = std::find(kElided.begin(), kElided.end(), form.substr(0, apostrophe)) != kElided.end();
    if (elided && apostrophe + 2 < form.size()) term.erase(0, apostrophe + 1);
    std::erase(term, '\'');
  }
  return term.empty() ? std::string(form) : bounded_form(term);
}

}  // namespace incipit::analysis

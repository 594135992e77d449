#include <algorithm>
#include <array>

#include "analysis/analyser.h"

namespace incipit::analysis {
namespace {

using namespace std::string_view_literals;

// The function words of English that are no stop words, and the words in which people ask for literature ("papers dealing with
// ..."). Chosen by hand; what it does for ranking was measured (docs/relevance.md).
constexpr std::array kAskingWords = {
    "about"sv, "above"sv, "across"sv, "after"sv, "again"sv, "against"sv, "all"sv, "almost"sv, "along"sv, "also"sv,
    "although"sv, "always"sv, "am"sv, "among"sv, "another"sv, "any"sv, "anybody"sv, "anyone"sv, "anything"sv,
    "anywhere"sv, "article"sv, "articles"sv, "available"sv, "because"sv, "been"sv, "before"sv, "behind"sv, "being"sv,
    "below"sv, "beside"sv, "besides"sv, "between"sv, "beyond"sv, "both"sv, "can"sv, "concern"sv, "concerned"sv,
    "concerning"sv, "concerns"sv, "could"sv, "deal"sv, "dealing"sv, "deals"sv, "dealt"sv, "describe"sv, "described"sv,
    "describes"sv, "describing"sv, "description"sv, "descriptions"sv, "despite"sv, "did"sv, "discuss"sv,
    "discussed"sv, "discusses"sv, "discussing"sv, "discussion"sv, "discussions"sv, "do"sv, "does"sv, "doing"sv,
    "done"sv, "down"sv, "during"sv, "each"sv, "either"sv, "else"sv, "ever"sv, "every"sv, "except"sv, "exist"sv,
    "existed"sv, "existing"sv, "exists"sv, "far"sv, "few"sv, "find"sv, "finding"sv, "finds"sv, "found"sv, "from"sv,
    "further"sv, "had"sv, "has"sv, "have"sv, "having"sv, "he"sv, "her"sv, "here"sv, "him"sv, "his"sv, "how"sv,
    "however"sv, "i"sv, "indeed"sv, "information"sv, "instead"sv, "interest"sv, "interested"sv, "interesting"sv,
    "interests"sv, "investigate"sv, "investigated"sv, "investigates"sv, "investigating"sv, "investigation"sv,
    "investigations"sv, "its"sv, "just"sv, "knew"sv, "know"sv, "knowing"sv, "known"sv, "knows"sv, "least"sv, "less"sv,
    "like"sv, "likely"sv, "literature"sv, "look"sv, "looked"sv, "looking"sv, "looks"sv, "many"sv, "may"sv, "me"sv,
    "might"sv, "more"sv, "moreover"sv, "most"sv, "much"sv, "must"sv, "my"sv, "myself"sv, "near"sv, "nearly"sv,
    "need"sv, "neither"sv, "never"sv, "nevertheless"sv, "nor"sv, "nothing"sv, "now"sv, "off"sv, "often"sv, "once"sv,
    "one"sv, "only"sv, "other"sv, "others"sv, "otherwise"sv, "ought"sv, "our"sv, "out"sv, "over"sv, "own"sv,
    "paper"sv, "papers"sv, "per"sv, "perhaps"sv, "pertain"sv, "pertained"sv, "pertaining"sv, "pertains"sv, "please"sv,
    "publication"sv, "publications"sv, "quite"sv, "rather"sv, "really"sv, "regard"sv, "regarded"sv, "regarding"sv,
    "regards"sv, "relate"sv, "related"sv, "relates"sv, "relating"sv, "relevant"sv, "report"sv, "reported"sv,
    "reporting"sv, "reports"sv, "same"sv, "several"sv, "shall"sv, "she"sv, "should"sv, "since"sv, "so"sv, "some"sv,
    "something"sv, "sometimes"sv, "somewhat"sv, "somewhere"sv, "still"sv, "studied"sv, "studies"sv, "study"sv,
    "studying"sv, "than"sv, "them"sv, "therefore"sv, "those"sv, "though"sv, "through"sv, "throughout"sv, "thus"sv,
    "together"sv, "too"sv, "toward"sv, "towards"sv, "under"sv, "until"sv, "up"sv, "upon"sv, "very"sv, "via"sv,
    "want"sv, "wanted"sv, "wants"sv, "we"sv, "well"sv, "were"sv, "what"sv, "whatever"sv, "when"sv, "whenever"sv,
    "where"sv, "wherever"sv, "whether"sv, "which"sv, "whichever"sv, "while"sv, "who"sv, "whom"sv, "whose"sv, "why"sv,
    "wish"sv, "wished"sv, "wishes"sv, "within"sv, "without"sv, "work"sv, "works"sv, "would"sv, "write"sv, "writes"sv,
    "writing"sv, "written"sv, "wrote"sv, "yet"sv, "you"sv, "your"sv};
static_assert(std::is_sorted(kAskingWords.begin(), kAskingWords.end()));

}  // namespace

bool is_asking_word(std::string_view form) { return std::binary_search(kAskingWords.begin(), kAskingWords.end(), form); }

}  // namespace incipit::analysis

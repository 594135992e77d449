#include "analysis/clean_text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <cstdint>

#include "analysis/analyser.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

constexpr std::string_view kMailMask = "[e-mail address]";
constexpr std::size_t kGroupBytes = 200;  // of the names in {ann,bob}@example.org

bool is_separating(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_Z_MASK) != 0;
}

// Returns whether any byte is beyond ASCII.
bool collapse_spaces(std::string_view given, std::string& out) {
  bool beyond_ascii = false;
  bool pending_space = false;
  for (std::size_t i = 0; i < given.size();) {
    const std::size_t start = i;
    const char32_t c = is_ascii(given[i]) ? static_cast<char32_t>(given[i++]) : next_code_point(given, i);
    if (is_invisible(c) && !is_shaping(c)) continue;
    if (is_separating(c)) {
      pending_space = !out.empty();
      continue;
    }
    if (pending_space) out += ' ';
    pending_space = false;
    if (c < 0x80) {
      out += given[start];
    } else {
      beyond_ascii = true;
      append_utf8(out, c);
    }
  }
  return beyond_ascii;
}

// ICU's own object, got once, so that threads share it behind a guard that is seen to be one.
const icu::Normalizer2* nfc_normalizer() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(status);
  }();
  return instance;
}

void compose(std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = nfc_normalizer();
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  if (nfc->isNormalizedUTF8(piece, status) && U_SUCCESS(status)) return;
  status = U_ZERO_ERROR;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfc->normalizeUTF8(0, piece, sink, nullptr, status);
  if (U_SUCCESS(status)) text = std::move(composed);
}

// A letter, digit or mark of a script that puts spaces between words (in the others an address may stand
// right beside its sentence), or a character that hides within a word.
bool is_address_letter(char32_t c) {
  if (c < 0x80) return is_ascii_alnum(static_cast<char>(c));
  return is_invisible(c) || (is_word_character(c) && !is_unspaced_script(c));
}

// The start of the character before `i`.
std::size_t before(std::string_view text, std::size_t i) {
  std::size_t start = i - 1;
  while (start > 0 && i - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return start;
}

// Where the local part that ends at `at` begins, not before `least`; `at` when there is none.
std::size_t begin_of_local(std::string_view text, std::size_t least, std::size_t at) {
  std::size_t begin = at;
  while (begin > least) {
    const std::size_t start = before(text, begin);
    if (start < least) break;
    const char32_t c = code_point_before(text, begin);
    const bool sign = c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
    const bool escape = c == '\\' && begin < at && text[begin] == '_';  // john\_doe
    bool apostrophe = false;
    if ((c == '\'' || c == 0x2019) && begin < at && start > least) {
      std::size_t behind = begin;
      apostrophe = u_isalpha(static_cast<UChar32>(code_point_before(text, start))) != 0 &&
                   u_isalpha(static_cast<UChar32>(next_code_point(text, behind))) != 0;
    }
    if (!sign && !escape && !apostrophe && !is_address_letter(c)) break;
    begin = start;
  }
  return begin;
}

// Letters of one case, or the coded form of a label beyond ASCII.
bool is_top_level(std::string_view label) {
  if (label.size() > 4 && (label.substr(0, 4) == "xn--" || label.substr(0, 4) == "XN--")) return true;
  bool upper = false;
  bool lower = false;
  bool ascii = false;
  bool beyond = false;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < label.size();) {
    const char32_t c = next_code_point(label, i);
    if (is_invisible(c)) continue;
    if (u_isalpha(static_cast<UChar32>(c)) == 0 && !is_mark(c)) return false;
    ++letters;
    (c < 0x80 ? ascii : beyond) = true;
    upper = upper || u_isupper(static_cast<UChar32>(c)) != 0;
    lower = lower || u_islower(static_cast<UChar32>(c)) != 0;
  }
  // "the@end.We" is a missing space, not an address
  return letters >= 2 && !(upper && lower) && !(ascii && beyond);
}

// "hits@10.we find" is a missing space too, but there are mail hosts like 163.com.
bool may_precede(std::string_view label, std::string_view top) {
  const bool number =
      std::all_of(label.begin(), label.end(), [](char c) { return is_ascii_digit(c) || c == '-'; });
  return !number || top == "com" || top == "net" || top == "org" || top == "cn";
}

// Where the domain that starts at `begin` ends; `begin` itself when there is none.
std::size_t end_of_domain(std::string_view text, std::size_t begin) {
  std::size_t best = begin;
  std::size_t label = begin;
  std::string_view previous;
  for (std::size_t i = begin;;) {
    if (i < text.size()) {
      std::size_t next = i;
      if (text[i] == '-' || is_address_letter(next_code_point(text, next))) {
        i = text[i] == '-' ? i + 1 : next;
        continue;
      }
    }
    if (i == label) break;
    const std::string_view found = text.substr(label, i - label);
    if (!previous.empty() && is_top_level(found) && may_precede(previous, found)) best = i;
    previous = found;
    if (i == text.size() || text[i] != '.') break;
    label = ++i;
  }
  return best;
}

}  // namespace

std::string mask_addresses(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const std::size_t end = end_of_domain(text, at + 1);
    if (end == at + 1) continue;
    std::size_t begin = begin_of_local(text, copied, at);
    if (begin == at && at > copied && text[at - 1] == '}') {  // {ann,bob}@example.org
      const std::size_t window = at > copied + kGroupBytes ? at - kGroupBytes : copied;
      const std::size_t open = text.substr(window, at - window).rfind('{');
      if (open != std::string_view::npos) begin = window + open;
    }
    if (begin == at) continue;
    out.append(text.substr(copied, begin - copied)).append(kMailMask);
    copied = end;
    at = end - 1;
  }
  return out.append(text.substr(copied));
}

std::string clean_text(std::string_view given) {
  std::string out;
  out.reserve(given.size());
  if (collapse_spaces(given, out)) compose(out);
  if (out.find('@') == std::string::npos) return out;
  return mask_addresses(out);
}

}  // namespace incipit::analysis

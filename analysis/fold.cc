#include "analysis/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>

#include "analysis/analyser.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

struct Normalizers {
  const icu::Normalizer2* fold_compatibility;
  const icu::Normalizer2* decompose;
  const icu::Normalizer2* compose;
};

// ICU owns these and keeps them for the life of the process.
const Normalizers& normalizers() {
  static const Normalizers all = [] {
    UErrorCode status = U_ZERO_ERROR;
    return Normalizers{icu::Normalizer2::getNFKCCasefoldInstance(status),
                       icu::Normalizer2::getNFDInstance(status), icu::Normalizer2::getNFCInstance(status)};
  }();
  return all;
}

// Accents of alphabets, and the vowel points of Hebrew and Arabic. Marks of other scripts are part of the
// word.
bool is_removable_mark(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F) || (c >= 0x0591 && c <= 0x05BD) ||
         c == 0x05BF || c == 0x05C1 || c == 0x05C2 || c == 0x05C4 || c == 0x05C5 || c == 0x05C7 ||
         (c >= 0x064B && c <= 0x065F) || c == 0x0670;
}

// Letters that no decomposition takes apart; case folding has made them small (and has made ß into ss).
const char* plain_spelling(char32_t c) {
  switch (c) {
    case U'ø':
      return "o";
    case U'ł':
      return "l";
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'đ':
      return "d";
    case U'ð':
      return "d";
    case U'þ':
      return "th";
    case U'ħ':
      return "h";
    case U'ı':
      return "i";
    case U'ȷ':
      return "j";
    case U'ŋ':
      return "n";
    case U'ŧ':
      return "t";
    default:
      return nullptr;
  }
}

icu::UnicodeString without_accents(const icu::UnicodeString& folded) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString apart = normalizers().decompose->normalize(folded, status);
  icu::UnicodeString kept;
  UChar32 previous = 0;
  for (std::int32_t i = 0; i < apart.length();) {
    const UChar32 c = apart.char32At(i);
    i += U16_LENGTH(c);
    // The short i of Cyrillic is a letter of its own, not an accented i.
    const bool short_i = c == 0x0306 && previous == 0x0438;
    if (!is_removable_mark(static_cast<char32_t>(c)) || short_i) {
      if (const char* plain = plain_spelling(static_cast<char32_t>(c))) {
        kept.append(icu::UnicodeString(plain, -1, US_INV));
      } else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
        kept.append(static_cast<UChar>('0' + u_charDigitValue(c)));
      } else {
        kept.append(c);
      }
    }
    previous = c;
  }
  return normalizers().compose->normalize(kept, status);
}

std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  if (std::all_of(text.begin(), text.end(), is_ascii)) {
    out.resize(text.size());
    std::transform(text.begin(), text.end(), out.begin(), ascii_lower);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString given =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  without_accents(normalizers().fold_compatibility->normalize(given, status)).toUTF8String(out);
  return out;
}

std::string fold_word(std::string_view run) {
  const std::string folded = fold(run);
  std::string form;
  form.reserve(folded.size());
  for (std::size_t i = 0; i < folded.size();) {
    const char32_t c = next_code_point(folded, i);
    if (c == U'\u2019' || c == U'\u02BC' || c == U'\'') {
      form += '\'';
    } else if (c == U'\u2044') {  // ½ folds to 1⁄2
      form += '/';
    } else if (c == U'.' || c == U',' || c == U'&' || is_word_character(c)) {
      append_utf8(form, c);
    }
  }
  return form;
}

std::string bounded_form(std::string form) {
  if (form.size() <= kMaxFormBytes) return form;
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::size_t kHashBytes = 17;  // '~' and 16 digits
  std::size_t keep = kMaxFormBytes - kHashBytes;
  while (keep > 0 && (static_cast<unsigned char>(form[keep]) & 0xC0) == 0x80) --keep;
  const std::uint64_t hash = hash_of(form);
  form.resize(keep);
  form += '~';
  for (int shift = 60; shift >= 0; shift -= 4) form += kDigits[(hash >> shift) & 15];
  return form;
}

}  // namespace incipit::analysis

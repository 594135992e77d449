#include "analysis/clean_text.h"

#include "analysis/analyser.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <cstdint>

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
    if (is_invisible(c)) continue;
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

void compose(std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  if (nfc->isNormalizedUTF8(piece, status) && U_SUCCESS(status)) return;
  status = U_ZERO_ERROR;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfc->normalizeUTF8(0, piece, sink, nullptr, status);
  if (U_SUCCESS(status)) text = std::move(composed);
}

bool is_local_character(std::string_view text, std::size_t i) {
  const char c = text[i];
  if (is_ascii_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-') return true;
  return c == '\\' && i + 1 < text.size() && text[i + 1] == '_';  // john\_doe
}

bool is_top_level(std::string_view label) {
  if (label.size() < 2) return false;
  bool upper = true;
  bool lower = true;
  for (const char c : label) {
    if (!is_ascii_letter(c)) return false;
    (c >= 'a' ? upper : lower) = false;
  }
  return upper || lower;  // "the@end.We" is a missing space, not an address
}

// Where the domain that starts at `begin` ends; `begin` itself when there is none.
std::size_t end_of_domain(std::string_view text, std::size_t begin) {
  std::size_t best = begin;
  std::size_t label = begin;
  bool first = true;
  for (std::size_t i = begin;; ++i) {
    if (i < text.size() && (is_ascii_alnum(text[i]) || text[i] == '-')) continue;
    if (i == label) break;
    if (!first && is_top_level(text.substr(label, i - label))) best = i;
    first = false;
    if (i == text.size() || text[i] != '.') break;
    label = i + 1;
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
    std::size_t begin = at;
    while (begin > copied && is_local_character(text, begin - 1)) --begin;
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

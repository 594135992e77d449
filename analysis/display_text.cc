#include <array>

#include "analysis/analyser.h"
#include "analysis/clean_text.h"
#include "analysis/tex_markup.h"
#include "analysis/utf8.h"

namespace incipit::analysis {
namespace {

// Markup can uncover markup (`\e{mph}`), so the pass is repeated until nothing changes. Text that needs more
// passes than this is no TeX; it keeps its markup. Either way the result is a fixed point: a stable text is
// one by definition, and the cleaned text would go through the same passes as the given one.
constexpr int kMaxPasses = 6;

constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x7F; ++c) plain[static_cast<std::size_t>(c)] = true;
  for (const char c : {'\\', '`', '{', '}', '~', '@'}) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

bool needs_nothing(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  char previous = 'x';
  for (const char c : text) {
    if (!kPlain[static_cast<unsigned char>(c)]) return false;
    if (c == previous && (c == ' ' || c == '-')) return false;
    previous = c;
  }
  return true;
}

}  // namespace

std::string display_text(std::string_view given) {
  if (needs_nothing(given)) return std::string(given);
  std::string clean = clean_text(given);
  if (!has_tex_markup(clean)) return clean;
  std::string text = tex_markup(clean);
  for (int pass = 1; pass < kMaxPasses; ++pass) {
    std::string next = tex_markup(clean_text(text));
    if (next == text) return text;
    text = std::move(next);
  }
  return clean;
}

}  // namespace incipit::analysis

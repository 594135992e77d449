#include "analysis/tex_tables.h"

#include <algorithm>
#include <array>

namespace incipit::analysis {
namespace {

using namespace std::string_view_literals;

constexpr std::array kTextMarkup = {"emph"sv,   "hbox"sv,   "mbox"sv,      "text"sv,   "textbf"sv, "textit"sv,
                                    "textmd"sv, "textrm"sv, "textsc"sv,    "textsf"sv, "textsl"sv, "textsubscript"sv, "textsuperscript"sv, "texttt"sv,
                                    "textup"sv, "uline"sv,  "underline"sv, "url"sv};

constexpr std::array kDeclarations = {"bf"sv,    "bfseries"sv, "em"sv,      "it"sv, "itshape"sv,
                                      "rm"sv,    "sc"sv,       "scshape"sv, "sf"sv, "sl"sv,
                                      "small"sv, "tt"sv,       "ttfamily"sv};

constexpr std::array kFormatting = {"Big"sv,
                                    "Bigg"sv,
                                    "Biggl"sv,
                                    "Biggr"sv,
                                    "Bigl"sv,
                                    "Bigr"sv,
                                    "bar"sv,
                                    "begin"sv,
                                    "bf"sv,
                                    "big"sv,
                                    "bigg"sv,
                                    "biggl"sv,
                                    "biggr"sv,
                                    "bigl"sv,
                                    "bigr"sv,
                                    "bm"sv,
                                    "boldsymbol"sv,
                                    "cal"sv,
                                    "cite"sv,
                                    "citep"sv,
                                    "citet"sv,
                                    "ddot"sv,
                                    "dfrac"sv,
                                    "displaystyle"sv,
                                    "dot"sv,
                                    "em"sv,
                                    "emph"sv,
                                    "end"sv,
                                    "ensuremath"sv,
                                    "footnote"sv,
                                    "frac"sv,
                                    "hat"sv,
                                    "hbox"sv,
                                    "href"sv,
                                    "hspace"sv,
                                    "it"sv,
                                    "left"sv,
                                    "limits"sv,
                                    "mathbb"sv,
                                    "mathbf"sv,
                                    "mathcal"sv,
                                    "mathfrak"sv,
                                    "mathit"sv,
                                    "mathnormal"sv,
                                    "mathrm"sv,
                                    "mathscr"sv,
                                    "mathsf"sv,
                                    "mathtt"sv,
                                    "mbox"sv,
                                    "middle"sv,
                                    "nolimits"sv,
                                    "operatorname"sv,
                                    "overbrace"sv,
                                    "overline"sv,
                                    "overset"sv,
                                    "phantom"sv,
                                    "pmb"sv,
                                    "qquad"sv,
                                    "quad"sv,
                                    "right"sv,
                                    "rm"sv,
                                    "sc"sv,
                                    "scriptscriptstyle"sv,
                                    "scriptstyle"sv,
                                    "sf"sv,
                                    "sl"sv,
                                    "sqrt"sv,
                                    "stackrel"sv,
                                    "text"sv,
                                    "textbf"sv,
                                    "textcolor"sv,
                                    "textit"sv,
                                    "textmd"sv,
                                    "textrm"sv,
                                    "textsc"sv,
                                    "textsf"sv,
                                    "textsl"sv,
                                    "textstyle"sv,
                                    "textsubscript"sv,
                                    "textsuperscript"sv,
                                    "texttt"sv,
                                    "textup"sv,
                                    "tfrac"sv,
                                    "tilde"sv,
                                    "tt"sv,
                                    "underbrace"sv,
                                    "underline"sv,
                                    "underset"sv,
                                    "unicode"sv,
                                    "url"sv,
                                    "vec"sv,
                                    "vspace"sv,
                                    "widehat"sv,
                                    "widetilde"sv};

constexpr std::array kSigns = {"approx"sv,  "ast"sv,    "bullet"sv, "cdot"sv,   "cdots"sv,      "circ"sv,
                               "colon"sv,   "dots"sv,   "ge"sv,     "geq"sv,    "gg"sv,         "gtrsim"sv,
                               "in"sv,      "langle"sv, "ldots"sv,  "le"sv,     "leftarrow"sv,  "leq"sv,
                               "lesssim"sv, "ll"sv,     "mid"sv,    "ne"sv,     "neq"sv,        "not"sv,
                               "percent"sv, "pm"sv,     "prime"sv,  "rangle"sv, "rightarrow"sv, "sim"sv,
                               "simeq"sv,   "star"sv,   "times"sv,  "to"sv,     "top"sv,        "vert"sv};

struct NamedLetter {
  std::string_view name;
  TexLetter letter;
};
constexpr std::array kLetters = {
    NamedLetter{"AA", {"Å", false}},  NamedLetter{"AE", {"Æ", true}}, NamedLetter{"DH", {"Ð", true}},
    NamedLetter{"L", {"Ł", true}},    NamedLetter{"O", {"Ø", true}},  NamedLetter{"OE", {"Œ", true}},
    NamedLetter{"TH", {"Þ", true}},   NamedLetter{"aa", {"å", true}}, NamedLetter{"ae", {"æ", true}},
    NamedLetter{"deg", {"°", false}}, NamedLetter{"dh", {"ð", true}}, NamedLetter{"i", {"ı", true}},
    NamedLetter{"j", {"ȷ", true}},    NamedLetter{"l", {"ł", true}},  NamedLetter{"o", {"ø", true}},
    NamedLetter{"oe", {"œ", true}},   NamedLetter{"ss", {"ß", true}}, NamedLetter{"th", {"þ", true}}};

template <class Table>
bool holds(const Table& table, std::string_view name) {
  return std::find(table.begin(), table.end(), name) != table.end();
}

}  // namespace

char32_t tex_accent(char command) {
  switch (command) {
    case '`':
      return 0x0300;
    case '\'':
      return 0x0301;
    case '^':
      return 0x0302;
    case '~':
      return 0x0303;
    case '=':
      return 0x0304;
    case 'u':
      return 0x0306;
    case '.':
      return 0x0307;
    case '"':
      return 0x0308;
    case 'r':
      return 0x030A;
    case 'H':
      return 0x030B;
    case 'v':
      return 0x030C;
    case 'd':
      return 0x0323;
    case 'c':
      return 0x0327;
    case 'k':
      return 0x0328;
    case 'b':
      return 0x0331;
    case 't':
      return 0x0361;
    default:
      return 0;
  }
}

TexLetter tex_letter(std::string_view command) {
  for (const NamedLetter& row : kLetters) {
    if (row.name == command) return row.letter;
  }
  return {{}, false};
}

bool is_text_markup(std::string_view command) { return holds(kTextMarkup, command); }
bool is_declaration(std::string_view command) { return holds(kDeclarations, command); }
bool is_formatting(std::string_view command) { return holds(kFormatting, command); }
bool is_sign(std::string_view command) { return holds(kSigns, command); }

}  // namespace incipit::analysis

// What people read: TeX to Unicode.
#include <gtest/gtest.h>

#include <string>

#include "analysis/analyser.h"

namespace incipit::analysis {
namespace {

struct Row {
  const char* given;
  const char* shown;
};

const Row kRows[] = {
    {"", ""},
    {"plain text stays", "plain text stays"},
    // the reference papers
    {"models become ``aligned'', making it difficult", "models become “aligned”, making it difficult"},
    {"via \\emph{implicit chain-of-thought}, and", "via implicit chain-of-thought, and"},
    {"predicts the ``running sum'' via", "predicts the “running sum” via"},
    {"to ``cache'' and ``retrieve'' pairwise", "to “cache” and “retrieve” pairwise"},
    {"metrics--abstention rate, and role's", "metrics–abstention rate, and role's"},
    // accents
    {"Fr\\'echet, Fr\\'{e}chet, Fr{\\'e}chet", "Fréchet, Fréchet, Fréchet"},
    {"na\\\"ive Schr\\\"{o}dinger", "naïve Schrödinger"},
    {"Lema\\^{\\i}tre Lema\\^itre mart\\'\\i nez", "Lemaître Lemaître martínez"},
    {"Fran\\c{c}ois Fran\\c cois \\v{S}koda \\v Skoda", "François François Škoda Škoda"},
    {"Erd\\H{o}s \\r{A} \\u{a} S\\~ao \\=a \\.z \\d{s} \\b{b} \\k{e}", "Erdős Å ă São ā ż ṣ ḇ ę"},
    {"\\t{oo}", "o͡o"},
    {"d\\'ej\\`a vu", "déjà vu"},
    {"\\k{appa} \\c{hi} \\'1", "\\k{appa} \\c{hi} \\'1"},
    // letters
    {"Stra\\ss e, \\O rsted, {\\o}l, \\L{}ukasz, {\\AE}ther", "Straße, Ørsted, øl, Łukasz, Æther"},
    {"5 \\AA resolution at 360{\\deg} rotation", "5 Å resolution at 360° rotation"},
    {"\\aa rhus \\oe uvre \\l\\'od\\'z", "århus œuvre łódź"},
    // markup
    {"\\textbf{C}losed-\\textbf{L}oop", "Closed-Loop"},
    {"\\textit{a \\textbf{b} c} \\texttt{d} \\textsc{E} \\underline{f} \\text{g} \\textrm{h}",
     "a b c d E f g h"},
    {"1\\textsuperscript{st} CO\\textsubscript{2}", "1st CO2"},
    {"{\\em tasks} {\\bf\nRainFusion} {\\it x, y}", "tasks RainFusion x, y"},
    {"code at \\url{https://x.org/~me/a--b_c}.", "code at https://x.org/~me/a--b_c."},
    {"{GPU} and {The {GPU} Book}", "GPU and The GPU Book"},
    {"k in {0, 1}", "k in {0, 1}"},
    {"\\{0,1\\}", "{0,1}"},
    {"lone } and { stay", "lone } and { stay"},
    {"our \\ours{} beats \\cite{a--b}", "our \\ours{} beats \\cite{a–b}"},
    {"{\\mu}m {\\alpha}=1", "\\mu m \\alpha=1"},
    // quotes
    {"`single' and it's", "‘single’ and it's"},
    {"``a `b' c''", "“a ‘b’ c”"},
    {"``x``, y", "“x”, y"},
    {"a `code` b", "a `code` b"},
    {"5'' tall", "5'' tall"},
    {"user\\'s don\\'t", "user's don't"},
    // dashes
    {"2--22 --- and a -- b a---b", "2–22 — and a – b a—b"},
    {"run --flag and (--x) ---- <!-- x -->", "run --flag and (--x) ---- <!-- x -->"},
    {"their ''data''--is, say \"--flag\"", "their ''data''–is, say \"--flag\""},
    // ties, escapes
    {"Fig.~3 et~al.", "Fig. 3 et al."},
    {"~5 a ~ b 0.5~0.7", "~5 a ~ b 0.5~0.7"},
    {"http://x.org/~me/ x.org/~you", "http://x.org/~me/ x.org/~you"},
    {"67.3\\% Q\\&A a\\_b \\#1 \\$5", "67.3% Q&A a_b #1 $5"},
    {"e.g.\\ this 22\\,kpc neuro\\-symbolic", "e.g. this 22 kpc neurosymbolic"},
    {"a \\\\ b \\", "a \\\\ b \\"},
    // formulas
    {"$\\emph{x}--y~z$ and \\(\\mathbf{a}\\)", "$\\emph{x}--y~z$ and \\(\\mathbf{a}\\)"},
    {"$$a--b$$ \\emph{c}", "$$a--b$$ c"},
    {"lone $ then \\emph{x}", "lone $ then x"},
    {"$5 million and $6 \\emph{now}", "$5 million and $6 now"},
    {"from $5--$6 each", "from $5–$6 each"},
    {"$5 (a price) and \\emph{x} in $", "$5 (a price) and x in $"},
    {"pay $5. Let $x--y$ be", "pay $5. Let $x--y$ be"},
    {"$10^{-3}$ and $3--4$", "$10^{-3}$ and $3--4$"},
    // addresses, spaces, invisible characters
    {"write to ann.lee+x@cs.example.edu.", "write to [e-mail address]."},
    {"{ann,bob}@example.org or john\\_doe@x.de", "[e-mail address] or [e-mail address]"},
    {"mAP@0.5 Recall@10 a@b user@host.We", "mAP@0.5 Recall@10 a@b user@host.We"},
    {"to jörg@x.org or o'neil@x.org, 'ann@x.org'",
     "to [e-mail address] or [e-mail address], '[e-mail address]'"},
    {"d’arcy@x.org ann@exämple.org иван@почта.рф", "[e-mail address] [e-mail address] [e-mail address]"},
    {"ann@mail.xn--p1ai or zhang@163.com", "[e-mail address] or [e-mail address]"},
    {"hits@10.we find hits@10.in P@5.so a@x.Мы", "hits@10.we find hits@10.in P@5.so a@x.Мы"},
    {"请联系ann@x.org谢谢", "请联系[e-mail address]谢谢"},
    {"a\u200Dnn\u200D@x.org", "[e-mail address]"},
    {"  a \n\n b\tc\r\n", "a b c"},
    {"a\u00A0b\u2003c\u2028d", "a b c d"},
    {"so\u00ADft ze\u200Bro \uFEFFbom", "soft zero bom"},
    {"می\u200Cخواهم 👩\u200D🔬", "می\u200Cخواهم 👩\u200D🔬"},
    {"nul\x01l", "nul l"},
    {"e\u0301", "é"},
    {"bad \xC3( \xFF", "bad \uFFFD( \uFFFD"},
};

TEST(DisplayText, Table) {
  for (const Row& row : kRows) {
    EXPECT_EQ(display_text(row.given), row.shown) << row.given;
    EXPECT_EQ(display_text(row.shown), row.shown) << row.given;
  }
  EXPECT_GE(std::size(kRows), 40U);
}

TEST(DisplayText, HostileDepthIsLinear) {
  for (const char* piece :
       {"{",  "}",      "{}",        "\\emph{", "`",  "``",     "$",   "$$",     "\\(",  "--",  "~",
        "a@", "}@b.cd", "é'é@b.cd ", "@é.",     "é'", "\\e{\\", "$5 ", "{\\em ", "\\'{", "x.y/"}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    const std::string shown = display_text(text);
    EXPECT_EQ(display_text(shown), shown) << piece;
  }
}

}  // namespace
}  // namespace incipit::analysis

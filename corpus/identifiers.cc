#include "corpus/identifiers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "corpus/encoding.h"
#include "schema/ascii.h"
#include "schema/ids.h"

namespace incipit::corpus {
namespace {

using schema::Paper;

constexpr std::size_t kCategoriesPerPaper = 256;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return schema::hex_digit(c).has_value(); });
}

bool has_blank(std::string_view text) {
  return text.empty() || std::any_of(text.begin(), text.end(), [](char c) { return c == ' '; }) ||
         schema::has_control_character(text) || text.size() > schema::kMaxPaperIdBytes;
}

// The last step of an address, or the text itself.
std::string_view last_step(std::string_view text) {
  if (!text.empty() && text.back() == '/') text.remove_suffix(1);
  const auto slash = text.rfind('/');
  return slash == text.npos ? text : text.substr(slash + 1);
}

struct Row {
  Catalogue catalogue;
  std::string_view rel;
  std::string_view scheme;   // cut in front of a value, lower case
  std::string_view address;  // of the paper's page, before the value
};

constexpr std::array kRows{
    Row{Catalogue::pubmed, "pubmed", "pmid:", "https://pubmed.ncbi.nlm.nih.gov/"},
    Row{Catalogue::pmc, "pmc", "pmcid:", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC"},
    Row{Catalogue::openalex, "openalex", "openalex:", "https://openalex.org/"},
    Row{Catalogue::mag, "mag", "mag:", "https://api.openalex.org/works/mag:"},
    Row{Catalogue::semantic_scholar, "semantic_scholar", "s2:", "https://www.semanticscholar.org/paper/"},
    Row{Catalogue::corpus_id, "semantic_scholar", "corpusid:", "https://api.semanticscholar.org/CorpusID:"},
    Row{Catalogue::acl, "acl", "acl:", "https://aclanthology.org/"},
    Row{Catalogue::dblp, "dblp", "dblp:", "https://dblp.org/rec/"},
};

bool fits(Catalogue catalogue, std::string_view value) {
  switch (catalogue) {
    case Catalogue::pubmed:
    case Catalogue::pmc:
    case Catalogue::mag:
    case Catalogue::corpus_id:
      return schema::is_all_digits(value) && value.size() <= 20;
    case Catalogue::openalex:
      return value.size() > 1 && value.front() == 'W' && schema::is_all_digits(value.substr(1));
    case Catalogue::semantic_scholar:
      return value.size() == 40 && is_hex(value);
    default:
      return !has_blank(value);
  }
}

bool add_arxiv(Paper& paper, std::string_view value) {
  const auto arxiv = schema::parse_arxiv_id(value);
  return arxiv && add_link(paper, "arxiv", "https://arxiv.org/abs/" + arxiv->bare);
}

bool add_doi(Paper& paper, std::string_view value) {
  const auto doi = normalised_doi(value);
  if (!doi) return false;
  if (paper.doi.empty()) {
    paper.doi = *doi;
    return true;
  }
  if (schema::lower_ascii(paper.doi) == schema::lower_ascii(*doi)) return true;
  return add_link(paper, "doi", "https://doi.org/" + *doi);
}

// Decodes the reference that `text` begins with and cuts it; false where it is none.
bool decode_reference(std::string_view& text, std::string& out) {
  const auto end = text.substr(0, 12).find(';');
  if (end == text.npos || end < 2) return false;
  std::string_view name = text.substr(1, end - 1);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed{
      {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};
  for (const auto& [known, character] : kNamed) {
    if (name != known) continue;
    out += character;
    text.remove_prefix(end + 1);
    return true;
  }
  if (name.front() != '#') return false;
  name.remove_prefix(1);
  const bool hex = !name.empty() && (name.front() == 'x' || name.front() == 'X');
  if (hex) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [stop, fault] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  if (fault != std::errc() || stop != name.data() + name.size()) return false;
  const bool character = code >= 0x20 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF) &&
                         !(code >= 0x7F && code <= 0x9F);
  if (!character) return false;
  append_utf8(out, code);
  text.remove_prefix(end + 1);
  return true;
}

// The bytes of the tag that `text` begins with, 0 where '<' is only a sign.
std::size_t tag_length(std::string_view text) {
  if (text.size() < 3) return 0;
  const std::size_t name = text[1] == '/' ? 2 : 1;
  const char c = text[name];
  const bool letter = schema::is_ascii_letter(c);
  if (!letter && text.substr(0, 4) != "<!--") return 0;
  // Bounded, so that a text of '<' signs costs no square.
  const auto end = text.substr(0, 2000).find('>');
  return end == text.npos ? 0 : end + 1;
}

// The name of a tag without its slash and its namespace, in lower case.
std::string tag_name(std::string_view tag) {
  tag.remove_prefix(tag[1] == '/' ? 2 : 1);
  std::string name = schema::lower_ascii(tag.substr(0, tag.find_first_of(" \t\r\n/>")));
  if (const auto colon = name.find(':'); colon != name.npos) name.erase(0, colon + 1);
  return name;
}

// A tag of the markup that catalogues leave in titles and abstracts. What else stands in angle brackets is
// text.
enum class Tag { none, in_word, between_words };
Tag kind_of(std::string_view tag) {
  static constexpr std::array<std::string_view, 31> kInWord{
      "i",        "b",     "em",      "strong", "sub",   "sup",  "span",     "italic",
      "bold",     "sc",    "scp",     "u",      "tt",    "a",    "font",     "inline-formula",
      "tex-math", "math",  "mi",      "mn",     "mo",    "mrow", "msub",     "msup",
      "mtext",    "mover", "msubsup", "mstyle", "mfrac", "nobr", "semantics"};
  static constexpr std::array<std::string_view, 18> kBetweenWords{
      "p",  "br", "div", "title", "sec", "abstract", "list", "list-item", "label",
      "h1", "h2", "h3",  "h4",    "h5",  "ul",       "ol",   "li",        "disp-formula"};
  if (tag.substr(0, 4) == "<!--") return Tag::in_word;
  const std::string name = tag_name(tag);
  if (std::find(kInWord.begin(), kInWord.end(), name) != kInWord.end()) return Tag::in_word;
  return std::find(kBetweenWords.begin(), kBetweenWords.end(), name) != kBetweenWords.end()
             ? Tag::between_words
             : Tag::none;
}

}  // namespace

bool add_identifier(Paper& paper, Catalogue catalogue, std::string_view given) {
  const std::string text = clean_text(given);
  if (catalogue == Catalogue::arxiv) return add_arxiv(paper, text);
  if (catalogue == Catalogue::doi) return add_doi(paper, text);
  const auto row =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.catalogue == catalogue; });
  std::string_view value = text;
  schema::cut_prefix(value, row->scheme);
  if (is_web_address(value) && catalogue != Catalogue::dblp) value = last_step(value);
  if (catalogue == Catalogue::pmc) schema::cut_prefix(value, "pmc");
  if (!fits(catalogue, value)) return false;
  const bool hex = catalogue == Catalogue::semantic_scholar;
  return add_link(paper, row->rel, std::string(row->address) + (hex ? schema::lower_ascii(value) : std::string(value)));
}

bool add_orcid(schema::Authorship& author, std::string_view text) {
  const auto orcid = normalised_orcid(text);
  if (!orcid) return false;
  std::string id = "orcid:" + *orcid;
  if (std::find(author.ids.begin(), author.ids.end(), id) == author.ids.end()) author.ids.push_back(std::move(id));
  return true;
}

bool is_web_address(std::string_view url) {
  const std::string head = schema::lower_ascii(url.substr(0, 8));
  std::size_t host = 0;
  for (const std::string_view scheme : {"http://", "https://", "ftp://"}) {
    if (head.compare(0, scheme.size(), scheme) == 0) host = scheme.size();
  }
  if (host == 0 || host >= url.size() || url[host] == '/') return false;
  if (schema::has_control_character(url)) return false;
  return std::all_of(url.begin(), url.end(), [](unsigned char c) {
    return c != ' ' && c != '"' && c != '<' && c != '>' && c != '\\' && c != '^' && c != '`';
  });
}

bool add_link(Paper& paper, std::string_view rel, std::string_view url) {
  if (!is_web_address(url)) return false;
  schema::Link link{std::string(rel), std::string(url)};
  // Beyond some links repeats are kept: the look-up is linear.
  constexpr std::size_t kLookedAt = 64;
  const auto end = paper.links.begin() + static_cast<std::ptrdiff_t>(std::min(paper.links.size(), kLookedAt));
  if (std::find(paper.links.begin(), end, link) == end) paper.links.push_back(std::move(link));
  return true;
}

tl::expected<void, RejectionCause> set_id(Paper& paper, std::string id) {
  if (const auto checked = schema::check_paper_id(id); !checked) {
    return tl::make_unexpected(RejectionCause{"bad_id", checked.error().message});
  }
  paper.id = std::move(id);
  return {};
}

bool add_category(Paper& paper, std::string_view name) {
  std::string code = clean_text(name);
  if (code.empty() || schema::has_control_character(code)) return false;
  if (std::find(paper.categories.begin(), paper.categories.end(), code) != paper.categories.end())
    return true;
  if (paper.categories.size() >= kCategoriesPerPaper) return false;
  paper.categories.push_back(std::move(code));
  return true;
}

std::optional<schema::Date> date_of_parts(std::int64_t year, std::int64_t month, std::int64_t day) {
  const bool in_range = year >= schema::kMinYear && year <= schema::kMaxYear && month >= 0 && month <= 12 &&
                        day >= 0 && day <= 31 && (day == 0 || month > 0);
  if (!in_range) return std::nullopt;
  const auto two = [](std::int64_t n) { return (n < 10 ? "-0" : "-") + std::to_string(n); };
  std::string text = std::to_string(year);
  if (month > 0) text += two(month);
  if (day > 0) text += two(day);
  const auto date = schema::parse_date(text);
  if (!date) return std::nullopt;
  return *date;
}

int month_of(std::string_view given) {
  static constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
  std::string text = schema::lower_ascii(clean_text(given));
  if (!text.empty() && text.back() == '.') text.pop_back();
  if (schema::is_all_digits(text) && text.size() <= 2) {
    const int number = text.size() == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0');
    return number <= 12 ? number : 0;
  }
  if (text.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const bool short_form = text.size() <= 4 && kMonths[i].compare(0, text.size(), text) == 0;
    if (short_form || kMonths[i] == text) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::string joined_name(const schema::Authorship& author) {
  std::string name = author.given;
  for (const auto* part : {&author.family, &author.suffix}) {
    if (part->empty()) continue;
    if (!name.empty()) name += ' ';
    name += *part;
  }
  return name;
}

std::string excerpt(std::string_view text) {
  std::size_t size = std::min<std::size_t>(text.size(), 60);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return std::string(text.substr(0, size));
}

std::string without_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.front() == '<') {
      const std::size_t length = tag_length(text);
      const Tag kind = length > 0 ? kind_of(text.substr(0, length)) : Tag::none;
      if (kind == Tag::between_words) out += ' ';
      if (kind != Tag::none) {
        text.remove_prefix(length);
        continue;
      }
    }
    if (text.front() == '&' && decode_reference(text, out)) continue;
    out += text.front();
    text.remove_prefix(1);
  }
  return clean_text(out);
}

}  // namespace incipit::corpus

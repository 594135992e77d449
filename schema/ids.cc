#include "schema/ids.h"

#include <algorithm>
#include <array>
#include <set>

#include "schema/ascii.h"

namespace incipit::schema {
namespace {

constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";

// Cuts a trailing "vN" and returns N, or 0. Versions count from 1: "v0" is no version.
int cut_version(std::string_view& text) {
  const auto v = text.rfind('v');
  if (v == text.npos || v == 0 || !is_all_digits(text.substr(v + 1)) || text.size() - v > 4) return 0;
  int version = 0;
  for (char c : text.substr(v + 1)) version = version * 10 + (c - '0');
  if (version > 0) text = text.substr(0, v);
  return version;
}

bool is_new_style(std::string_view text) {  // YYMM.NNNN or YYMM.NNNNN
  return (text.size() == 9 || text.size() == 10) && is_all_digits(text.substr(0, 4)) && text[4] == '.' &&
         is_all_digits(text.substr(5));
}

// The canonical form of archive[.XX]/YYMMNNN, which names the archive without its subject class (arXiv lists
// "math.GT/0309136" as "math/0309136"); empty for anything else.
std::string old_style(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos || text.size() - slash != 8 || !is_all_digits(text.substr(slash + 1))) return {};
  const std::string_view prefix = text.substr(0, slash);
  const auto dot = prefix.find('.');
  const std::string_view archive = prefix.substr(0, dot);
  const auto archive_letter = [](unsigned char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  if (archive.empty() || archive.front() == '-' ||
      !std::all_of(archive.begin(), archive.end(), archive_letter))
    return {};
  if (dot != prefix.npos) {
    const std::string_view subject = prefix.substr(dot + 1);
    const auto letter = [](char c) { return is_ascii_letter(c) || c == '-'; };
    if (subject.size() < 2 || !std::all_of(subject.begin(), subject.end(), letter)) return {};
  }
  return std::string(archive) + std::string(text.substr(slash));
}

// Cuts the scheme and host of an arXiv address up to its kind of page. False: an address of something else.
bool strip_arxiv_address(std::string_view& text) {
  const bool scheme = cut_prefix(text, "https://") || cut_prefix(text, "http://");
  cut_prefix(text, "www.") || cut_prefix(text, "export.");
  if (!cut_prefix(text, "arxiv.org/")) return !scheme;
  if (!(cut_prefix(text, "abs/") || cut_prefix(text, "pdf/") || cut_prefix(text, "html/")))
    return false;
  text = text.substr(0, text.find_first_of("?#"));
  if (!text.empty() && text.back() == '/') text.remove_suffix(1);
  if (text.size() > 4 && text.substr(text.size() - 4) == ".pdf") text.remove_suffix(4);
  return true;
}

// Cuts what makes an identifier a DOI: an address of the resolver or "doi:".
bool strip_doi_prefix(std::string_view& text) {
  std::string_view rest = text;
  cut_prefix(rest, "https://") || cut_prefix(rest, "http://");
  cut_prefix(rest, "www.");
  if (!(cut_prefix(rest, "doi.org/") || cut_prefix(rest, "dx.doi.org/") || cut_prefix(rest, "doi:")))
    return false;
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  text = rest;
  return true;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

// What an address of a known catalogue names, as "scheme:value"; empty for any other text.
std::string catalogue_key(std::string_view text) {
  struct Catalogue {
    std::string_view address;  // after the scheme and "www.", lower case
    std::string_view scheme;
    bool digits;  // all of the value
  };
  static constexpr std::array kCatalogues{
      Catalogue{"pubmed.ncbi.nlm.nih.gov/", "pmid:", true},
      Catalogue{"ncbi.nlm.nih.gov/pubmed/", "pmid:", true},
      Catalogue{"ncbi.nlm.nih.gov/pmc/articles/pmc", "pmcid:PMC", true},
      Catalogue{"ncbi.nlm.nih.gov/pmc/articles/", "pmcid:PMC", true},
      Catalogue{"pmc.ncbi.nlm.nih.gov/articles/pmc", "pmcid:PMC", true},
      Catalogue{"api.openalex.org/works/mag:", "mag:", true},
      Catalogue{"openalex.org/w", "openalex:W", true},
      Catalogue{"api.semanticscholar.org/corpusid:", "s2:CorpusId:", true},
      Catalogue{"semanticscholar.org/paper/", "s2:", false},
      Catalogue{"aclanthology.org/", "acl:", false},
      Catalogue{"dblp.org/rec/", "dblp:", false},
  };
  if (!cut_prefix(text, "https://") && !cut_prefix(text, "http://")) return {};
  cut_prefix(text, "www.");
  for (const Catalogue& row : kCatalogues) {
    std::string_view value = text;
    if (!cut_prefix(value, row.address)) continue;
    if (!value.empty() && value.back() == '/') value.remove_suffix(1);
    if (row.digits ? is_all_digits(value) : is_identifier(value)) return std::string(row.scheme) + std::string(value);
  }
  return {};
}

// The kinds of a link whose address names the paper itself elsewhere.
bool names_the_paper(std::string_view rel) {
  static constexpr std::array<std::string_view, 9> kRels{"acl", "arxiv", "dblp", "doi", "mag",
                                                         "openalex", "pmc", "pubmed", "semantic_scholar"};
  return std::find(kRels.begin(), kRels.end(), rel) != kRels.end();
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  const auto* s = reinterpret_cast<const unsigned char*>(text.data());
  const std::size_t n = text.size();
  for (std::size_t i = 0; i < n;) {
    const unsigned char c = s[i];
    std::size_t length = c < 0x80                 ? 1
                         : c >= 0xC2 && c <= 0xDF ? 2
                         : c >= 0xE0 && c <= 0xEF ? 3
                         : c >= 0xF0 && c <= 0xF4 ? 4
                                                  : 0;
    if (length == 0 || i + length > n) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((s[i + k] & 0xC0) != 0x80) return false;
    }
    if ((c == 0xE0 && s[i + 1] < 0xA0) || (c == 0xED && s[i + 1] > 0x9F) || (c == 0xF0 && s[i + 1] < 0x90) ||
        (c == 0xF4 && s[i + 1] > 0x8F)) {
      return false;
    }
    i += length;
  }
  return true;
}

bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7F) return true;
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

Result<void> check_paper_id(std::string_view id) {
  if (id.empty()) return fail(ErrorCode::input_invalid, "the id is empty");
  if (id.size() > kMaxPaperIdBytes) {
    return fail(ErrorCode::input_invalid,
                "the id has " + std::to_string(id.size()) + " bytes; at most 200 are allowed");
  }
  if (!is_valid_utf8(id)) return fail(ErrorCode::input_invalid, "the id is not valid UTF-8");
  if (has_control_character(id)) return fail(ErrorCode::input_invalid, "the id has a control character");
  if (id == "." || id == "..") return fail(ErrorCode::input_invalid, "the id is a step of a path, not a name");
  return {};
}

std::optional<ArxivId> parse_arxiv_id(std::string_view text) {
  if (strip_doi_prefix(text)) {
    if (!cut_prefix(text, "10.48550/arxiv.")) return std::nullopt;
  } else if (cut_prefix(text, "arxiv:")) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  } else if (!cut_prefix(text, "10.48550/arxiv.") && !strip_arxiv_address(text)) {
    return std::nullopt;
  }
  ArxivId id;
  id.version = cut_version(text);
  id.bare = is_new_style(text) ? std::string(text) : old_style(text);
  if (id.bare.empty()) return std::nullopt;
  return id;
}

std::string alias_key(std::string_view identifier) {
  while (!identifier.empty() && identifier.front() == ' ') identifier.remove_prefix(1);
  while (!identifier.empty() && identifier.back() == ' ') identifier.remove_suffix(1);
  if (const auto arxiv = parse_arxiv_id(identifier)) return "arxiv:" + arxiv->bare;
  std::string_view rest = identifier;
  const bool bare_doi = rest.size() > 7 && rest.substr(0, 3) == "10." && rest.find('/') != rest.npos;
  if (strip_doi_prefix(rest) || bare_doi) return "doi:" + lower_ascii(rest);
  if (cut_prefix(rest, "pmid:")) {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (is_all_digits(rest)) return "pmid:" + std::string(rest);
  }
  if (std::string key = catalogue_key(identifier); !key.empty()) return key;
  return std::string(identifier);
}

std::vector<std::string> alias_keys(const Paper& paper) {
  std::vector<std::string> keys;
  std::set<std::string, std::less<>> seen;
  const auto add = [&](std::string key) {
    // A key with a scheme is an alias even where it is the id: another spelling may lead to it.
    const bool other_spelling = key != paper.id || key.find(':') != key.npos;
    if (other_spelling && seen.insert(key).second) keys.push_back(std::move(key));
  };
  add(alias_key(paper.id));
  // A publisher's erratum gives a second DOI in the same field, set apart by a space.
  for (std::string_view doi : split(paper.doi, " ")) {
    while (!doi.empty() && (doi.back() == ',' || doi.back() == ';')) doi.remove_suffix(1);
    strip_doi_prefix(doi);
    if (!doi.empty()) add(alias_key("doi:" + std::string(doi)));
  }
  for (const Link& link : paper.links) {
    if (!names_the_paper(link.rel)) continue;
    std::string key = alias_key(link.url);
    if (key != link.url) add(std::move(key));
  }
  for (const auto& id : paper.other_ids) add(alias_key(id));
  return keys;
}

bool is_author_id(std::string_view text) {
  return text.size() == 11 && text[0] == 'a' && std::all_of(text.begin() + 1, text.end(), [](char c) {
           return kCrockford.find(c) != kCrockford.npos;
         });
}

std::string author_id_from_bits(std::uint64_t bits) {
  std::string id = "a";
  for (int shift = 45; shift >= 0; shift -= 5) id += kCrockford[(bits >> shift) & 31];
  return id;
}

}  // namespace incipit::schema

#include "writers/citation.h"

#include <algorithm>
#include <array>

#include "analysis/analyser.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/links.h"

namespace incipit::writers {
namespace {

bool all_of(std::string_view text, bool (*fits)(char)) { return !text.empty() && std::all_of(text.begin(), text.end(), fits); }
bool is_plain(char c) { return c > ' ' && c < 0x7F && c != ',' && c != '(' && c != ')'; }
bool is_page(char c) { return is_plain(c) || c == ','; }

}  // namespace

WorkKind kind_of(const schema::Paper& paper) {
  if (paper.venue.empty() && paper.journal_ref.empty()) return WorkKind::preprint;
  static constexpr std::array<std::string_view, 5> kProceedings{"proceedings", "conference", "workshop", "symposium", "meeting"};
  const std::string venue = schema::lower_ascii(paper.venue);
  const auto named = [&](std::string_view word) { return venue.find(word) != venue.npos; };
  const bool proceedings = std::any_of(kProceedings.begin(), kProceedings.end(), named);
  // "Proceedings of the National Academy ..." has volumes as journals do.
  return proceedings && place_in_venue(paper).volume.empty() ? WorkKind::proceedings_paper : WorkKind::article;
}

std::string citation_key(const schema::Paper& paper) {
  const std::string_view id = paper.id;
  const std::size_t colon = id.find(':');
  std::string prefix;
  std::string_view rest = id;
  bool keep_colons = true;
  if (id.starts_with("bib:") && colon == id.rfind(':')) {
    rest = id.substr(4);
  } else if (colon == id.npos) {
    prefix = schema::parse_arxiv_id(id) ? "arXiv:" : "id:";
  } else {
    // An id of its own that looks like one of those above.
    keep_colons = id.substr(0, colon) != "arXiv" && id.substr(0, colon) != "id";
  }
  std::string key = prefix;
  for (const char c : rest) {
    const bool plain = schema::is_ascii_alnum(c) || c == '.' || c == '-' || c == '/' || c == '+' || (c == ':' && keep_colons);
    key += plain ? std::string(1, c) : "_" + schema::hex_of({&c, 1});
  }
  return key;
}

PlaceInVenue place_in_venue(const schema::Paper& paper) {
  std::string_view rest = paper.journal_ref;
  if (paper.venue.empty() || !rest.starts_with(paper.venue)) return {};
  rest.remove_prefix(paper.venue.size());
  PlaceInVenue place;
  if (rest.starts_with(" ")) {
    const std::size_t end = std::min(rest.find_first_of("(,", 1), rest.size());
    place.volume = rest.substr(1, end - 1);
    if (!all_of(place.volume, is_plain)) return {};
    rest.remove_prefix(end);
    if (rest.starts_with("(")) {
      const std::size_t close = rest.find(')');
      if (close == rest.npos) return {};
      place.number = rest.substr(1, close - 1);
      if (!all_of(place.number, is_plain)) return {};
      rest.remove_prefix(close + 1);
    }
  }
  if (rest.starts_with(", ")) {
    place.pages = rest.substr(2);
    if (!all_of(place.pages, is_page)) return {};
    rest = {};
  }
  return rest.empty() ? place : PlaceInVenue{};
}

std::string container_of(const schema::Paper& paper) { return paper.venue.empty() ? paper.journal_ref : paper.venue; }

std::string id_in(const schema::Paper& paper, std::string_view catalogue) {
  const std::string prefix = std::string(catalogue) + ":";
  for (const std::string& key : schema::alias_keys(paper)) {
    if (key.starts_with(prefix)) return key.substr(prefix.size());
  }
  return paper.id.starts_with(prefix) ? paper.id.substr(prefix.size()) : std::string();
}

std::string bare_doi(const schema::Paper& paper) {
  const std::string_view given = paper.doi;
  const std::size_t begin = given.find("10.");
  return begin == given.npos || given.find('/', begin) == given.npos ? std::string() : one_line(given.substr(begin));
}

std::string link_of(const schema::Paper& paper, std::string_view rel) {
  for (const auto& link : schema::links_of(paper)) {
    if (link.rel == rel) return link.url;
  }
  return {};
}

std::string page_of(const schema::Paper& paper) {
  for (const std::string_view rel : {"page", "abstract"}) {
    if (std::string url = link_of(paper, rel); !url.empty()) return url;
  }
  for (const auto& link : schema::links_of(paper)) {
    if (link.rel != "pdf" && link.rel != "doi" && link.rel != "code") return link.url;
  }
  return {};
}

std::string one_line(std::string_view text) {
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1_control = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte > ' ' && byte != 0x7F && !c1_control) {
      line += text[i];
      continue;
    }
    if (c1_control) ++i;
    if (!line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string shown(std::string_view text) { return one_line(analysis::display_text(text)); }

std::string inverted_name(const schema::Authorship& author) {
  if (author.family.empty() || author.given.empty()) return shown(author.name);
  std::string name = shown(author.family) + ", " + shown(author.given);
  if (!author.suffix.empty()) name += ", " + shown(author.suffix);
  return name;
}

}  // namespace incipit::writers

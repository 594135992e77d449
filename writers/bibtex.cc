#include <array>
#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "writers/citation.h"
#include "writers/papers.h"
#include "writers/tex_text.h"

namespace incipit::writers {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

class Entry {
 public:
  Entry(std::string_view type, const std::string& key) : text_("@" + std::string(type) + "{" + key) {}

  // A value whose braces are balanced; nothing where it is empty.
  void add(std::string_view name, const std::string& value) {
    if (!value.empty()) add_bare(name, "{" + value + "}");
  }
  // A macro's name.
  void add_bare(std::string_view name, std::string_view value) {
    text_ += ",\n  " + std::string(name) + " = " + std::string(value);
  }
  std::string finish() { return text_ + "\n}\n"; }

 private:
  std::string text_;
};

// An identifier or address, which is not read as TeX: what would end the value becomes %XX.
std::string verbatim(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '{') {
      out += "%7B";
    } else if (c == '}') {
      out += "%7D";
    } else if (c == '\\') {
      out += "%5C";
    } else {
      out += c;
    }
  }
  return out;
}

bool has_comma_or_and(std::string_view name) {
  if (name.find(',') != name.npos) return true;
  std::string spaced = " " + schema::lower_ascii(name) + " ";
  std::replace(spaced.begin(), spaced.end(), '~', ' ');
  return spaced.find(" and ") != spaced.npos || spaced == " others ";
}

// A part of a name, in braces where BibTeX would take it for more than one.
std::string name_part(const std::string& part) {
  std::string tex = tex_text(part);
  return has_comma_or_and(tex) ? "{" + tex + "}" : tex;
}

std::string name_of(const schema::Authorship& author) {
  if (author.family.empty() || author.given.empty()) return name_part(author.name);
  std::string name = name_part(author.family);
  if (!author.suffix.empty()) name += ", " + name_part(author.suffix);
  return name + ", " + name_part(author.given);
}

std::string names_of(const schema::Paper& paper) {
  std::string names;
  for (const auto& author : paper.authors) names += (names.empty() ? "" : " and ") + name_of(author);
  return names;
}

void add_date(Entry& entry, const std::optional<schema::Date>& date) {
  if (!date) return;
  entry.add("year", std::to_string(date->year()));
  if (date->precision == schema::DatePrecision::year) return;
  entry.add_bare("month", kMonths[static_cast<std::size_t>(date->month() - 1)]);
  if (date->precision != schema::DatePrecision::month) entry.add("day", std::to_string(date->day()));
}

void add_venue(Entry& entry, const schema::Paper& paper, WorkKind kind) {
  if (kind == WorkKind::preprint) return;
  entry.add(kind == WorkKind::proceedings_paper ? "booktitle" : "journal", tex_text(container_of(paper)));
  const PlaceInVenue place = place_in_venue(paper);
  entry.add("volume", tex_text(place.volume));
  entry.add("number", tex_text(place.number));
  entry.add("pages", tex_text(place.pages));
  const bool told = paper.venue.empty() || !place.empty();
  if (!told && paper.journal_ref != paper.venue) entry.add("addendum", tex_text(paper.journal_ref));
}

void add_identifiers(Entry& entry, const schema::Paper& paper) {
  entry.add("doi", verbatim(bare_doi(paper)));
  if (const std::string arxiv = id_in(paper, "arxiv"); !arxiv.empty()) {
    entry.add("eprint", verbatim(arxiv));
    entry.add("eprinttype", "arxiv");
    entry.add("archivePrefix", "arXiv");
    entry.add("primaryClass", tex_text(paper.primary()));
  }
  entry.add("pmid", verbatim(id_in(paper, "pmid")));
  entry.add("pmcid", verbatim(id_in(paper, "pmcid")));
  entry.add("url", verbatim(page_of(paper)));
}

}  // namespace

std::string bibtex_entry(const schema::Paper& paper) {
  static constexpr std::array<std::string_view, 3> kTypes{"article", "inproceedings", "misc"};
  const WorkKind kind = kind_of(paper);
  Entry entry(kTypes[static_cast<std::size_t>(kind)], citation_key(paper));
  entry.add("title", tex_title(paper.title));
  entry.add("author", names_of(paper));
  add_date(entry, paper.published);
  add_venue(entry, paper, kind);
  add_identifiers(entry, paper);
  entry.add("reportnumber", tex_text(paper.report_no));
  entry.add("note", tex_text(paper.comments));
  entry.add("license", tex_text(paper.license));
  entry.add("pubstate", tex_text(paper.status));
  std::string keywords;
  for (const auto& code : paper.categories) keywords += (keywords.empty() ? "" : ", ") + tex_text(code);
  entry.add("keywords", keywords);
  entry.add("abstract", tex_text(paper.abstract));
  return entry.finish();
}

}  // namespace incipit::writers

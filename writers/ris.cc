#include <array>

#include "writers/citation.h"
#include "writers/papers.h"

namespace incipit::writers {
namespace {

class Lines {
 public:
  // Nothing where the value is empty; values have no line ends.
  void add(std::string_view tag, const std::string& value) {
    if (!value.empty()) text_ += std::string(tag) + "  - " + value + "\r\n";
  }
  std::string finish() { return text_ + "ER  - \r\n\r\n"; }

 private:
  std::string text_;
};

// "2024/01/03/", with the parts empty that are not known.
std::string date_of(const schema::Date& date) {
  const std::string iso = date.iso().substr(0, 10);
  std::string text = iso.substr(0, 4) + "/";
  if (iso.size() >= 7) text += iso.substr(5, 2);
  text += "/";
  if (iso.size() >= 10) text += iso.substr(8, 2);
  return text + "/";
}

void add_place(Lines& lines, const schema::Paper& paper) {
  const PlaceInVenue place = place_in_venue(paper);
  lines.add("VL", place.volume);
  lines.add("IS", place.number);
  const std::size_t dash = place.pages.find('-');
  lines.add("SP", place.pages.substr(0, dash));
  if (dash == std::string::npos) return;
  const std::size_t end = place.pages.find_first_not_of('-', dash);
  if (end != std::string::npos) lines.add("EP", place.pages.substr(end));
}

}  // namespace

std::string ris_record(const schema::Paper& paper) {
  // A preprint is unpublished work there.
  static constexpr std::array<std::string_view, 3> kTypes{"JOUR", "CPAPER", "UNPB"};
  const WorkKind kind = kind_of(paper);
  Lines lines;
  lines.add("TY", std::string(kTypes[static_cast<std::size_t>(kind)]));
  lines.add("TI", shown(paper.title));
  for (const auto& author : paper.authors) lines.add("AU", inverted_name(author));
  if (paper.published) {
    lines.add("PY", std::to_string(paper.published->year()));
    lines.add("DA", date_of(*paper.published));
  }
  lines.add(kind == WorkKind::proceedings_paper ? "T2" : "JO", shown(container_of(paper)));
  add_place(lines, paper);
  lines.add("DO", bare_doi(paper));
  const std::string arxiv = id_in(paper, "arxiv");
  const std::string page = page_of(paper);
  lines.add("UR", page);
  const std::string at_arxiv = arxiv.empty() ? "" : "https://arxiv.org/abs/" + arxiv;
  if (at_arxiv != page) lines.add("UR", at_arxiv);
  lines.add("L1", link_of(paper, "pdf"));
  lines.add("ID", citation_key(paper));
  for (const auto& code : paper.categories) lines.add("KW", shown(code));
  lines.add("N1", shown(paper.comments));
  lines.add("AB", shown(paper.abstract));
  return lines.finish();
}

}  // namespace incipit::writers

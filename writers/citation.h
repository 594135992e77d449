// What the formats of reference managers say of a paper alike. For the sources of this room only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/paper.h"

namespace incipit::writers {

enum class WorkKind { article, proceedings_paper, preprint };  // preprint: nothing says where it was published
[[nodiscard]] WorkKind kind_of(const schema::Paper& paper);

// A key that no other id has: "arXiv:2401.01967", "doi:10.1/x", "KEY" of "bib:KEY", "id:x" of an id without a scheme. Bytes that
// keys cannot hold everywhere become _XX.
[[nodiscard]] std::string citation_key(const schema::Paper& paper);

// Where in its venue: the parts of a `journal_ref` of the form "venue 59(236), 433-460"; empty where it has another form.
struct PlaceInVenue {
  std::string volume, number, pages;
  [[nodiscard]] bool empty() const { return volume.empty() && pages.empty(); }
};
[[nodiscard]] PlaceInVenue place_in_venue(const schema::Paper& paper);
// The venue, else a journal reference of another form; what is printed as the journal.
[[nodiscard]] std::string container_of(const schema::Paper& paper);

// Of another catalogue, from the id and links: "2401.01967" of "arxiv", "1" of "pmid", "PMC1" of "pmcid"; empty without.
[[nodiscard]] std::string id_in(const schema::Paper& paper, std::string_view catalogue);
// The DOI without "doi:" or an address, as written; empty without.
[[nodiscard]] std::string bare_doi(const schema::Paper& paper);
// The address of a link of this kind; empty without.
[[nodiscard]] std::string link_of(const schema::Paper& paper, std::string_view rel);
// The page of the paper: of its links "page" or "abstract", else the first that is no PDF.
[[nodiscard]] std::string page_of(const schema::Paper& paper);

// Text as people read it, in one line without control characters.
[[nodiscard]] std::string shown(std::string_view text);
// Text as given, in one line without control characters.
[[nodiscard]] std::string one_line(std::string_view text);
// "Family, Given" or "Family, Given, Suffix" where the parts are known, else the name; as people read it.
[[nodiscard]] std::string inverted_name(const schema::Authorship& author);

}  // namespace incipit::writers

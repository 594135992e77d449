// What the readers of all formats do alike when they fill a paper: ids, identifiers, categories, dates and
// names, each checked before it is taken and told as a warning where it is not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "corpus/field_text.h"
#include "corpus/identifiers.h"
#include "corpus/reader.h"
#include "schema/date.h"
#include "schema/paper.h"

namespace incipit::corpus {

// Any spelling of an arXiv id; its version too where it has one. Cause: "no_id", "bad_id".
[[nodiscard]] tl::expected<void, RejectionCause> set_arxiv_id(schema::Paper& paper, std::string_view text);

// The DOI, or several with a space between them; a warning for what is none.
void set_doi(schema::Paper& paper, std::string_view text, Record& record);
// One code, verbatim, unless it is there; a warning for control characters.
void add_category(schema::Paper& paper, std::string_view code, Record& record);
// Codes with white space between them.
void add_categories(schema::Paper& paper, std::string_view codes, Record& record);
// A reference unless it is there; dropped with a warning when it is no id.
void add_reference(schema::Paper& paper, std::string id, Record& record);
// The date of ISO 8601 text; nullopt without a warning when it is empty, with one when it is none.
[[nodiscard]] std::optional<schema::Date> read_date(std::string_view text, std::string_view field,
                                                    Record& record);

// 1 to 12 of the first month named in text like "July", "June-July", "July 5-10" or "1998 Dec-1999 Jan"; 0
// without one.
[[nodiscard]] int first_month(std::string_view text);

// "Family, Given" or "Family, Given, Suffix" as its parts; one part is the name alone.
[[nodiscard]] schema::Authorship author_of_inverted_name(std::string_view text);

// Leaves out authors without a name, with one warning for all.
void drop_nameless_authors(schema::Paper& paper, std::string_view field, Record& record);

// One version of a paper, as the arXiv formats list them.
struct PaperVersion {
  int number = 0;  // 0: not given
  std::optional<schema::Date> date;
};
// Published: the date of the first version; updated: that of the last where there are several.
void set_versions(schema::Paper& paper, const std::vector<PaperVersion>& versions);

// True for what the arXiv formats, which have no field for it, say of withdrawn papers: comments or abstract
// begin with "withdrawn", the comments say "has been withdrawn", or the abstract says so of the paper ("this
// paper has been withdrawn", also article, manuscript, submission, preprint, work, note, letter) within its
// first 120 bytes; letter case does not matter.
[[nodiscard]] bool says_withdrawn(const schema::Paper& paper);

// "no_text" when the paper has neither title nor abstract.
[[nodiscard]] tl::expected<void, RejectionCause> check_has_text(const schema::Paper& paper);
[[nodiscard]] RejectionCause too_many_authors(std::size_t count);
// Both: "no_text", "too_many_authors".
[[nodiscard]] tl::expected<void, RejectionCause> check_paper(const schema::Paper& paper);

}  // namespace incipit::corpus

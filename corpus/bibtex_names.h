// Names and text as BibTeX writes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/paper.h"

namespace incipit::corpus {

// The authors of a list separated by "and": "First von Last", "von Last, First", "von Last, Jr, First",
// biblatex's "family=Last, given=First". A name all in braces is kept whole; "others" is nobody. A last part
// of four digits, by which DBLP tells namesakes apart, is no part of the name. TeX accents are left as they
// are.
[[nodiscard]] std::vector<schema::Authorship> bib_authors(std::string_view list);

// Text without the braces that only protect letter case. Braces of commands ("{\'o}", "\emph{x}"), escaped
// ones and those within mathematics stay; white space is collapsed.
[[nodiscard]] std::string without_protective_braces(std::string_view text);

}  // namespace incipit::corpus

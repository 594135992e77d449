// The addresses of a paper: those its record gave and those that its identifiers imply.
#pragma once

#include <vector>

#include "schema/paper.h"

namespace incipit::schema {

// The record's own links first, then an abstract page and a PDF for an arXiv id and an address for a DOI,
// each only where no link of that `rel` was given. Only absolute http and https addresses without spaces or
// control characters are returned: anything else (`javascript:`, relative paths) is unfit to be followed.
[[nodiscard]] std::vector<Link> links_of(const Paper& paper);

}  // namespace incipit::schema

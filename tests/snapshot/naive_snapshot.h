// The figures of a snapshot by their definitions: maps and double loops, for papers whose texts are lower-case words, spaces, commas and
// full stops; letters beyond those of English and apostrophes are of words, too.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schema/date.h"
#include "snapshot/paper_text.h"
#include "snapshot/receipt.h"

namespace incipit::snapshot {

[[nodiscard]] std::map<std::string, Receipt> naive_receipts(const std::vector<PaperText>& papers, const schema::Date& as_of);

}  // namespace incipit::snapshot

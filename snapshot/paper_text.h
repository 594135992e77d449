// What a snapshot is computed from: of each paper the text that people read, its date, and what ranks it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/date.h"

namespace incipit::snapshot {

struct PaperText {
  std::string id;
  std::optional<schema::Date> date;  // of publication; papers are ordered by its first instant (D3), then by id
  std::string category;              // the primary one (D5); its archive is what stands before the first dot. Empty: a category like another
  std::string title, abstract;       // display text (analysis/analyser.h)
  std::optional<bool> has_code;      // nullopt: neither abstract nor comments to look into
  std::optional<std::int64_t> citations;  // nullopt: unknown; never negative
};

}  // namespace incipit::snapshot

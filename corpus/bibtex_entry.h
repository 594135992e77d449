// The syntax of BibTeX: one entry as its fields, macros expanded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "corpus/field_text.h"

namespace incipit::corpus {

struct BibEntry {
  std::string type;  // lower case: "article"; empty for what is no entry (a comment, a preamble, a macro)
  std::string key;
  std::vector<std::pair<std::string, std::string>>
      fields;                               // names in lower case, values without their delimiters
  std::vector<std::string> repeated;        // names given again; the first counts
  std::vector<std::string> unknown_macros;  // taken as the text of their names

  // The value of a field; empty without.
  [[nodiscard]] const std::string& field(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return !field(name).empty(); }
};

// What @string has defined, and the months. At most 10,000 macros of together 1 MiB are kept; a definition
// beyond is malformed.
class BibMacros {
 public:
  BibMacros();
  // nullptr for an unknown one. Names are in lower case.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  [[nodiscard]] bool define(std::string name, std::string value);

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::size_t bytes_ = 0;
};

// Reads an entry that begins with '@'. A @string is added to `macros`.
// Cause: "malformed_bibtex", naming the line of the fault counted from the entry's first; "too_large" when
// macros make the values longer than limits::kRecordBytes.
[[nodiscard]] tl::expected<BibEntry, RejectionCause> parse_bib_entry(std::string_view text,
                                                                     BibMacros& macros);

// The type and key of an entry whose rest is not looked at; the type is empty for anything else.
[[nodiscard]] std::pair<std::string, std::string> bib_head(std::string_view text);

}  // namespace incipit::corpus

// The texts of fields, whatever format they come in: cleaned, brought to one form, and the faults they have.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/reader.h"

namespace incipit::corpus {

// Why a record cannot be used; the reader of lines adds the text.
struct RejectionCause {
  std::string code;
  std::string reason;
};

// Without white space at both ends, and each run of white space (ASCII: blank, tab, line ends) as one blank.
[[nodiscard]] std::string clean_text(std::string_view text);
// `clean_text` with control characters as spaces.
[[nodiscard]] std::string plain_text(std::string_view text);
// Without "doi:" or the resolver's address; nullopt when what remains is not a DOI ("10." and a "/").
[[nodiscard]] std::optional<std::string> normalised_doi(std::string_view text);
// The 16 characters with hyphens, bare or in an address of orcid.org; nullopt for anything else.
[[nodiscard]] std::optional<std::string> normalised_orcid(std::string_view text);

// The faults of the entries of one list, told as one warning: a list of a million wrong entries is one line.
class ListFaults {
 public:
  void add(std::size_t index, std::string_view reason);
  // Adds the warning for `field` if there was a fault.
  void report(std::string_view field, std::vector<FieldWarning>& warnings) const;

 private:
  std::size_t count_ = 0;
  std::size_t first_ = 0;
  std::string reason_;
};

}  // namespace incipit::corpus

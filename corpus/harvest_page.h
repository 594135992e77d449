// One reply of an OAI-PMH source to ListRecords, read for what the harvest has to know; its records are read
// later, by the readers of their formats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace incipit::corpus {

struct HarvestPage {
  std::string response_date;  // as given; a valid date
  std::string
      error_code;  // "" or an OAI-PMH error: "noRecordsMatch", "badResumptionToken", "badArgument", ...
  std::string error_text;  // for people, at most some 200 bytes
  std::uint64_t records = 0;
  std::uint64_t deleted = 0;  // among them
  std::string token;          // of the next page; empty: this is the last
  std::optional<std::uint64_t> complete_list_size;
};

// Errors: input_invalid when the bytes are no whole OAI-PMH reply; limit_exceeded for a token over
// limits::kHarvestTokenBytes.
[[nodiscard]] schema::Result<HarvestPage> read_harvest_page(std::string_view xml);

}  // namespace incipit::corpus

// What a harvest remembers between two pages and two runs: the file `harvest.json`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/error.h"

namespace incipit::corpus {

struct HarvestState {
  std::string url;
  std::string metadata_prefix;
  std::string set;
  std::string asked_from;  // as the options had it when the list was begun
  std::string asked_until;
  std::string from;           // what the list asks for: `asked_from`, or the day of the last complete harvest
  std::string token;          // of the next page; empty: no list is unfinished
  std::string response_date;  // of the first page of the list
  std::string complete;       // the response date of the last complete list; empty: there was none
  std::uint64_t pages = 0;    // stored so far, by all lists; the next file has the number after it

  bool operator==(const HarvestState&) const = default;
};

// nullopt when there is no such file. Errors: input_invalid when it cannot be understood, input_unreadable.
[[nodiscard]] schema::Result<std::optional<HarvestState>> read_harvest_state(const std::string& path);
// Replaces the file durably. Error: system.
[[nodiscard]] schema::Result<void> write_harvest_state(const std::string& path, const HarvestState& state);

}  // namespace incipit::corpus

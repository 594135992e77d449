// What must hold of everything that a reader gives, whatever it reads. A property answers with the text of the first
// fault; an empty text means that it holds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "schema/error.h"
#include "schema/paper.h"

namespace incipit::fuzz {

[[nodiscard]] std::string fault_of(const schema::Paper& paper);
// Exactly one of paper, rejection and deletion, and all of it text that can be told.
[[nodiscard]] std::string fault_of(const corpus::Record& record);
// Errors of an input are about the input.
[[nodiscard]] std::string fault_of(const schema::Error& error);

// All that a reader gave.
struct Reading {
  std::vector<corpus::Record> records;
  schema::Error error;  // where `failed`
  std::string hash;     // where it ended without an error
  std::uint64_t bytes = 0;
  bool failed = false;
  bool stopped = false;  // `most_records` came, and there may be more
};
[[nodiscard]] Reading read_all(corpus::Reader& reader, std::size_t most_records);

enum class Lines { ascend, in_any_order };  // in any order: of several files, or of entries that wait for others
[[nodiscard]] std::string fault_of(const Reading& reading, Lines lines);
// How bytes arrive changes nothing.
[[nodiscard]] std::string difference(const Reading& one, const Reading& other);

}  // namespace incipit::fuzz

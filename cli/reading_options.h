// Options of every command that reads papers from inputs.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "corpus/reader.h"
#include "schema/error.h"

namespace incipit::cli {

struct ReadingArguments {
  std::string format = "detect";
  std::string rejects;
  std::int64_t max_errors = -1;
  std::uint64_t memory = 0;  // bytes; 0: the indexer's default
  bool keep_apart = false;

  void add_to(CLI::App& command);
  // Error: usage, naming the formats.
  [[nodiscard]] schema::Result<corpus::Format> chosen_format() const;
  [[nodiscard]] std::optional<std::int64_t> error_limit() const;
};

}  // namespace incipit::cli

// Progress of a build as a status line, with rate and time left.
#pragma once

#include <chrono>
#include <string>

#include "cli/status_line.h"
#include "indexer/indexer.h"

namespace incipit::cli {

class ProgressBar {
 public:
  explicit ProgressBar(bool quiet);

  void show(const indexer::Progress& progress);

 private:
  [[nodiscard]] std::string line_of(const indexer::Progress& progress) const;

  StatusLine line_;
  indexer::Phase phase_ = indexer::Phase::reading;
  std::chrono::steady_clock::time_point phase_began_;
};

}  // namespace incipit::cli

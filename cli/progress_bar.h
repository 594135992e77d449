// Progress of a build on standard error: on a terminal one line that is redrawn, with rate and time left; elsewhere a plain
// line every few seconds.
#pragma once

#include <chrono>
#include <string>

#include "indexer/indexer.h"

namespace incipit::cli {

// "0:07", "12:05", "1:02:03"
[[nodiscard]] std::string clock_text(double seconds);

class ProgressBar {
 public:
  explicit ProgressBar(bool quiet);
  ~ProgressBar();  // ends the line

  void show(const indexer::Progress& progress);

 private:
  [[nodiscard]] std::string line_of(const indexer::Progress& progress) const;
  void end_line();

  bool quiet_;
  bool terminal_;
  bool open_line_ = false;
  indexer::Phase phase_ = indexer::Phase::reading;
  std::chrono::steady_clock::time_point phase_began_, last_shown_;
};

}  // namespace incipit::cli

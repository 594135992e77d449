// Papers in a format of writers on standard output, one after another.
#pragma once

#include <string_view>

#include "cli/session.h"
#include "schema/paper.h"
#include "writers/format.h"

namespace incipit::cli {

class PaperOutput {
 public:
  explicit PaperOutput(writers::Format format) : row_(writers::row_of(format)) { put(row_.head); }

  // False when standard output takes nothing any more: nobody reads on.
  bool write(const schema::Paper& paper);
  // Writes the end. Returns `exit_code`, or that of the error that standard output was closed before, which is told.
  [[nodiscard]] int finish(const Session& session, int exit_code);

 private:
  void put(std::string_view bytes);

  const writers::FormatRow& row_;
  bool first_ = true;
  bool failed_ = false;
};

}  // namespace incipit::cli

#include "cli/paper_output.h"

#include <cstdio>

namespace incipit::cli {

void PaperOutput::put(std::string_view bytes) {
  failed_ = failed_ || std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size();
}

bool PaperOutput::write(const schema::Paper& paper) {
  if (!first_) put(row_.between);
  first_ = false;
  put(writers::write_paper(row_.format, paper));
  return !failed_;
}

int PaperOutput::finish(const Session& session, int exit_code) {
  put(row_.tail);
  if (!failed_ && std::fflush(stdout) == 0) return exit_code;
  return report(session, output_closed());
}

}  // namespace incipit::cli

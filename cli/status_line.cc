#include "cli/status_line.h"

#include <fmt/format.h>
#include <unistd.h>

namespace incipit::cli {

namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

StatusLine::StatusLine(bool quiet, std::chrono::milliseconds plain_pause)
    : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0), plain_pause_(plain_pause) {}

StatusLine::~StatusLine() { end(); }

bool StatusLine::due() const { return std::chrono::steady_clock::now() - last_shown_ >= (terminal_ ? kRedraw : plain_pause_); }

void StatusLine::show(const std::string& line) {
  last_shown_ = std::chrono::steady_clock::now();
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\033[K" : "", line, terminal_ ? "" : "\n");
  open_line_ = terminal_;
}

void StatusLine::note(const std::string& text) {
  end();
  fmt::print(stderr, "{}\n", text);
}

void StatusLine::end() {
  if (open_line_) fmt::print(stderr, "\n");
  open_line_ = false;
}

}  // namespace incipit::cli

#include "cli/progress_bar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace incipit::cli {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kPlainLine = std::chrono::seconds(5);
constexpr int kBarCells = 24;

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

ProgressBar::ProgressBar(bool quiet)
    : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0), phase_began_(std::chrono::steady_clock::now()) {}

ProgressBar::~ProgressBar() { end_line(); }

void ProgressBar::end_line() {
  if (open_line_) fmt::print(stderr, "\n");
  open_line_ = false;
}

void ProgressBar::show(const indexer::Progress& progress) {
  if (quiet_) return;
  const auto now = std::chrono::steady_clock::now();
  const bool new_phase = progress.phase != phase_;
  if (new_phase) {
    end_line();
    phase_ = progress.phase;
    phase_began_ = now;
  }
  const bool complete = progress.total > 0 && progress.done >= progress.total;
  const auto pause = terminal_ ? std::chrono::duration_cast<std::chrono::milliseconds>(kRedraw)
                               : std::chrono::duration_cast<std::chrono::milliseconds>(kPlainLine);
  if (!new_phase && !complete && now - last_shown_ < pause) return;
  last_shown_ = now;
  const std::string line = line_of(progress);
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", line);
    open_line_ = true;
  } else {
    fmt::print(stderr, "{}\n", line);
  }
}

std::string ProgressBar::line_of(const indexer::Progress& progress) const {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - phase_began_).count();
  std::string line = fmt::format("{:<16}", indexer::name_of(progress.phase));
  const double part = progress.total > 0 ? std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total)) : 0;
  if (progress.total > 0 && progress.done > 0) {
    const int filled = static_cast<int>(part * kBarCells);
    if (terminal_) line += fmt::format("[{:=<{}}{:{}}] ", "", filled, "", kBarCells - filled);
    line += fmt::format("{:3.0f} %  ", part * 100);
  }
  if (progress.papers > 0) {
    line += fmt::format("{} papers", progress.papers);
    if (seconds > 0.5) line += fmt::format(", {:.0f}/s", static_cast<double>(progress.papers) / seconds);
  }
  if (progress.rejected > 0) line += fmt::format(", {} rejected", progress.rejected);
  if (part > 0.02 && part < 1 && seconds > 1) line += fmt::format(", {} left", clock_text(seconds / part * (1 - part)));
  return line;
}

}  // namespace incipit::cli

#include "cli/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>

namespace incipit::cli {
namespace {

constexpr auto kPlainLine = std::chrono::seconds(5);
constexpr int kBarCells = 24;

}  // namespace

ProgressBar::ProgressBar(bool quiet) : line_(quiet, kPlainLine), phase_began_(std::chrono::steady_clock::now()) {}

void ProgressBar::show(const indexer::Progress& progress) {
  if (line_.quiet()) return;
  const bool new_phase = progress.phase != phase_;
  if (new_phase) {
    line_.end();
    phase_ = progress.phase;
    phase_began_ = std::chrono::steady_clock::now();
  }
  const bool complete = progress.total > 0 && progress.done >= progress.total;
  if (new_phase || complete || line_.due()) line_.show(line_of(progress));
}

std::string ProgressBar::line_of(const indexer::Progress& progress) const {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - phase_began_).count();
  std::string line = fmt::format("{:<16}", indexer::name_of(progress.phase));
  const double part = progress.total > 0 ? std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total)) : 0;
  if (progress.total > 0 && progress.done > 0) {
    const int filled = static_cast<int>(part * kBarCells);
    if (line_.on_terminal()) line += fmt::format("[{:=<{}}{:{}}] ", "", filled, "", kBarCells - filled);
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

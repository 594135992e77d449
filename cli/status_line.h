// What a long run says of itself on standard error: on a terminal one line that is redrawn, elsewhere a plain line from time to
// time.
#pragma once

#include <chrono>
#include <string>

namespace incipit::cli {

class StatusLine {
 public:
  // `plain_pause`: at least between two plain lines.
  StatusLine(bool quiet, std::chrono::milliseconds plain_pause);
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  ~StatusLine();  // ends the line

  [[nodiscard]] bool quiet() const { return quiet_; }
  [[nodiscard]] bool on_terminal() const { return terminal_; }
  // Whether it is time for another line; at first it is.
  [[nodiscard]] bool due() const;
  // Shows a line in the place of the last one.
  void show(const std::string& line);
  // Says something that stays.
  void note(const std::string& text);
  // Leaves the last line standing.
  void end();

 private:
  bool quiet_;
  bool terminal_;
  bool open_line_ = false;
  std::chrono::milliseconds plain_pause_;
  std::chrono::steady_clock::time_point last_shown_{};
};

// "0:07", "12:05", "1:02:03"
[[nodiscard]] std::string clock_text(double seconds);

}  // namespace incipit::cli

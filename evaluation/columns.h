// Lines of columns, as judgements and runs have them. Internal to the room.
#pragma once

#include <charconv>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"

namespace incipit::evaluation {

// The parts of a line between tabs and spaces. A line's last carriage return is white space too.
[[nodiscard]] inline std::vector<std::string> columns_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> columns;
  for (std::string column; in >> column;) columns.push_back(column);
  return columns;
}

// A whole text as a number.
template <class Number>
[[nodiscard]] bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

[[nodiscard]] inline tl::unexpected<schema::Error> bad_line(std::string_view of, std::size_t line, std::string_view why) {
  return schema::fail(schema::ErrorCode::input_invalid, "line " + std::to_string(line) + " of the " + std::string(of) + ": " + std::string(why));
}

}  // namespace incipit::evaluation

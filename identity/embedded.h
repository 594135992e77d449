// The shipped tables and the model, as the build embeds them.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace incipit::identity {

[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> embedded_files();

// Of a file that the build embeds; empty for any other name.
[[nodiscard]] inline std::string_view embedded_file(std::string_view name) {
  for (const auto& [file, bytes] : embedded_files()) {
    if (file == name) return bytes;
  }
  return {};
}

}  // namespace incipit::identity

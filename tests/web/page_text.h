// Reading pages in tests: elements by a marker attribute, and what is left when the tags are taken out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace incipit::server::web {

// Text content: tags out, entities decoded, white space runs as one space.
[[nodiscard]] std::string text_of(std::string_view html);

// The inner HTML of every `<tag ...>` whose start tag contains `marker`; nested elements of the same tag
// belong to it.
[[nodiscard]] std::vector<std::string> elements(std::string_view html, std::string_view tag,
                                                std::string_view marker);

struct MarkupFault {
  std::string what;
  std::size_t offset = 0;
};
// A small strict HTML reader: every tag must be one that our templates use, every attribute name known and
// its value double-quoted, elements closed in order. Returns the faults; hostile text that became markup is
// one.
[[nodiscard]] std::vector<MarkupFault> markup_faults(std::string_view html);

}  // namespace incipit::server::web

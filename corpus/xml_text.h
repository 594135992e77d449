// One XML record as a tree, and the text of its elements as people read it. Names are compared without their
// prefix.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "corpus/field_text.h"

namespace incipit::corpus {

// Reads a record into `document` and gives its root. Cause: "malformed_xml" with the byte, "too_deep" over
// limits::kJsonDepth levels.
[[nodiscard]] tl::expected<pugi::xml_node, RejectionCause> parse_xml(std::string_view text,
                                                                     pugi::xml_document& document);

[[nodiscard]] std::string_view name_of(pugi::xml_node node);
// The first child of that name; a null node without one.
[[nodiscard]] pugi::xml_node child(pugi::xml_node node, std::string_view name);
[[nodiscard]] std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view name);
// The child of the child ... along the names.
[[nodiscard]] pugi::xml_node descend(pugi::xml_node node, std::initializer_list<std::string_view> names);

// The text of an element with all markup taken away, in reading order: characters of <sup>, <sub>, <i> and
// the like stay where they stand, a formula is its TeX between dollar signs where the source gives TeX and
// else its characters, a paragraph or a line break is a space. White space is collapsed and control
// characters are spaces.
[[nodiscard]] std::string text_of(pugi::xml_node node);
[[nodiscard]] std::string child_text(pugi::xml_node node, std::string_view name);

}  // namespace incipit::corpus

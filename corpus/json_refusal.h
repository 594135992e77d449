// What a JSON input that holds no papers seems to hold, for the message that refuses it.
#pragma once

#include <string>
#include <string_view>

namespace incipit::corpus {

// The rest of a sentence ("holds authors of Semantic Scholar, not papers"); empty when nothing is known of
// it.
[[nodiscard]] std::string describe_json_head(std::string_view head);

// The same of records that are known to be no papers, as files of many lines hold them, too: other entities of
// a catalogue. Empty for messages, pages and lists.
[[nodiscard]] std::string describe_other_entities(std::string_view head);

}  // namespace incipit::corpus

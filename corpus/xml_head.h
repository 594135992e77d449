// The first start tags of a head, to tell which XML format it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace incipit::corpus {

struct XmlTag {
  std::string name;  // local
  std::string raw;   // with its attributes
};

struct XmlHead {
  std::vector<XmlTag> tags;  // at most 200; empty for what does not begin as XML

  [[nodiscard]] bool begins_with(std::string_view name) const {
    return !tags.empty() && tags.front().name == name;
  }
  // The first tag of that local name; nullptr without one.
  [[nodiscard]] const XmlTag* first(std::string_view name) const;
};

[[nodiscard]] XmlHead xml_head(std::string_view head);

// The value of an attribute of a start tag as it stands; empty without it.
[[nodiscard]] std::string_view attribute_of(std::string_view tag, std::string_view name);

}  // namespace incipit::corpus

#include "corpus/xml_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "corpus/paper_fields.h"
#include "corpus/xml_tokens.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

class DepthWalker final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override {
    return depth() <= static_cast<int>(schema::limits::kJsonDepth.value);
  }
};

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 9> kBlocks{"br", "p",     "sec",          "title",       "list-item",
                                                  "li", "break", "AbstractText", "disp-formula"};
constexpr std::array<std::string_view, 3> kFormulas{"inline-formula", "disp-formula", "alternatives"};

bool is_tex_annotation(pugi::xml_node node) {
  const std::string_view encoding = node.attribute("encoding").value();
  return name_of(node) == "annotation" && encoding.find("tex") != encoding.npos;
}

// The TeX inside of a formula; a null node where the source gives none.
pugi::xml_node tex_in(pugi::xml_node formula) {
  return formula.find_node(
      [](pugi::xml_node node) { return name_of(node) == "tex-math" || is_tex_annotation(node); });
}

void append_tex(pugi::xml_node node, std::string& out) {
  std::string tex;
  for (const pugi::xml_node part : node.children()) tex += part.value();
  tex = clean_text(tex);
  if (tex.empty()) return;
  const bool delimited = tex.front() == '$' || tex.substr(0, 2) == "\\(" || tex.substr(0, 2) == "\\[";
  out += delimited ? tex : '$' + tex + '$';
}

// White space between the elements of MathML means nothing.
void append_mathml(pugi::xml_node node, std::string& out) {
  for (const pugi::xml_node part : node.children()) {
    if (part.type() == pugi::node_element) {
      if (name_of(part) != "annotation" && name_of(part) != "annotation-xml") append_mathml(part, out);
    } else {
      out += clean_text(part.value());
    }
  }
}

void append_text(pugi::xml_node node, std::string& out) {
  for (const pugi::xml_node part : node.children()) {
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) out += part.value();
    if (part.type() != pugi::node_element) continue;
    const std::string_view name = name_of(part);
    const bool block = is_one_of(name, kBlocks);
    if (block) out += ' ';
    const bool formula = name == "math" || is_one_of(name, kFormulas);
    if (const pugi::xml_node tex = formula ? tex_in(part) : pugi::xml_node()) {
      append_tex(tex, out);
    } else if (name == "tex-math") {
      append_tex(part, out);
    } else if (name == "math") {
      append_mathml(part, out);
    } else {
      append_text(part, out);
    }
    if (block) out += ' ';
  }
}

// False for a reference to what is no character of XML: zero, other controls, surrogates.
bool names_a_character(std::string_view digits, int base) {
  std::uint32_t code = 0;
  const auto [stop, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
  if (stop != digits.data() + digits.size() || digits.empty())
    return true;  // no reference at all, which stays text
  if (fault != std::errc()) return false;
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

bool references_are_characters(std::string_view text) {
  for (auto at = text.find("&#"); at != text.npos; at = text.find("&#", at + 2)) {
    const bool hex = text.substr(at + 2, 1) == "x";
    const std::size_t begin = at + (hex ? 3 : 2);
    const auto end = text.find_first_not_of("0123456789abcdefABCDEF", begin);
    if (end == text.npos || text[end] != ';') continue;
    if (!names_a_character(text.substr(begin, end - begin), hex ? 16 : 10)) return false;
  }
  return true;
}

}  // namespace

tl::expected<pugi::xml_node, RejectionCause> parse_xml(std::string_view text, pugi::xml_document& document) {
  if (!references_are_characters(text)) {
    return tl::make_unexpected(RejectionCause{"malformed_xml", "a character reference names no character"});
  }
  constexpr unsigned kOptions =
      pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata | pugi::parse_eol;
  const auto result = document.load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!result) {
    return tl::make_unexpected(RejectionCause{"malformed_xml", std::string("not well-formed XML at byte ") +
                                                                   std::to_string(result.offset) + ": " +
                                                                   result.description()});
  }
  DepthWalker walker;
  if (!document.traverse(walker)) {
    return tl::make_unexpected(RejectionCause{
        "too_deep",
        "the XML nests deeper than " + std::to_string(schema::limits::kJsonDepth.value) + " levels"});
  }
  return document.document_element();
}

std::string_view name_of(pugi::xml_node node) { return local_name(node.name()); }

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_node part : node.children()) {
    if (name_of(part) == name) return part;
  }
  return {};
}

std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view name) {
  std::vector<pugi::xml_node> found;
  for (const pugi::xml_node part : node.children()) {
    if (name_of(part) == name) found.push_back(part);
  }
  return found;
}

pugi::xml_node descend(pugi::xml_node node, std::initializer_list<std::string_view> names) {
  for (const auto name : names) node = child(node, name);
  return node;
}

std::string text_of(pugi::xml_node node) {
  std::string text;
  append_text(node, text);
  return plain_text(text);
}

std::string child_text(pugi::xml_node node, std::string_view name) { return text_of(child(node, name)); }

}  // namespace incipit::corpus

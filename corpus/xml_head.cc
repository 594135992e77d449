#include "corpus/xml_head.h"

#include <algorithm>

#include "corpus/memory_source.h"
#include "corpus/xml_tokens.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kTags = 200;

bool is_name_end(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

const XmlTag* XmlHead::first(std::string_view name) const {
  const auto found =
      std::find_if(tags.begin(), tags.end(), [&](const XmlTag& tag) { return tag.name == name; });
  return found == tags.end() ? nullptr : &*found;
}

XmlHead xml_head(std::string_view head) {
  XmlHead result;
  const auto begin = head.find_first_not_of(" \t\r\n");
  if (begin == head.npos || head[begin] != '<') return result;
  const auto bytes = bytes_in_memory(head);
  XmlTokens tokens(*bytes);
  while (result.tags.size() < kTags) {
    const auto token = tokens.next();
    if (!token || token->kind == XmlTokenKind::end) break;
    if (token->kind != XmlTokenKind::start_tag && token->kind != XmlTokenKind::empty_tag) continue;
    result.tags.push_back({std::string(local_name(token->name)), std::string(token->raw)});
  }
  return result;
}

std::string_view attribute_of(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != tag.npos; at = tag.find(name, at + 1)) {
    const std::size_t equals = at + name.size();
    const bool whole_name =
        at > 0 && is_name_end(tag[at - 1]) && equals + 1 < tag.size() && tag[equals] == '=';
    if (!whole_name) continue;
    const char quote = tag[equals + 1];
    const auto end = quote == '"' || quote == '\'' ? tag.find(quote, equals + 2) : tag.npos;
    if (end != tag.npos) return tag.substr(equals + 2, end - equals - 2);
  }
  return {};
}

}  // namespace incipit::corpus

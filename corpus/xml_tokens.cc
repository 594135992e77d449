#include "corpus/xml_tokens.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "schema/ascii.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kLongestTag = 128 * 1024;
constexpr std::size_t kLongestDeclaration = 1024;
constexpr std::size_t kLongestDoctype = 4096;
constexpr std::size_t kMarkupBytes = 9;  // tell what a '<' begins: "<![CDATA[", "<!DOCTYPE"

bool is_name_start(char c) {
  return schema::is_ascii_letter(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view name_in(std::string_view tag, std::size_t from) {
  std::size_t end = from;
  while (end < tag.size() && !is_space(tag[end]) && tag[end] != '/' && tag[end] != '>') ++end;
  return tag.substr(from, end - from);
}

}  // namespace

XmlTokens::XmlTokens(ByteSource& bytes) : bytes_(bytes), buffer_(kBufferBytes) {}

Result<void> XmlTokens::fill(std::size_t least) {
  if (end_ - begin_ >= least || at_end_) return {};
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (end_ < least && !at_end_) {
    const auto count = bytes_.read(buffer_.data() + end_, buffer_.size() - end_);
    if (!count) return tl::make_unexpected(count.error());
    end_ += *count;
    at_end_ = *count == 0;
  }
  if (began_ || end_ == 0) return {};
  began_ = true;
  const std::string_view head = rest().substr(0, 4);
  const bool wide =
      head.find('\0') != head.npos || head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF";
  if (wide) return fail(ErrorCode::input_invalid, "the XML is in UTF-16 or UTF-32; UTF-8 is read");
  return {};
}

XmlToken XmlTokens::take(std::size_t size, XmlTokenKind kind, std::string_view name) {
  const XmlToken token{kind, rest().substr(0, size), name, line_, offset_};
  line_ += static_cast<std::uint64_t>(std::count(token.raw.begin(), token.raw.end(), '\n'));
  offset_ += size;
  begin_ += size;
  return token;
}

Result<XmlToken> XmlTokens::next() {
  if (auto filled = fill(kMarkupBytes); !filled) return tl::make_unexpected(filled.error());
  if (begin_ == end_) return XmlToken{XmlTokenKind::end, {}, {}, line_, offset_};
  if (!terminator_.empty()) return inside();
  const std::string_view text = rest();
  if (text.front() == '<') return markup();
  return take(std::min(text.find('<'), text.size()), XmlTokenKind::other);
}

Result<XmlToken> XmlTokens::inside() {
  const auto found = rest().find(terminator_);
  if (found != std::string_view::npos) {
    const std::size_t size = found + terminator_.size();
    terminator_ = {};
    return take(size, XmlTokenKind::other);
  }
  // The last bytes may be the beginning of the terminator.
  const std::size_t kept = at_end_ ? 0 : terminator_.size() - 1;
  return take(rest().size() - kept, XmlTokenKind::other);
}

Result<XmlToken> XmlTokens::markup() {
  const std::string_view head = rest().substr(0, kMarkupBytes);
  if (head.substr(0, 4) == "<!--") {
    terminator_ = "-->";
    return take(4, XmlTokenKind::other);
  }
  if (head == "<![CDATA[") {
    terminator_ = "]]>";
    return take(head.size(), XmlTokenKind::other);
  }
  if (head == "<!DOCTYPE" || head == "<!doctype") return doctype();
  if (head.substr(0, 5) == "<?xml" && head.size() > 5 && is_space(head[5])) return declaration();
  if (head.substr(0, 2) == "<?") {
    terminator_ = "?>";
    return take(2, XmlTokenKind::other);
  }
  const std::size_t name_at = head.size() > 1 && head[1] == '/' ? 2 : 1;
  if (head.size() > name_at && is_name_start(head[name_at])) return tag();
  return take(1, XmlTokenKind::other);
}

Result<XmlToken> XmlTokens::declaration() {
  if (auto filled = fill(kLongestDeclaration); !filled) return tl::make_unexpected(filled.error());
  const auto end = rest().substr(0, kLongestDeclaration).find("?>");
  if (end == std::string_view::npos) return take(1, XmlTokenKind::other);
  return take(end + 2, XmlTokenKind::declaration);
}

Result<XmlToken> XmlTokens::doctype() {
  if (auto filled = fill(kLongestDoctype); !filled) return tl::make_unexpected(filled.error());
  const std::string_view text = rest().substr(0, kLongestDoctype);
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[') {
      return fail(ErrorCode::input_invalid, "the XML has a DOCTYPE with definitions of its own at line " +
                                                std::to_string(line_) +
                                                "; entities are not expanded, remove it");
    } else if (c == '>') {
      return take(at + 1, XmlTokenKind::other);
    }
  }
  return fail(ErrorCode::input_invalid,
              "the XML has a DOCTYPE without an end at line " + std::to_string(line_));
}

Result<XmlToken> XmlTokens::tag() {
  char quote = 0;
  for (std::size_t at = 1; at < kLongestTag; ++at) {
    if (at == rest().size()) {
      if (auto filled = fill(at + 1); !filled) return tl::make_unexpected(filled.error());
      if (at == rest().size()) return take(at, XmlTokenKind::other);  // the input ends within a tag
    }
    const char c = rest()[at];
    if (c == '<') return take(1, XmlTokenKind::other);
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'') quote = c;
    if (c != '>') continue;
    const std::string_view raw = rest().substr(0, at + 1);
    if (raw[1] == '/') return take(at + 1, XmlTokenKind::end_tag, name_in(raw, 2));
    const bool empty = raw[at - 1] == '/';
    return take(at + 1, empty ? XmlTokenKind::empty_tag : XmlTokenKind::start_tag, name_in(raw, 1));
  }
  return take(1, XmlTokenKind::other);
}

}  // namespace incipit::corpus

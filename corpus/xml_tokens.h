// The tokens of an XML byte stream of any size, found without holding more than a fixed buffer. Only what
// cutting needs is told apart: tags, declarations, and everything else in pieces. Nothing is expanded and no
// DTD is read: a DOCTYPE with an internal subset (where entities are defined) is an error.
//
// What is not XML is passed on as text, so that the rest can still be read: a '<' that begins nothing, a tag
// that meets another '<' before its end, a tag longer than the buffer.
//
// Works on any encoding that keeps ASCII: UTF-8, ISO-8859-1, windows-1252, US-ASCII. UTF-16 and UTF-32 are an
// error.
//
// Threads: one object, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/byte_source.h"
#include "schema/error.h"

namespace incipit::corpus {

enum class XmlTokenKind {
  other,  // a piece of text, a comment, a CDATA section or a processing instruction; a DOCTYPE
  start_tag,
  empty_tag,  // <a/>
  end_tag,
  declaration,  // <?xml ... ?>, which begins a document
  end,          // of the bytes
};

struct XmlToken {
  XmlTokenKind kind = XmlTokenKind::end;
  std::string_view raw;      // valid until the next call
  std::string_view name;     // of tags, with its prefix
  std::uint64_t line = 0;    // 1-based, where it begins
  std::uint64_t offset = 0;  // in bytes, likewise
};

class XmlTokens {
 public:
  // `bytes` must outlive this object.
  explicit XmlTokens(ByteSource& bytes);

  // Error: input_unreadable of the bytes; input_invalid: entity definitions, an encoding without ASCII.
  [[nodiscard]] schema::Result<XmlToken> next();

 private:
  [[nodiscard]] std::string_view rest() const { return {buffer_.data() + begin_, end_ - begin_}; }
  // Reads until `rest` has `least` bytes or the input ends.
  [[nodiscard]] schema::Result<void> fill(std::size_t least);
  // The next `size` bytes of `rest` as a token.
  XmlToken take(std::size_t size, XmlTokenKind kind, std::string_view name = {});
  [[nodiscard]] schema::Result<XmlToken> inside();
  [[nodiscard]] schema::Result<XmlToken> markup();
  [[nodiscard]] schema::Result<XmlToken> doctype();
  [[nodiscard]] schema::Result<XmlToken> tag();
  [[nodiscard]] schema::Result<XmlToken> declaration();

  ByteSource& bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool at_end_ = false;
  bool began_ = false;
  std::string_view
      terminator_;  // of the comment, section or instruction that is being passed by; empty: none
  std::uint64_t line_ = 1, offset_ = 0;
};

// The name after its prefix: "dc" for "oai_dc:dc".
[[nodiscard]] inline std::string_view local_name(std::string_view name) {
  const auto colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

}  // namespace incipit::corpus

#include "corpus/xml_cutter.h"

#include <algorithm>
#include <utility>

#include "corpus/display_name.h"
#include "corpus/identifiers.h"
#include "schema/ascii.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr auto kRecordCap = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kRawCap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
constexpr std::size_t kDeepest = 32;  // elements around a record; each keeps its start tag

// The value of `encoding` in a declaration, in lower case; empty where it has none.
std::string declared_encoding(std::string_view declaration) {
  auto at = declaration.find("encoding");
  if (at == declaration.npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == declaration.npos) return {};
  const auto end = declaration.find(declaration[at], at + 1);
  if (end == declaration.npos) return {};
  return schema::lower_ascii(declaration.substr(at + 1, end - at - 1));
}

// A name is whatever bytes stand where one is expected.
std::string shown(std::string_view name) { return display_name(excerpt(name)); }

}  // namespace

XmlCutter::XmlCutter(ByteSource& bytes, XmlShape shape) : tokens_(bytes), shape_(std::move(shape)) {}

Result<std::optional<RawRecord>> XmlCutter::next() {
  while (true) {
    if (!std::exchange(again_, false)) {
      auto token = tokens_.next();
      if (!token) return tl::make_unexpected(token.error());
      token_ = *token;
    }
    const auto complete = capture_ == Capture::none ? outside(token_) : captured(token_);
    if (!complete) return tl::make_unexpected(complete.error());
    if (*complete) return finish();
    if (token_.kind == XmlTokenKind::end && capture_ == Capture::none) return std::nullopt;
  }
}

bool XmlCutter::is_one_of(const std::vector<XmlShape::Element>& elements, std::string_view name) const {
  const auto fits = [&](const XmlShape::Element& element) {
    if (element.name != local_name(name)) return false;
    if (element.within.empty()) return true;
    return std::any_of(ancestors_.begin(), ancestors_.end(),
                       [&](const XmlAncestor& ancestor) { return ancestor.name == element.within; });
  };
  return std::any_of(elements.begin(), elements.end(), fits);
}

Result<bool> XmlCutter::outside(const XmlToken& token) {
  switch (token.kind) {
    case XmlTokenKind::start_tag:
    case XmlTokenKind::empty_tag: {
      const bool empty = token.kind == XmlTokenKind::empty_tag;
      const bool record = is_one_of(shape_.records, token.name);
      if (record || is_one_of(shape_.contexts, token.name)) {
        begin_capture(record ? Capture::record : Capture::context, token);
        if (!empty) return false;
        if (record) return true;
        return end_context().map([] { return false; });
      }
      if (empty) return false;
      return open(token).map([] { return false; });
    }
    case XmlTokenKind::end_tag:
      close(token.name);
      return false;
    case XmlTokenKind::declaration:
      if (!ancestors_.empty()) {  // the document before broke off
        held_ = ancestors_.front().start_tag;
        length_ = held_.size();
        line_ = token.line;
        ancestors_.clear();
        again_ = true;
        return true;
      }
      return begin_document(token.raw).map([] { return false; });
    case XmlTokenKind::end:
      if (!ancestors_.empty()) {
        return fail(ErrorCode::input_unreadable,
                    "the XML is truncated: it ends inside of <" + shown(ancestors_.back().name) + "> at line " +
                        std::to_string(token.line) + ", byte " + std::to_string(token.offset));
      }
      return false;
    case XmlTokenKind::other:
      return false;
  }
  return false;
}

Result<bool> XmlCutter::captured(const XmlToken& token) {
  const auto broken_off = [&] {
    again_ = true;
    if (capture_ == Capture::record) return true;
    capture_ = Capture::none;
    return false;
  };
  switch (token.kind) {
    case XmlTokenKind::end:
      return fail(ErrorCode::input_unreadable, "the XML is truncated: the <" + shown(name_) + "> of line " +
                                                   std::to_string(line_) + " has no end at byte " +
                                                   std::to_string(token.offset));
    case XmlTokenKind::declaration:
      return broken_off();
    case XmlTokenKind::start_tag:
    case XmlTokenKind::empty_tag:
      if (token.name == name_) return broken_off();
      break;
    case XmlTokenKind::end_tag:
      if (token.name == name_) {
        hold(token.raw);
        if (capture_ == Capture::record) return true;
        return end_context().map([] { return false; });
      }
      break;
    case XmlTokenKind::other:
      break;
  }
  for (XmlAncestor& ancestor : ancestors_) {
    if (token.name.empty() || token.name != ancestor.qualified_) continue;
    if (token.kind == XmlTokenKind::start_tag) ++ancestor.inside_record_;
    if (token.kind == XmlTokenKind::end_tag && --ancestor.inside_record_ < 0) return broken_off();
  }
  hold(token.raw);
  return false;
}

Result<void> XmlCutter::open(const XmlToken& token) {
  if (ancestors_.size() >= kDeepest) {
    return fail(ErrorCode::input_invalid, "the XML nests deeper than " + std::to_string(kDeepest) +
                                              " elements around records at line " +
                                              std::to_string(token.line));
  }
  XmlAncestor& ancestor = ancestors_.emplace_back();
  ancestor.name = local_name(token.name);
  ancestor.qualified_ = token.name;
  ancestor.start_tag = to_utf8(token.raw, encoding_);
  ancestor.serial = ++opened_;
  return {};
}

void XmlCutter::close(std::string_view name) {
  const auto found = std::find_if(ancestors_.rbegin(), ancestors_.rend(),
                                  [&](const XmlAncestor& ancestor) { return ancestor.qualified_ == name; });
  if (found != ancestors_.rend()) ancestors_.erase(found.base() - 1, ancestors_.end());
}

Result<void> XmlCutter::begin_document(std::string_view declaration) {
  const std::string name = declared_encoding(declaration);
  if (name.empty() || name == "utf-8" || name == "utf8" || name == "us-ascii" || name == "ascii") {
    encoding_ = Encoding::utf8;
  } else if (name == "iso-8859-1" || name == "latin1" || name == "latin-1") {
    encoding_ = Encoding::latin1;
  } else if (name == "windows-1252" || name == "cp1252") {
    encoding_ = Encoding::windows1252;
  } else {
    return fail(ErrorCode::input_invalid, "the XML is in '" + shown(name) +
                                              "'; UTF-8, US-ASCII, ISO-8859-1 and windows-1252 are read");
  }
  return {};
}

void XmlCutter::begin_capture(Capture kind, const XmlToken& token) {
  capture_ = kind;
  name_ = token.name;
  held_.clear();
  length_ = 0;
  line_ = token.line;
  for (XmlAncestor& ancestor : ancestors_) ancestor.inside_record_ = 0;
  hold(token.raw);
}

void XmlCutter::hold(std::string_view raw) {
  length_ += raw.size();
  if (held_.size() <= kRecordCap) held_.append(raw.substr(0, kRecordCap + 1 - held_.size()));
}

Result<void> XmlCutter::end_context() {
  capture_ = Capture::none;
  if (length_ > kRecordCap) {
    return fail(ErrorCode::input_invalid, "the <" + shown(name_) + "> of line " + std::to_string(line_) + " has " +
                                              std::to_string(length_) + " bytes; at most " +
                                              std::to_string(kRecordCap) + " are read");
  }
  if (!ancestors_.empty()) ancestors_.back().context = to_utf8(held_, encoding_);
  return {};
}

RawRecord XmlCutter::finish() {
  capture_ = Capture::none;
  RawRecord record;
  record.line = line_;
  record.bytes = length_;
  record.too_large = length_ > kRecordCap;
  if (encoding_ == Encoding::utf8) {
    record.text = held_;
  } else {
    converted_ = to_utf8(held_, encoding_);
    if (!record.too_large) record.bytes = converted_.size();
    record.too_large |= converted_.size() > kRecordCap;
    record.text = converted_;
  }
  if (record.too_large) record.text = record.text.substr(0, kRawCap);
  return record;
}

}  // namespace incipit::corpus

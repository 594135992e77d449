#include "corpus/harvest_page.h"

#include <charconv>
#include <cstring>
#include <pugixml.hpp>

#include "corpus/display_name.h"
#include "schema/date.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kErrorTextBytes = 200;

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node node : parent.children()) {
    if (node.type() == pugi::node_element && local_name(node) == name) return node;
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// All text of an element: a token may be written in several pieces (CDATA, comments between).
std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node piece : node.children()) {
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) text += piece.value();
  }
  return std::string(trimmed(text));
}

Result<void> read_list(const pugi::xml_node& list, HarvestPage& page) {
  for (const pugi::xml_node node : list.children()) {
    if (node.type() != pugi::node_element || local_name(node) != "record") continue;
    ++page.records;
    if (std::strcmp(child(node, "header").attribute("status").value(), "deleted") == 0) ++page.deleted;
  }
  const pugi::xml_node token = child(list, "resumptionToken");
  page.token = text_of(token);
  const auto& limit = schema::limits::kHarvestTokenBytes;
  if (page.token.size() > static_cast<std::size_t>(limit.value)) {
    return fail(ErrorCode::limit_exceeded, "the resumption token has " + std::to_string(page.token.size()) +
                                               " bytes; at most " + std::to_string(limit.value) +
                                               " are taken (limit " + std::string(limit.name) + ")");
  }
  // It is sent back and kept in a JSON file.
  if (!schema::is_valid_utf8(page.token) || schema::has_control_character(page.token)) {
    return fail(ErrorCode::input_invalid, "the resumption token is not plain text");
  }
  const std::string_view size = token.attribute("completeListSize").value();
  std::uint64_t count = 0;
  const auto [end, fault] = std::from_chars(size.data(), size.data() + size.size(), count);
  if (fault == std::errc() && end == size.data() + size.size()) page.complete_list_size = count;
  return {};
}

}  // namespace

Result<HarvestPage> read_harvest_page(std::string_view xml) {
  pugi::xml_document document;
  // Keeps the text that is white space alone out, and a document type with its entities too.
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default);
  if (!parsed) {
    return fail(ErrorCode::input_invalid, std::string("the reply is not well-formed XML at byte ") +
                                              std::to_string(parsed.offset) + ": " + parsed.description());
  }
  const pugi::xml_node root = document.document_element();
  if (local_name(root) != "OAI-PMH") {
    return fail(ErrorCode::input_invalid,
                "the reply is no OAI-PMH document: it begins with <" +
                    display_name(std::string_view(root.name()).substr(0, kErrorTextBytes)) + ">");
  }
  HarvestPage page;
  page.response_date = text_of(child(root, "responseDate"));
  if (page.response_date.size() > 40 || !schema::parse_date(page.response_date)) {
    return fail(ErrorCode::input_invalid, "the reply has no usable responseDate");
  }
  if (const pugi::xml_node error = child(root, "error")) {
    page.error_code =
        display_name(std::string_view(error.attribute("code").value()).substr(0, kErrorTextBytes));
    page.error_text = display_name(std::string_view(text_of(error)).substr(0, kErrorTextBytes));
    if (page.error_code.empty()) page.error_code = "unnamed";
    return page;
  }
  const pugi::xml_node list = child(root, "ListRecords");
  if (!list) return fail(ErrorCode::input_invalid, "the reply has neither ListRecords nor an error");
  if (auto read = read_list(list, page); !read) return tl::make_unexpected(read.error());
  return page;
}

}  // namespace incipit::corpus

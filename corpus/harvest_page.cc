#include "corpus/harvest_page.h"

#include <cstring>
#include <pugixml.hpp>

#include "corpus/display_name.h"
#include "corpus/xml_text.h"
#include "schema/ascii.h"
#include "schema/date.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::Result;

constexpr std::size_t kErrorTextBytes = 200;

// All text of an element: a token may be written in several pieces (CDATA, comments between).
std::string token_text(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node piece : node.children()) {
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) text += piece.value();
  }
  return std::string(schema::trimmed(text, " \t\r\n"));
}

Result<void> read_list(const pugi::xml_node& list, HarvestPage& page) {
  for (const pugi::xml_node node : list.children()) {
    if (node.type() != pugi::node_element || name_of(node) != "record") continue;
    ++page.records;
    if (std::strcmp(child(node, "header").attribute("status").value(), "deleted") == 0) ++page.deleted;
  }
  const pugi::xml_node token = child(list, "resumptionToken");
  page.token = token_text(token);
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
  if (const auto count = schema::number_of<std::uint64_t>(size)) page.complete_list_size = *count;
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
  if (name_of(root) != "OAI-PMH") {
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

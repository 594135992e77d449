#include "corpus/oai_dc.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "corpus/paper_fields.h"
#include "schema/ascii.h"
#include "schema/categories.h"
#include "schema/ids.h"

namespace incipit::corpus {
namespace {

using schema::Paper;

constexpr std::string_view kArxivPrefix = "oai:arXiv.org:";
constexpr std::string_view kCommentPrefix = "Comment: ";

void note_ignored(Record& record, std::string key) {
  if (std::find(record.ignored_keys.begin(), record.ignored_keys.end(), key) == record.ignored_keys.end())
    record.ignored_keys.push_back(std::move(key));
}

bool is_doi(std::string_view text) {
  return text.substr(0, 3) == "10." || schema::lower_ascii(text.substr(0, 4)) == "doi:" ||
         text.find("doi.org/") != text.npos;
}

void read_identifier(const std::string& text, bool arxiv_record, Paper& paper, Record& record) {
  if (schema::parse_arxiv_id(text)) {
    if (!arxiv_record && !add_identifier(paper, Catalogue::arxiv, text))
      note_ignored(record, "dc:identifier");
  } else if (is_doi(text)) {
    if (!add_identifier(paper, Catalogue::doi, text)) record.warnings.push_back({"doi", "is not a DOI"});
  } else if (is_web_address(text)) {
    static_cast<void>(add_link(paper, "abstract", text));
  } else if (arxiv_record && paper.journal_ref.empty()) {
    paper.journal_ref = text;
  } else {
    note_ignored(record, "dc:identifier");
  }
}

void read_description(std::string text, bool arxiv_record, Paper& paper) {
  std::string* target = &paper.abstract;
  if (arxiv_record && text.compare(0, kCommentPrefix.size(), kCommentPrefix) == 0) {
    text.erase(0, kCommentPrefix.size());
    target = &paper.comments;
  }
  if (!target->empty() && !text.empty()) *target += ' ';
  *target += text;
}

void read_subject(const std::string& text, bool arxiv_record, Paper& paper, Record& record) {
  const std::string_view code = arxiv_record ? arxiv_category_named(text) : std::string_view();
  if (code.empty()) {
    note_ignored(record, "dc:subject");
  } else {
    add_category(paper, code, record);
  }
}

}  // namespace

std::string_view arxiv_category_named(std::string_view subject) {
  const auto& table = schema::category_table();
  const auto dash = subject.find(" - ");
  // "Nuclear Experiment", "High Energy Physics - Theory": archives without subject classes.
  for (const auto& row : table) {
    if (row.code.find('.') == row.code.npos && row.name == subject) return row.code;
  }
  if (dash == subject.npos) return {};
  const std::string_view group = subject.substr(0, dash);
  const std::string_view name = subject.substr(dash + 3);
  for (const auto& row : table) {
    const auto dot = row.code.find('.');
    if (dot != row.code.npos && row.name == name && schema::category_name(row.code.substr(0, dot)) == group)
      return row.code;
  }
  return {};
}

std::string id_of_oai_identifier(std::string_view identifier) {
  const std::string text = clean_text(identifier);
  if (text.compare(0, kArxivPrefix.size(), kArxivPrefix) == 0) {
    if (const auto arxiv = schema::parse_arxiv_id(text.substr(kArxivPrefix.size()))) return arxiv->bare;
  }
  if (text.empty() || text.compare(0, 4, "oai:") == 0) return text;
  return "oai:" + text;
}

tl::expected<Paper, RejectionCause> read_dublin_core(pugi::xml_node metadata, std::string_view identifier,
                                                     Record& record) {
  Paper paper;
  std::string arxiv_id;
  const bool arxiv_header = clean_text(identifier).compare(0, kArxivPrefix.size(), kArxivPrefix) == 0;
  if (arxiv_header) arxiv_id = id_of_oai_identifier(identifier);
  if (identifier.empty()) {  // Dublin Core alone: an address of arXiv says whose it is
    for (const pugi::xml_node part : children(metadata, "identifier")) {
      const auto arxiv = schema::parse_arxiv_id(text_of(part));
      if (arxiv && arxiv_id.empty()) arxiv_id = arxiv->bare;
    }
  }
  const bool arxiv_record = !arxiv_id.empty();
  std::vector<schema::Date> dates;
  for (const pugi::xml_node part : metadata.children()) {
    if (part.type() != pugi::node_element) continue;
    const std::string_view name = name_of(part);
    std::string text = text_of(part);
    if (text.empty()) continue;
    if (name == "title" && paper.title.empty()) {
      paper.title = std::move(text);
    } else if (name == "creator") {
      paper.authors.push_back(author_of_inverted_name(text));
    } else if (name == "subject") {
      read_subject(text, arxiv_record, paper, record);
    } else if (name == "description") {
      read_description(std::move(text), arxiv_record, paper);
    } else if (name == "date") {
      if (const auto date = read_date(text, "dc:date", record)) dates.push_back(*date);
    } else if (name == "identifier") {
      read_identifier(text, arxiv_record, paper, record);
    } else if (name == "source" && paper.venue.empty()) {
      paper.venue = std::move(text);
    } else if (name == "rights" && paper.license.empty()) {
      paper.license = std::move(text);
    } else {
      note_ignored(record, "dc:" + std::string(name));
    }
  }
  if (!dates.empty()) {
    const auto [first, last] = std::minmax_element(dates.begin(), dates.end());
    paper.published = *first;
    if (last->instant > first->instant) paper.updated = *last;
  }
  const std::string oai_id = id_of_oai_identifier(identifier);
  std::string id = arxiv_id;
  if (id.empty() && !paper.doi.empty()) id = "doi:" + schema::lower_ascii(paper.doi);
  if (id.empty()) id = oai_id;
  if (id.empty()) return tl::make_unexpected(RejectionCause{"no_id", "the record has no identifier"});
  if (auto set = set_id(paper, std::move(id)); !set) return tl::make_unexpected(set.error());
  // A deletion knows no other name of the record.
  if (!oai_id.empty() && oai_id != paper.id) {
    if (schema::check_paper_id(oai_id)) {
      paper.other_ids.push_back(oai_id);
    } else {
      record.warnings.push_back({"identifier", "of the record is no id; a deletion does not find the paper"});
    }
  }
  if (arxiv_record && says_withdrawn(paper)) paper.status = "withdrawn";
  drop_nameless_authors(paper, "dc:creator", record);
  if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
  return paper;
}

}  // namespace incipit::corpus

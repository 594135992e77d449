#include "corpus/arxiv_oai.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/author_line.h"
#include "corpus/oai_dc.h"
#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "corpus/xml_cutter.h"
#include "corpus/xml_head.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

using schema::Authorship;
using schema::Paper;

// Of <arXiv>, <arXivRaw> and <arXivOld>; what else there is, is noted as ignored. Submitter and proxy are
// never read and are no news.
constexpr std::array<std::string_view, 15> kRead{
    "id",       "submitter", "version", "title",       "authors", "categories", "comments", "license",
    "abstract", "created",   "updated", "journal-ref", "doi",     "report-no",  "proxy"};

Authorship author_of(pugi::xml_node node) {
  Authorship author;
  author.family = child_text(node, "keyname");
  author.given = child_text(node, "forenames");
  author.suffix = child_text(node, "suffix");
  author.name = joined_name(author);
  for (const pugi::xml_node affiliation : children(node, "affiliation")) {
    if (std::string text = text_of(affiliation); !text.empty())
      author.affiliations.push_back(std::move(text));
  }
  return author;
}

void read_authors(pugi::xml_node metadata, Record& record, Paper& paper) {
  const pugi::xml_node authors = child(metadata, "authors");
  const auto entries = children(authors, "author");
  if (entries.empty()) {
    paper.authors = read_author_line(text_of(authors), record);
    return;
  }
  for (const pugi::xml_node entry : entries) paper.authors.push_back(author_of(entry));
  drop_nameless_authors(paper, "authors", record);
}

int version_number(std::string_view text) {
  if (text.substr(0, 1) != "v") return 0;
  return std::max(0, schema::number_of<int>(text.substr(1)).value_or(0));
}

void read_versions(pugi::xml_node metadata, Record& record, Paper& paper) {
  std::vector<PaperVersion> versions;
  for (const pugi::xml_node node : children(metadata, "version")) {
    PaperVersion version;
    version.number = version_number(node.attribute("version").value());
    if (version.number == 0) record.warnings.push_back({"version", "is not of the form v1"});
    const std::string text = child_text(node, "date");
    const auto date = schema::parse_rfc2822_date(text);
    if (date) {
      version.date = *date;
    } else if (!text.empty()) {
      record.warnings.push_back({"version", date.error().message});
    }
    versions.push_back(version);
  }
  set_versions(paper, versions);
}

class OaiParser final : public RecordParser {
 public:
  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    pugi::xml_document document;
    const auto root = parse_xml(text, document);
    if (!root) return tl::make_unexpected(root.error());
    if (name_of(*root) == "error") {
      return tl::make_unexpected(RejectionCause{"oai_error", "the interface answered with the error " +
                                                                 plain_text(root->attribute("code").value()) +
                                                                 ": " + text_of(*root)});
    }
    return paper_of(*root, record);
  }

 private:
  static tl::expected<Parsed, RejectionCause> paper_of(pugi::xml_node root, Record& record) {
    const bool bare_metadata = name_of(root) != "record";
    const pugi::xml_node header = child(root, "header");
    const std::string identifier = child_text(header, "identifier");
    if (std::string_view(header.attribute("status").value()) == "deleted") {
      Paper paper;
      std::string id = id_of_oai_identifier(identifier);
      if (id.empty())
        return tl::make_unexpected(RejectionCause{"no_id", "the deleted record has no identifier"});
      if (auto set = set_id(paper, std::move(id)); !set) return tl::make_unexpected(set.error());
      return Parsed{std::nullopt, std::move(paper.id)};
    }
    const pugi::xml_node metadata = bare_metadata ? root : first_element(child(root, "metadata"));
    const std::string_view form = name_of(metadata);
    auto paper = form == "dc" ? read_dublin_core(metadata, identifier, record)
                 : form == "arXiv" || form == "arXivRaw" || form == "arXivOld"
                     ? read_arxiv_metadata(metadata, record)
                     : unknown(form);
    if (!paper) return tl::make_unexpected(std::move(paper.error()));
    return Parsed{std::move(*paper), std::nullopt};
  }

  static pugi::xml_node first_element(pugi::xml_node node) {
    for (const pugi::xml_node part : node.children()) {
      if (part.type() == pugi::node_element) return part;
    }
    return {};
  }

  static tl::expected<Paper, RejectionCause> unknown(std::string_view form) {
    const std::string what =
        form.empty() ? "no metadata" : "metadata of the form '" + std::string(form) + '\'';
    return tl::make_unexpected(RejectionCause{
        "unknown_metadata", "the record has " + what + "; arXiv, arXivRaw and oai_dc are read"});
  }
};

std::unique_ptr<Reader> open_oai(Format format, std::unique_ptr<ByteSource> bytes) {
  XmlShape shape;
  shape.records = {{"record"}, {"arXiv"}, {"arXivRaw"}, {"dc"}, {"error", "OAI-PMH"}};
  auto cutter = std::make_unique<XmlCutter>(*bytes, std::move(shape));
  return make_record_reader(format, std::move(bytes), std::move(cutter), std::make_unique<OaiParser>());
}

// The form of the first record's metadata, else the one that was asked for; empty for what is no OAI-PMH.
std::string form_of(std::string_view head) {
  const XmlHead xml = xml_head(head);
  constexpr std::array<std::string_view, 7> kRoots{"OAI-PMH", "ListRecords", "GetRecord", "record",
                                                   "arXiv",   "arXivRaw",    "dc"};
  bool root = false;
  for (const auto name : kRoots) root |= xml.begins_with(name);
  if (!root) return {};
  for (const XmlTag& tag : xml.tags) {
    if (tag.name == "arXiv" || tag.name == "arXivOld") return "arXiv";
    if (tag.name == "arXivRaw" || tag.name == "dc") return tag.name;
  }
  const XmlTag* request = xml.first("request");
  const std::string_view asked =
      request == nullptr ? std::string_view() : attribute_of(request->raw, "metadataPrefix");
  if (asked == "arXivOld") return "arXiv";
  // A page that goes on with a list (resumptionToken) does not repeat the form, and one of deleted records alone has no metadata
  // that would show it. Deletions are the same in every form.
  const XmlTag* header = xml.first("header");
  if (asked.empty() && header != nullptr && attribute_of(header->raw, "status") == "deleted") return "dc";
  return std::string(asked == "oai_dc" ? "dc" : asked);
}

}  // namespace

tl::expected<Paper, RejectionCause> read_arxiv_metadata(pugi::xml_node metadata, Record& record) {
  Paper paper;
  if (auto id = set_arxiv_id(paper, child_text(metadata, "id")); !id) return tl::make_unexpected(id.error());
  paper.title = child_text(metadata, "title");
  paper.abstract = child_text(metadata, "abstract");
  read_authors(metadata, record, paper);
  if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
  add_categories(paper, child_text(metadata, "categories"), record);
  paper.published = read_date(child_text(metadata, "created"), "created", record);
  paper.updated = read_date(child_text(metadata, "updated"), "updated", record);
  if (child(metadata, "version")) read_versions(metadata, record, paper);
  paper.comments = child_text(metadata, "comments");
  set_doi(paper, child_text(metadata, "doi"), record);
  paper.journal_ref = child_text(metadata, "journal-ref");
  paper.report_no = child_text(metadata, "report-no");
  paper.license = child_text(metadata, "license");
  if (says_withdrawn(paper)) paper.status = "withdrawn";
  for (const pugi::xml_node part : metadata.children()) {
    const std::string_view name = name_of(part);
    const bool read =
        part.type() != pugi::node_element || std::find(kRead.begin(), kRead.end(), name) != kRead.end();
    if (!read) record.ignored_keys.emplace_back(name);
  }
  return paper;
}

bool looks_like_arxiv_oai(std::string_view head) { return form_of(head) == "arXiv"; }
bool looks_like_arxiv_oai_raw(std::string_view head) { return form_of(head) == "arXivRaw"; }
bool looks_like_oai_dc(std::string_view head) { return form_of(head) == "dc"; }

std::unique_ptr<Reader> open_arxiv_oai(std::unique_ptr<ByteSource> bytes) {
  return open_oai(Format::arxiv_oai, std::move(bytes));
}
std::unique_ptr<Reader> open_arxiv_oai_raw(std::unique_ptr<ByteSource> bytes) {
  return open_oai(Format::arxiv_oai_raw, std::move(bytes));
}
std::unique_ptr<Reader> open_oai_dc(std::unique_ptr<ByteSource> bytes) {
  return open_oai(Format::oai_dc, std::move(bytes));
}

}  // namespace incipit::corpus

#include "corpus/arxiv_atom.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "corpus/xml_cutter.h"
#include "corpus/xml_head.h"
#include "corpus/xml_text.h"
#include "schema/ascii.h"

namespace incipit::corpus {
namespace {

using schema::Paper;

// "cs.CL", "hep-th", "cond-mat.str-el": letters and hyphens with at most one dot.
bool is_arxiv_code(std::string_view term) {
  const bool letters = std::all_of(term.begin(), term.end(), [](char c) {
    return schema::is_ascii_letter(c) || c == '-' || c == '.';
  });
  return !term.empty() && letters && term.front() >= 'a' && term.front() <= 'z' &&
         std::count(term.begin(), term.end(), '.') <= 1;
}

void read_authors(pugi::xml_node entry, Record& record, Paper& paper) {
  for (const pugi::xml_node node : children(entry, "author")) {
    schema::Authorship author;
    author.name = child_text(node, "name");
    for (const pugi::xml_node affiliation : children(node, "affiliation")) {
      if (std::string text = text_of(affiliation); !text.empty())
        author.affiliations.push_back(std::move(text));
    }
    paper.authors.push_back(std::move(author));
  }
  drop_nameless_authors(paper, "authors", record);
}

void read_categories(pugi::xml_node entry, Record& record, Paper& paper) {
  for (const pugi::xml_node node : children(entry, "category")) {
    const std::string term = clean_text(node.attribute("term").value());
    if (is_arxiv_code(term)) {
      add_category(paper, term, record);
    } else {
      record.ignored_keys.push_back("category");
    }
  }
  paper.primary_category = plain_text(child(entry, "primary_category").attribute("term").value());
  if (paper.primary_category.empty()) return;
  add_category(paper, paper.primary_category, record);
}

void read_links(pugi::xml_node entry, Paper& paper) {
  for (const pugi::xml_node node : children(entry, "link")) {
    const std::string_view rel = node.attribute("rel").value();
    const std::string_view title = node.attribute("title").value();
    const std::string url = clean_text(node.attribute("href").value());
    if (title == "doi") continue;  // <arxiv:doi> says it
    if (rel == "alternate") static_cast<void>(add_link(paper, "abstract", url));
    if (title == "pdf") static_cast<void>(add_link(paper, "pdf", url));
  }
}

void note_ignored(pugi::xml_node entry, Record& record) {
  static constexpr std::array<std::string_view, 12> kRead{
      "id",      "title",       "summary", "author", "category", "primary_category", "published", "updated",
      "comment", "journal_ref", "doi",     "link"};
  for (const pugi::xml_node part : entry.children()) {
    const std::string_view name = name_of(part);
    const bool read =
        part.type() != pugi::node_element || std::find(kRead.begin(), kRead.end(), name) != kRead.end();
    if (!read) record.ignored_keys.emplace_back(name);
  }
}

class AtomParser final : public RecordParser {
 public:
  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    pugi::xml_document document;
    const auto entry = parse_xml(text, document);
    if (!entry) return tl::make_unexpected(entry.error());
    const std::string id = child_text(*entry, "id");
    if (id.find("arxiv.org/api/errors") != id.npos) {
      return tl::make_unexpected(
          RejectionCause{"api_error", "the API answered with an error: " + child_text(*entry, "summary")});
    }
    Paper paper;
    if (auto set = set_arxiv_id(paper, id); !set) return tl::make_unexpected(set.error());
    paper.title = child_text(*entry, "title");
    paper.abstract = child_text(*entry, "summary");
    read_authors(*entry, record, paper);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    read_categories(*entry, record, paper);
    paper.published = read_date(child_text(*entry, "published"), "published", record);
    paper.updated = read_date(child_text(*entry, "updated"), "updated", record);
    if (paper.updated == paper.published) paper.updated.reset();  // the first version is no update
    paper.comments = child_text(*entry, "comment");
    paper.journal_ref = child_text(*entry, "journal_ref");
    set_doi(paper, child_text(*entry, "doi"), record);
    read_links(*entry, paper);
    note_ignored(*entry, record);
    if (says_withdrawn(paper)) paper.status = "withdrawn";
    return Parsed{std::move(paper), std::nullopt};
  }
};

}  // namespace

bool looks_like_arxiv_atom(std::string_view head) {
  const XmlHead xml = xml_head(head);
  if (!xml.begins_with("feed") && !xml.begins_with("entry")) return false;
  return head.find("://arxiv.org/") != head.npos || head.find("://export.arxiv.org/") != head.npos;
}

std::unique_ptr<Reader> open_arxiv_atom(std::unique_ptr<ByteSource> bytes) {
  XmlShape shape;
  shape.records = {{"entry"}};
  auto cutter = std::make_unique<XmlCutter>(*bytes, std::move(shape));
  return make_record_reader(Format::arxiv_atom, std::move(bytes), std::move(cutter),
                            std::make_unique<AtomParser>());
}

}  // namespace incipit::corpus

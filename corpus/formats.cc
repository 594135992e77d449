#include "corpus/formats.h"

#include <algorithm>
#include <array>

#include "corpus/acl_anthology.h"
#include "corpus/arxiv_abs.h"
#include "corpus/arxiv_atom.h"
#include "corpus/arxiv_oai.h"
#include "corpus/bibtex.h"
#include "corpus/csl_json.h"
#include "corpus/delimited.h"
#include "corpus/json_lines.h"
#include "corpus/json_refusal.h"
#include "corpus/openalex.h"
#include "corpus/pubmed.h"
#include "corpus/ris.h"
#include "corpus/semantic_scholar.h"
#include "corpus/xml_head.h"
#include "schema/ids.h"

namespace incipit::corpus {
namespace {

bool looks_like_bibtex_alone(std::string_view head);

constexpr std::array kTable{
    FormatRow{Format::incipit_jsonl, "Incipit JSON Lines: one JSON object per line", looks_like_incipit_jsonl,
              open_incipit_jsonl},
    FormatRow{Format::arxiv_snapshot, "arXiv's metadata snapshot: one JSON object per line",
              looks_like_arxiv_snapshot, open_arxiv_snapshot},
    FormatRow{Format::arxiv_oai, "arXiv's OAI-PMH interface, metadata form arXiv", looks_like_arxiv_oai,
              open_arxiv_oai},
    FormatRow{Format::arxiv_oai_raw, "arXiv's OAI-PMH interface, metadata form arXivRaw",
              looks_like_arxiv_oai_raw, open_arxiv_oai_raw},
    FormatRow{Format::oai_dc, "OAI-PMH with Dublin Core", looks_like_oai_dc, open_oai_dc},
    FormatRow{Format::arxiv_atom, "Atom feeds of arXiv's API", looks_like_arxiv_atom, open_arxiv_atom},
    FormatRow{Format::arxiv_abs, "arXiv's .abs files", looks_like_arxiv_abs, open_arxiv_abs},
    FormatRow{Format::openalex, "works of OpenAlex: API pages, lists, snapshots", looks_like_openalex,
              open_openalex},
    FormatRow{Format::semantic_scholar, "papers of Semantic Scholar: API replies and bulk data sets",
              looks_like_semantic_scholar, open_semantic_scholar},
    FormatRow{Format::acl_anthology, "XML collections of the ACL Anthology", looks_like_acl_anthology,
              open_acl_anthology},
    FormatRow{Format::pubmed, "PubMed's XML and its text form", looks_like_pubmed, open_pubmed},
    FormatRow{Format::bibtex, "BibTeX and biblatex", looks_like_bibtex_alone, open_bibtex},
    FormatRow{Format::ris, "RIS of reference managers", looks_like_ris, open_ris},
    FormatRow{Format::csl_json, "CSL-JSON of reference managers", looks_like_csl_json, open_csl_json},
    FormatRow{Format::csv, "comma-separated values with a header line", looks_like_csv, open_csv},
    FormatRow{Format::tsv, "tab-separated values with a header line", looks_like_tsv, open_tsv},
};

// Anything may stand before the first entry of BibTeX, texts of other formats with an entry in them too: these are what
// their beginning shows.
bool looks_like_bibtex_alone(std::string_view head) {
  return looks_like_bibtex(head) && std::none_of(kTable.begin(), kTable.end(), [&](const FormatRow& row) {
           return row.format != Format::bibtex && row.looks_like(head);
         });
}

}  // namespace

std::span<const FormatRow> format_table() { return kTable; }

const FormatRow* row_of(Format format) {
  const auto row =
      std::find_if(kTable.begin(), kTable.end(), [&](const FormatRow& r) { return r.format == format; });
  return row == kTable.end() ? nullptr : &*row;
}

const FormatRow* row_claiming(std::string_view head) {
  const auto row =
      std::find_if(kTable.begin(), kTable.end(), [&](const FormatRow& r) { return r.looks_like(head); });
  return row == kTable.end() ? nullptr : &*row;
}

std::string format_names() {
  std::string names;
  for (const FormatRow& row : kTable) {
    if (!names.empty()) names += ", ";
    names += name_of(row.format);
  }
  return names;
}

std::string describe_head(std::string_view head) {
  const auto begin = head.find_first_not_of(" \t\r\n\v\f");
  if (head.empty() || begin == head.npos) return head.empty() ? "is empty" : "holds nothing but white space";
  const std::string_view mark = head.substr(0, 2);
  if (mark == "\xFF\xFE" || mark == "\xFE\xFF") return "is text in UTF-16, which is not read; write UTF-8";
  if (head.substr(0, 4096).find('\0') != head.npos) return "is binary data";
  const char first = head[begin];
  if (first == '<') {
    const XmlHead xml = xml_head(head);
    if (xml.tags.empty()) return "looks like XML without elements";
    const XmlTag* verb = xml.begins_with("OAI-PMH") ? xml.first("error") : nullptr;
    if (verb != nullptr) return "is an OAI-PMH error reply";
    const std::string& name = xml.tags.front().name;
    const bool fit = name.size() <= 40 && schema::is_valid_utf8(name);
    return fit ? "looks like XML that begins with <" + name + ">, which is none of the formats read"
               : "looks like XML";
  }
  if (first == '{' || first == '[') {
    if (std::string what = describe_json_head(head); !what.empty()) return what;
  }
  if (first == '{') return "begins with a JSON object that is no paper of a known format";
  if (first == '[') return "begins with a JSON array that is no list of papers of a known format";
  return "begins with text of no known format";
}

}  // namespace incipit::corpus

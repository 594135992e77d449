// PubMed: its XML (PubmedArticleSet, PubmedBookArticleSet, MedlineCitationSet, bare articles) and its text
// form ("PMID- 1"), told apart by the first bytes. Ids are `pmid:`; a <DeleteCitation> gives Record::deleted
// for each of its ids.
//
// Published is the day an article appeared on line, else the date of its issue as precise as it is. A
// retracted article has the status "retracted". Journal: venue; volume, issue and pages: journal reference.
// Categories: the MeSH descriptors that are major topics of the article; other descriptors and keywords are
// not read.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string_view>
#include <tl/expected.hpp>

#include "corpus/byte_source.h"
#include "corpus/reader.h"
#include "corpus/record_reader.h"
#include "schema/paper.h"

namespace incipit::corpus {

[[nodiscard]] bool looks_like_pubmed(std::string_view head);
[[nodiscard]] std::unique_ptr<Reader> open_pubmed(std::unique_ptr<ByteSource> bytes);

// An element <PubmedArticle>, <PubmedBookArticle> or <MedlineCitation>.
[[nodiscard]] tl::expected<schema::Paper, RejectionCause> read_pubmed_article(pugi::xml_node article,
                                                                              Record& record);

// The text form.
[[nodiscard]] bool looks_like_medline_text(std::string_view head);
[[nodiscard]] std::unique_ptr<RecordCutter> make_medline_cutter(ByteSource& bytes);
[[nodiscard]] std::unique_ptr<RecordParser> make_medline_parser();

}  // namespace incipit::corpus

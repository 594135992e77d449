#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <utility>

#include "corpus/paper_fields.h"
#include "corpus/pubmed.h"
#include "corpus/pubmed_fields.h"
#include "corpus/xml_text.h"

namespace incipit::corpus {
namespace {

using schema::Paper;

bool is_yes(pugi::xml_node node, const char* attribute) {
  return std::string_view(node.attribute(attribute).value()) == "Y";
}

bool is_not_valid(pugi::xml_node node) { return std::string_view(node.attribute("ValidYN").value()) == "N"; }

bool has_type(pugi::xml_node node, const char* attribute, std::string_view type) {
  return node.attribute(attribute).value() == type;
}

// <Year>, <Month> and <Day>, or <MedlineDate>, or a <Season> like "Jan-Mar".
std::optional<schema::Date> date_of(pugi::xml_node node, std::string_view field, Record& record) {
  if (!node) return std::nullopt;
  std::string text = child_text(node, "MedlineDate");
  if (text.empty()) {
    text = child_text(node, "Year");
    for (const std::string_view part : {"Month", "Day", "Season"}) {
      if (const std::string value = child_text(node, part); !value.empty()) text += ' ' + value;
    }
  }
  if (text.empty()) return std::nullopt;
  const auto date = read_pubmed_date(text);
  if (!date) record.warnings.push_back({std::string(field), "'" + excerpt(text) + "' is not a date"});
  return date;
}

// "LABEL: text" of each part.
std::string abstract_of(pugi::xml_node abstract) {
  std::string text;
  for (const pugi::xml_node part : children(abstract, "AbstractText")) {
    const std::string words = text_of(part);
    if (words.empty()) continue;
    if (!text.empty()) text += ' ';
    const std::string label = plain_text(part.attribute("Label").value());
    if (!label.empty() && label != "UNLABELLED") text += label + ": ";
    text += words;
  }
  return text;
}

schema::Authorship author_of(pugi::xml_node node, Record& record) {
  schema::Authorship author;
  author.family = child_text(node, "LastName");
  author.given = child_text(node, "ForeName");
  if (author.given.empty()) author.given = child_text(node, "Initials");
  author.suffix = child_text(node, "Suffix");
  author.name = joined_name(author);
  if (author.family.empty()) author.name = child_text(node, "CollectiveName");
  for (const pugi::xml_node identifier : children(node, "Identifier")) {
    const bool is_orcid = has_type(identifier, "Source", "ORCID");
    if (is_orcid && !add_orcid(author, text_of(identifier)))
      record.warnings.push_back({"Identifier", "is not an ORCID"});
  }
  for (const pugi::xml_node info : children(node, "AffiliationInfo")) {
    if (std::string text = child_text(info, "Affiliation"); !text.empty())
      author.affiliations.push_back(std::move(text));
  }
  if (std::string text = child_text(node, "Affiliation"); !text.empty())
    author.affiliations.push_back(std::move(text));
  return author;
}

void read_authors(pugi::xml_node list, Record& record, Paper& paper) {
  for (const pugi::xml_node node : children(list, "Author")) {
    if (!is_not_valid(node)) paper.authors.push_back(author_of(node, record));
  }
  drop_nameless_authors(paper, "AuthorList", record);
}

// The value of the first <ArticleId> of a type directly in a list.
std::string article_id(pugi::xml_node list, std::string_view type) {
  for (const pugi::xml_node node : children(list, "ArticleId")) {
    if (has_type(node, "IdType", type)) return text_of(node);
  }
  return {};
}

void read_doi(pugi::xml_node article, pugi::xml_node ids, Record& record, Paper& paper) {
  for (const pugi::xml_node node : children(article, "ELocationID")) {
    if (has_type(node, "EIdType", "doi") && !is_not_valid(node) && paper.doi.empty()) {
      set_doi(paper, text_of(node), record);
    }
  }
  if (paper.doi.empty()) set_doi(paper, article_id(ids, "doi"), record);
}

// Major topics: of the descriptor itself or of one of its qualifiers.
void read_categories(pugi::xml_node list, Record& record, Paper& paper) {
  for (const pugi::xml_node heading : children(list, "MeshHeading")) {
    const pugi::xml_node descriptor = child(heading, "DescriptorName");
    const auto qualifiers = children(heading, "QualifierName");
    const bool major = is_yes(descriptor, "MajorTopicYN") ||
                       std::any_of(qualifiers.begin(), qualifiers.end(),
                                   [](pugi::xml_node node) { return is_yes(node, "MajorTopicYN"); });
    if (major) add_category(paper, text_of(descriptor), record);
  }
}

class References {
 public:
  References(Paper& paper, Record& record) : paper_(paper), record_(record) {}
  void add(const std::string& pmid, const std::string& doi) {
    std::string id;
    if (is_pmid(pmid)) {
      id = "pmid:" + pmid;
    } else if (const auto normalised = normalised_doi(doi)) {
      id = "doi:" + *normalised;
    }
    if (!id.empty() && seen_.insert(id).second) add_reference(paper_, std::move(id), record_);
  }

 private:
  Paper& paper_;
  Record& record_;
  std::set<std::string> seen_;
};

void read_references(pugi::xml_node list, References& references) {
  for (const pugi::xml_node node : children(list, "Reference")) {
    const pugi::xml_node ids = child(node, "ArticleIdList");
    references.add(article_id(ids, "pubmed"), article_id(ids, "doi"));
  }
  for (const pugi::xml_node inner : children(list, "ReferenceList")) read_references(inner, references);
}

void read_corrections(pugi::xml_node list, References& references, Paper& paper) {
  for (const pugi::xml_node node : children(list, "CommentsCorrections")) {
    if (has_type(node, "RefType", "RetractionIn")) paper.status = "retracted";
    if (has_type(node, "RefType", "Cites")) references.add(child_text(node, "PMID"), {});
  }
}

void read_publication_types(pugi::xml_node list, Paper& paper) {
  for (const pugi::xml_node node : children(list, "PublicationType")) {
    if (text_of(node) == "Retracted Publication") paper.status = "retracted";
  }
}

std::string pages_of(pugi::xml_node pagination) {
  if (std::string pages = child_text(pagination, "MedlinePgn"); !pages.empty()) return pages;
  const std::string end = child_text(pagination, "EndPage");
  return child_text(pagination, "StartPage") + (end.empty() ? "" : '-' + end);
}

JournalReference reference_of(pugi::xml_node article) {
  const pugi::xml_node journal = child(article, "Journal");
  const pugi::xml_node issue = child(journal, "JournalIssue");
  JournalReference reference;
  reference.journal = child_text(journal, "ISOAbbreviation");
  if (reference.journal.empty()) reference.journal = child_text(journal, "Title");
  reference.volume = child_text(issue, "Volume");
  reference.issue = child_text(issue, "Issue");
  reference.pages = pages_of(child(article, "Pagination"));
  return reference;
}

std::string year_of(const std::optional<schema::Date>& date) {
  return date ? std::to_string(date->year()) : std::string();
}

void read_journal_article(pugi::xml_node article, Record& record, Paper& paper) {
  paper.title = child_text(article, "ArticleTitle");
  if (paper.title.empty()) paper.title = child_text(article, "VernacularTitle");
  paper.abstract = abstract_of(child(article, "Abstract"));
  paper.license = child_text(child(article, "Abstract"), "CopyrightInformation");
  read_authors(child(article, "AuthorList"), record, paper);
  paper.venue =
      descend(article, {"Journal", "Title"}) ? child_text(child(article, "Journal"), "Title") : std::string();
  const auto issue = date_of(descend(article, {"Journal", "JournalIssue", "PubDate"}), "PubDate", record);
  paper.published = published_of(issue, date_of(child(article, "ArticleDate"), "ArticleDate", record));
  JournalReference reference = reference_of(article);
  reference.year = year_of(issue);
  paper.journal_ref = text_of(reference);
  read_publication_types(child(article, "PublicationTypeList"), paper);
}

void read_book(pugi::xml_node document, Record& record, Paper& paper) {
  const pugi::xml_node book = child(document, "Book");
  paper.title = child_text(document, "ArticleTitle");
  paper.venue = child_text(book, "BookTitle");
  if (paper.title.empty()) std::swap(paper.title, paper.venue);
  paper.abstract = abstract_of(child(document, "Abstract"));
  paper.license = child_text(child(document, "Abstract"), "CopyrightInformation");
  const auto read_lists = [&](pugi::xml_node parent) {
    for (const pugi::xml_node list : children(parent, "AuthorList")) {
      if (!has_type(list, "Type", "editors")) read_authors(list, record, paper);
    }
  };
  read_lists(document);
  if (paper.authors.empty()) read_lists(book);
  paper.published = date_of(child(document, "ContributionDate"), "ContributionDate", record);
  if (!paper.published) paper.published = date_of(child(book, "PubDate"), "PubDate", record);
  read_publication_types(document, paper);
}

}  // namespace

tl::expected<Paper, RejectionCause> read_pubmed_article(pugi::xml_node root, Record& record) {
  const bool is_book = name_of(root) == "PubmedBookArticle";
  const bool bare = name_of(root) == "MedlineCitation";
  const pugi::xml_node citation = bare ? root : child(root, is_book ? "BookDocument" : "MedlineCitation");
  const pugi::xml_node article = is_book ? citation : child(citation, "Article");
  const pugi::xml_node data = child(root, is_book ? "PubmedBookData" : "PubmedData");
  const pugi::xml_node ids = child(is_book ? citation : data, "ArticleIdList");
  Paper paper;
  const pugi::xml_node pmid_node = child(citation, "PMID");
  const std::string pmid = text_of(pmid_node);
  if (pmid.empty()) return tl::make_unexpected(RejectionCause{"no_id", "the article has no PMID"});
  if (!is_pmid(pmid)) return tl::make_unexpected(RejectionCause{"bad_id", "the PMID is not a number"});
  paper.id = "pmid:" + pmid;
  const int version = pmid_node.attribute("Version").as_int();
  if (version > 1) paper.version = version;  // nearly all have 1, which says nothing
  if (is_book) {
    read_book(article, record, paper);
  } else {
    read_journal_article(article, record, paper);
  }
  if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
  read_doi(article, ids, record, paper);
  read_categories(child(citation, "MeshHeadingList"), record, paper);
  References references(paper, record);
  read_corrections(child(citation, "CommentsCorrectionsList"), references, paper);
  for (const pugi::xml_node list : children(is_book ? citation : data, "ReferenceList")) {
    read_references(list, references);
  }
  add_pubmed_links(paper, pmid, article_id(child(data, "ArticleIdList"), "pmc"), record);
  for (const std::string_view unread : {"OtherAbstract", "KeywordList", "ChemicalList", "InvestigatorList"}) {
    if (child(citation, unread)) record.ignored_keys.emplace_back(unread);
  }
  return paper;
}

}  // namespace incipit::corpus

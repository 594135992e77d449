#include "corpus/paper_fields.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::Authorship;
using schema::Paper;

// "Because of an error this paper has been withdrawn": further in, an abstract speaks of other papers.
constexpr std::size_t kWithdrawalReach = 120;

void warn_once(Record& record, std::string_view field, std::string_view reason) {
  const auto same = [&](const FieldWarning& warning) {
    return warning.field == field && warning.reason == reason;
  };
  if (std::none_of(record.warnings.begin(), record.warnings.end(), same)) {
    record.warnings.push_back({std::string(field), std::string(reason)});
  }
}

}  // namespace

tl::expected<void, RejectionCause> set_arxiv_id(Paper& paper, std::string_view text) {
  const std::string id = clean_text(text);
  if (id.empty()) return tl::make_unexpected(RejectionCause{"no_id", "the record has no id"});
  const auto arxiv = schema::parse_arxiv_id(id);
  if (!arxiv) {
    return tl::make_unexpected(RejectionCause{"bad_id", '\'' + excerpt(id) + "' is not an id of arXiv"});
  }
  paper.id = arxiv->bare;
  paper.version = arxiv->version;
  return {};
}

void set_doi(Paper& paper, std::string_view text, Record& record) {
  const std::string clean = clean_text(text);
  if (clean.empty()) return;
  std::vector<std::string> parts{""};
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    const bool between = c == ',' || c == ';' || c == ' ';
    const auto next = clean.find_first_not_of(",; ", i);
    if (between && next != clean.npos && clean.compare(next, 3, "10.") == 0) {
      parts.emplace_back();
      i = next - 1;
    } else {
      parts.back() += c;
    }
  }
  std::string dois;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    const auto doi = normalised_doi(part);
    if (!doi) {
      warn_once(record, "doi", "is not a DOI");
    } else {
      dois += dois.empty() ? *doi : ' ' + *doi;
    }
  }
  if (!dois.empty()) paper.doi = std::move(dois);
}

void add_category(Paper& paper, std::string_view code, Record& record) {
  if (code.empty() || add_category(paper, code)) return;
  warn_once(record, "categories", "has codes with control characters or too many; they are left out");
}

void add_categories(Paper& paper, std::string_view codes, Record& record) {
  const std::string list = clean_text(codes);
  for (const std::string_view code : schema::split(list, " ")) add_category(paper, code, record);
}

void add_reference(Paper& paper, std::string id, Record& record) {
  if (!schema::check_paper_id(id)) {
    warn_once(record, "references", "has entries that are no ids; they are left out");
    return;
  }
  paper.references.push_back(std::move(id));
}

std::optional<schema::Date> read_date(std::string_view text, std::string_view field, Record& record) {
  const std::string clean = clean_text(text);
  if (clean.empty()) return std::nullopt;
  const auto date = schema::parse_date(clean);
  if (date) return *date;
  warn_once(record, field, date.error().message);
  return std::nullopt;
}

int first_month(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && schema::is_ascii_letter(text[end])) ++end;
    if (end - begin >= 3) {
      if (const int month = month_of(text.substr(begin, end - begin)); month != 0) return month;
    }
    begin = end + 1;
  }
  return 0;
}

Authorship author_of_inverted_name(std::string_view text) {
  const std::string name = plain_text(text);
  Authorship author;
  const auto comma = name.find(',');
  if (comma == name.npos) {
    author.name = name;
    return author;
  }
  const auto second = name.find(',', comma + 1);
  author.family = clean_text(std::string_view(name).substr(0, comma));
  author.given = clean_text(
      std::string_view(name).substr(comma + 1, second == name.npos ? name.npos : second - comma - 1));
  if (second != name.npos) author.suffix = clean_text(std::string_view(name).substr(second + 1));
  author.name = joined_name(author);
  return author;
}

void drop_nameless_authors(Paper& paper, std::string_view field, Record& record) {
  const auto dropped = std::erase_if(paper.authors, [](const Authorship& author) { return author.name.empty(); });
  if (dropped > 0) record.warnings.push_back({std::string(field), "has entries without a name; they are left out"});
}

void set_versions(Paper& paper, const std::vector<PaperVersion>& versions) {
  if (versions.empty()) return;
  paper.published = versions.front().date;
  if (versions.size() > 1) paper.updated = versions.back().date;
  if (versions.back().number != 0) paper.version = versions.back().number;
}

bool says_withdrawn(const Paper& paper) {
  const std::string comments = schema::lower_ascii(paper.comments);
  const std::string abstract = schema::lower_ascii(std::string_view(paper.abstract).substr(0, kWithdrawalReach));
  if (comments.compare(0, 9, "withdrawn") == 0 || abstract.compare(0, 9, "withdrawn") == 0) return true;
  if (comments.find("has been withdrawn") != comments.npos) return true;
  constexpr std::array<std::string_view, 8> kSubjects{"paper",    "article", "manuscript", "submission",
                                                      "preprint", "work",    "note",       "letter"};
  for (const auto subject : kSubjects) {
    if (abstract.find(std::string(subject) + " has been withdrawn") != abstract.npos) return true;
  }
  return false;
}

tl::expected<void, RejectionCause> check_has_text(const schema::Paper& paper) {
  if (!paper.title.empty() || !paper.abstract.empty()) return {};
  return tl::make_unexpected(RejectionCause{"no_text", "the record has neither a title nor an abstract"});
}

RejectionCause too_many_authors(std::size_t count) {
  const auto most = schema::limits::kAuthorsPerPaper.value;
  return {"too_many_authors", "the record has " + std::to_string(count) + " authors; at most " +
                                  std::to_string(most) + " are read"};
}

tl::expected<void, RejectionCause> check_paper(const Paper& paper) {
  if (auto text = check_has_text(paper); !text) return text;
  if (paper.authors.size() > static_cast<std::size_t>(schema::limits::kAuthorsPerPaper.value)) {
    return tl::make_unexpected(too_many_authors(paper.authors.size()));
  }
  return {};
}

}  // namespace incipit::corpus

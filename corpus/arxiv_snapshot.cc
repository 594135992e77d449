#include <array>
#include <charconv>
#include <utility>

#include "corpus/json_records.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;
using schema::Authorship;
using schema::Paper;

constexpr auto kMaxAuthors = static_cast<std::size_t>(schema::limits::kAuthorsPerPaper.value);
// "Because of an error this paper has been withdrawn": further in, an abstract speaks of other papers.
constexpr std::size_t kWithdrawalReach = 120;

constexpr std::array<std::string_view, 14> kKeys{
    "id",        "submitter",  "authors", "title",    "comments", "journal-ref", "doi",
    "report-no", "categories", "license", "abstract", "versions", "update_date", "authors_parsed"};
constexpr std::array<std::string_view, 2> kVersionKeys{"version", "created"};

std::string join(const Authorship& author) {
  std::string name = author.given;
  for (const auto* part : {&author.family, &author.suffix}) {
    if (!name.empty() && !part->empty()) name += ' ';
    name += *part;
  }
  return name;
}

// [family, given, suffix, affiliation...]; nullopt unless all are strings and there is a name.
std::optional<Authorship> parsed_author(dom::element entry) {
  dom::array parts;
  if (entry.get_array().get(parts) != simdjson::SUCCESS) return std::nullopt;
  Authorship author;
  std::size_t position = 0;
  for (const dom::element part : parts) {
    std::string_view raw;
    if (part.get_string().get(raw) != simdjson::SUCCESS) return std::nullopt;
    std::string text = clean_text(raw);
    if (position == 0) {
      author.family = std::move(text);
    } else if (position == 1) {
      author.given = std::move(text);
    } else if (position == 2) {
      author.suffix = std::move(text);
    } else if (!text.empty()) {
      author.affiliations.push_back(std::move(text));
    }
    ++position;
  }
  author.name = join(author);
  if (author.family.empty() && author.given.empty()) return std::nullopt;
  return author;
}

bool is_suffix(std::string_view name) {
  constexpr std::array<std::string_view, 7> kSuffixes{"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"};
  for (const auto suffix : kSuffixes) {
    if (suffix == name) return true;
  }
  return false;
}

// "A. One (MIT), B. Two, Jr. and C. Three": split at commas and "and" outside of parentheses, which hold the
// affiliation of the author before them.
class AuthorLine {
 public:
  enum class Parentheses { hold_affiliations, are_text };

  AuthorLine(std::string_view text, Parentheses parentheses)
      : text_(clean_text(text)), affiliations_apart_(parentheses == Parentheses::hold_affiliations) {}

  // After `split`: a parenthesis was opened and not closed, and what follows it was taken for an affiliation.
  bool unclosed() const { return depth_ > 0; }

  std::vector<Authorship> split() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      if (affiliations_apart_ && c == '(' && depth_++ == 0) continue;
      if (c == ')' && depth_ > 0) {
        if (--depth_ == 0) {
          end_affiliation();
          continue;
        }
      }
      if (depth_ > 0) {
        affiliation_ += c;
      } else if (c == ',') {
        end_author();
      } else if (text_.compare(at, 5, " and ") == 0) {
        end_author();
        at += 3;
      } else if (at == 0 || name_.empty()) {
        if (text_.compare(at, 4, "and ") == 0) {
          at += 3;
        } else {
          name_ += c;
        }
      } else {
        name_ += c;
      }
    }
    end_affiliation();
    end_author();
    return std::move(authors_);
  }

 private:
  void end_affiliation() {
    std::string text = clean_text(affiliation_);
    affiliation_.clear();
    if (!text.empty()) affiliations_.push_back(std::move(text));
  }

  void end_author() {
    std::string name = clean_text(name_);
    name_.clear();
    if (!authors_.empty() && is_suffix(name)) {
      authors_.back().suffix = name;
      authors_.back().name += ' ' + name;
    } else if (!name.empty() && name != "and") {
      authors_.emplace_back().name = std::move(name);
    }
    if (!authors_.empty()) {
      auto& known = authors_.back().affiliations;
      known.insert(known.end(), affiliations_.begin(), affiliations_.end());
    }
    affiliations_.clear();
  }

  std::string text_;
  bool affiliations_apart_;
  std::string name_, affiliation_;
  std::vector<std::string> affiliations_;
  std::vector<Authorship> authors_;
  std::size_t depth_ = 0;
};

tl::expected<void, RejectionCause> read_authors(Members& members, Record& record, Paper& paper) {
  if (const auto list = members.list("authors_parsed")) {
    if (list->size() > kMaxAuthors) return tl::make_unexpected(too_many_authors(list->size()));
    ListFaults faults;
    std::size_t index = 0;
    for (const dom::element entry : *list) {
      if (auto author = parsed_author(entry)) {
        paper.authors.push_back(std::move(*author));
      } else {
        faults.add(index, "is not [family, given, suffix]");
      }
      ++index;
    }
    faults.report("authors_parsed", record.warnings);
  }
  if (!paper.authors.empty()) return {};
  const auto line = members.string("authors");
  if (!line) return {};
  AuthorLine author_line(*line, AuthorLine::Parentheses::hold_affiliations);
  paper.authors = author_line.split();
  if (author_line.unclosed()) {
    members.warn("authors", "has a parenthesis that is not closed; its parentheses are read as text");
    paper.authors = AuthorLine(*line, AuthorLine::Parentheses::are_text).split();
  }
  if (paper.authors.size() > kMaxAuthors) return tl::make_unexpected(too_many_authors(paper.authors.size()));
  return {};
}

struct SnapshotVersion {
  int number = 0;
  std::optional<schema::Date> created;
};

SnapshotVersion version_of(dom::element entry, Record& record) {
  dom::object object;
  if (entry.get_object().get(object) != simdjson::SUCCESS) {
    record.warnings.push_back({"versions", "has an entry that is not an object"});
    return {};
  }
  Members members(object, kVersionKeys, "versions.", record);
  SnapshotVersion version;
  if (const auto text = members.string("version")) {
    const char* begin = text->data() + (text->substr(0, 1) == "v" ? 1 : 0);
    const char* end = text->data() + text->size();
    const auto [stop, fault] = std::from_chars(begin, end, version.number);
    if (fault != std::errc() || stop != end || version.number < 1) {
      version.number = 0;
      members.warn("version", "is not of the form v1");
    }
  }
  if (const auto text = members.string("created")) {
    const auto date = schema::parse_rfc2822_date(*text);
    if (date) {
      version.created = *date;
    } else {
      members.warn("created", date.error().message);
    }
  }
  return version;
}

void read_versions(Members& members, Record& record, Paper& paper) {
  const auto list = members.list("versions");
  std::optional<dom::element> first, last;
  if (list) {
    for (const dom::element entry : *list) {
      if (!first) first = entry;
      last = entry;
    }
  }
  const auto update_date = members.date("update_date");
  if (!first) {
    paper.updated = update_date;
    return;
  }
  const auto first_version = version_of(*first, record);
  paper.published = first_version.created;
  const bool several = list->size() > 1;
  const auto last_version = several ? version_of(*last, record) : first_version;
  if (several) paper.updated = last_version.created;
  if (last_version.number != 0) paper.version = last_version.number;
}

bool says_withdrawn(const Paper& paper) {
  const std::string comments = lower_ascii(paper.comments);
  const std::string abstract = lower_ascii(std::string_view(paper.abstract).substr(0, kWithdrawalReach));
  if (comments.compare(0, 9, "withdrawn") == 0 || abstract.compare(0, 9, "withdrawn") == 0) return true;
  if (comments.find("has been withdrawn") != comments.npos) return true;
  constexpr std::array<std::string_view, 8> kSubjects{"paper",    "article", "manuscript", "submission",
                                                      "preprint", "work",    "note",       "letter"};
  for (const auto subject : kSubjects) {
    if (abstract.find(std::string(subject) + " has been withdrawn") != abstract.npos) return true;
  }
  return false;
}

}  // namespace

RecordResult read_arxiv_record(dom::object object, Record& record) {
  Members members(object, kKeys, "", record);
  Paper paper;
  if (auto id = read_id(members, "id", paper); !id) return tl::make_unexpected(id.error());
  paper.title = members.text("title");
  paper.abstract = members.text("abstract");
  if (auto text = check_has_text(paper); !text) return tl::make_unexpected(text.error());
  if (auto authors = read_authors(members, record, paper); !authors)
    return tl::make_unexpected(authors.error());
  paper.categories = read_categories(members);
  read_versions(members, record, paper);
  paper.comments = members.text("comments");
  paper.doi = read_doi(members);
  paper.journal_ref = members.text("journal-ref");
  paper.report_no = members.text("report-no");
  paper.license = members.text("license");
  if (says_withdrawn(paper)) paper.status = "withdrawn";
  return paper;
}

}  // namespace incipit::corpus

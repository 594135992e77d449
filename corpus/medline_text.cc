// PubMed's text form: "TAG - value" with tags of up to four letters, continuation lines indented by six
// blanks, records set apart by blank lines.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/identifiers.h"
#include "corpus/line_source.h"
#include "corpus/paper_fields.h"
#include "corpus/pubmed.h"
#include "corpus/pubmed_fields.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::Paper;
using schema::Result;

constexpr auto kRecordCap = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kRawCap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
constexpr std::size_t kValueAt = 5;  // after "PMID-" and "AB  -"; some exporters leave the blank out

bool is_tag_line(std::string_view line) {
  if (line.size() < kValueAt || line[4] != '-') return false;
  return std::all_of(line.begin(), line.begin() + 4,
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' '; }) &&
         line[0] != ' ';
}

bool begins_record(std::string_view line) { return line.substr(0, 5) == "PMID-"; }

// A record reaches from a PMID line to the next.
class MedlineCutter final : public RecordCutter {
 public:
  explicit MedlineCutter(ByteSource& bytes) : lines_(bytes) {}

  Result<std::optional<RawRecord>> next() override {
    held_.clear();
    length_ = 0;
    line_ = 0;
    while (true) {
      const auto line = lines_.next_with_text();
      if (!line) return tl::make_unexpected(line.error());
      if (!*line) break;
      if (line_ != 0 && begins_record((*line)->text)) {
        lines_.put_back();
        break;
      }
      if (line_ == 0) line_ = (*line)->number;
      hold(**line);
    }
    if (line_ == 0) return std::nullopt;
    RawRecord record{line_, held_, length_, length_ > kRecordCap};
    if (record.too_large) record.text = record.text.substr(0, kRawCap);
    return record;
  }

 private:
  void hold(const Line& line) {
    length_ += line.bytes + 1;
    if (held_.size() > kRecordCap) return;
    held_.append(line.text.substr(0, kRecordCap - held_.size()));
    held_ += '\n';
  }

  LineSource lines_;
  std::string held_;
  std::uint64_t length_ = 0, line_ = 0;
};

struct Field {
  std::string tag;
  std::string value;
};

std::vector<Field> fields_of(std::string_view text) {
  std::vector<Field> fields;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (is_tag_line(line)) {
      std::string tag(line.substr(0, 4));
      tag.erase(tag.find_last_not_of(' ') + 1);
      fields.push_back({std::move(tag), std::string(line.substr(kValueAt))});
    } else if (!fields.empty()) {
      fields.back().value.append(1, ' ').append(line);
    }
  }
  return fields;
}

// "10.1186/1471-2105-7-10 [doi]" without its kind; nullopt for other kinds.
std::optional<std::string> value_of_kind(const std::string& text, std::string_view kind) {
  if (text.size() <= kind.size() || text.compare(text.size() - kind.size(), kind.size(), kind) != 0)
    return std::nullopt;
  return clean_text(std::string_view(text).substr(0, text.size() - kind.size()));
}

class MedlineParser final : public RecordParser {
 public:
  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    Paper paper;
    Draft draft;
    for (const Field& field : fields_of(text)) read(field, plain_text(field.value), record, paper, draft);
    if (draft.pmid.empty()) return tl::make_unexpected(RejectionCause{"no_id", "the record has no PMID"});
    if (!is_pmid(draft.pmid))
      return tl::make_unexpected(RejectionCause{"bad_id", "the PMID is not a number"});
    paper.id = "pmid:" + draft.pmid;
    if (!draft.first_affiliation.empty() && !paper.authors.empty()) {
      auto& affiliations = paper.authors.front().affiliations;
      affiliations.insert(affiliations.begin(), draft.first_affiliation);
    }
    if (paper.venue.empty()) paper.venue = draft.reference.journal;
    if (paper.title.empty()) paper.title = draft.vernacular_title;
    drop_nameless_authors(paper, "FAU", record);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    paper.published = published_of(draft.issue, draft.online);
    if (draft.issue) draft.reference.year = std::to_string(draft.issue->year());
    paper.journal_ref = text_of(draft.reference);
    add_pubmed_links(paper, draft.pmid, draft.pmcid, record);
    return Parsed{std::move(paper), std::nullopt};
  }

 private:
  struct Draft {
    std::string pmid, pmcid, vernacular_title, first_affiliation;
    std::optional<schema::Date> issue, online;
    JournalReference reference;
    bool full_name = false;  // the latest author was given by its full name; its short form follows
  };

  static std::optional<schema::Date> date(const std::string& value, const std::string& tag, Record& record) {
    const auto read = read_pubmed_date(value);
    if (!read) record.warnings.push_back({tag, "'" + excerpt(value) + "' is not a date"});
    return read;
  }

  static void read_author(const std::string& tag, const std::string& value, Record& record, Paper& paper,
                          Draft& draft) {
    auto& authors = paper.authors;
    if (tag == "FAU") {
      authors.push_back(author_of_inverted_name(value));
      draft.full_name = true;
    } else if (tag == "AU") {
      if (!std::exchange(draft.full_name, false)) authors.emplace_back().name = value;
    } else if (tag == "CN") {
      authors.emplace_back().name = value;
    } else if (tag == "AD") {
      // Older records give one affiliation, before the authors: that of the first.
      if (authors.empty()) {
        draft.first_affiliation = value;
      } else {
        authors.back().affiliations.push_back(value);
      }
    } else if (authors.empty()) {
      record.warnings.push_back({tag, "stands before the first author"});
    } else if (!add_orcid(authors.back(), value.substr(value.compare(0, 6, "ORCID:") == 0 ? 6 : 0))) {
      record.warnings.push_back({"AUID", "is not an ORCID"});
    }
  }

  // "*Software", "Sequence Analysis/*methods": a star marks a major topic.
  static void read_heading(const std::string& value, Record& record, Paper& paper) {
    if (value.find('*') == value.npos) return;
    std::string name = value.substr(0, value.find('/'));
    if (!name.empty() && name.front() == '*') name.erase(0, 1);
    add_category(paper, name, record);
  }

  static void read(const Field& field, const std::string& value, Record& record, Paper& paper, Draft& draft) {
    const std::string& tag = field.tag;
    if (value.empty()) return;
    const auto is_author_tag = tag == "FAU" || tag == "AU" || tag == "CN" || tag == "AD" || tag == "AUID";
    if (is_author_tag) {
      read_author(tag, value, record, paper, draft);
    } else if (tag == "PMID") {
      draft.pmid = value;
    } else if (tag == "PMC") {
      draft.pmcid = value;
    } else if (tag == "TI" || (tag == "BTI" && paper.title.empty())) {
      paper.title = value;
    } else if (tag == "TT") {
      draft.vernacular_title = value;
    } else if (tag == "AB") {
      paper.abstract = value;
    } else if (tag == "CI") {
      paper.license = value;
    } else if (tag == "JT") {
      paper.venue = value;
    } else if (tag == "TA") {
      draft.reference.journal = value;
    } else if (tag == "VI") {
      draft.reference.volume = value;
    } else if (tag == "IP") {
      draft.reference.issue = value;
    } else if (tag == "PG") {
      draft.reference.pages = value;
    } else if (tag == "DP") {
      draft.issue = date(value, tag, record);
    } else if (tag == "DEP") {
      draft.online = date(value, tag, record);
    } else if (tag == "AID" || tag == "LID") {
      const auto doi = value_of_kind(value, "[doi]");
      if (doi && paper.doi.empty()) set_doi(paper, *doi, record);
    } else if (tag == "MH") {
      read_heading(value, record, paper);
    } else if (tag == "RIN" || (tag == "PT" && value == "Retracted Publication")) {
      paper.status = "retracted";
    } else if (tag == "OAB" || tag == "OT" || tag == "RN") {
      record.ignored_keys.push_back(tag);
    }
  }
};

}  // namespace

bool looks_like_medline_text(std::string_view head) {
  const auto begin = head.find_first_not_of(" \t\r\n");
  if (begin == head.npos || !begins_record(head.substr(begin))) return false;
  const auto digit = head.find_first_not_of(' ', begin + 5);
  return digit != head.npos && head[digit] >= '0' && head[digit] <= '9';
}

std::unique_ptr<RecordCutter> make_medline_cutter(ByteSource& bytes) {
  return std::make_unique<MedlineCutter>(bytes);
}
std::unique_ptr<RecordParser> make_medline_parser() { return std::make_unique<MedlineParser>(); }

}  // namespace incipit::corpus

#include "corpus/arxiv_abs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/author_line.h"
#include "corpus/encoding.h"
#include "corpus/line_source.h"
#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/number.h"

namespace incipit::corpus {
namespace {

using schema::Paper;
using schema::Result;

constexpr auto kRecordCap = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kRawCap = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
constexpr std::string_view kSeparator = "\\\\";

bool begins_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool is_separator(std::string_view line) { return line == kSeparator || begins_with(line, "\\\\ "); }

bool names_the_paper(std::string_view line) {
  return begins_with(line, "arXiv:") || begins_with(line, "Paper:");
}

bool is_rule(std::string_view line) { return line.size() >= 20 && line.find_first_not_of('-') == line.npos; }

// A record begins with the separator before the line that names the paper; the rule above it belongs to
// nothing.
class AbsCutter final : public RecordCutter {
 public:
  explicit AbsCutter(ByteSource& bytes) : lines_(bytes) {}

  Result<std::optional<RawRecord>> next() override {
    begin();
    while (true) {
      const auto line = lines_.next();
      if (!line) return tl::make_unexpected(line.error());
      if (!*line) return end();
      const std::string_view text = (*line)->text;
      // The separator that waits opens the next record when this line names a paper.
      if (separator_line_ != 0 && names_the_paper(text) && text_seen_) {
        next_line_ = separator_line_;
        lines_.put_back();
        return finish();
      }
      if (separator_line_ != 0) {
        const auto at = std::exchange(separator_line_, 0);
        if (line_ == 0) line_ = at;
        hold(kSeparator, kSeparator.size());
      }
      if (is_separator(text)) {
        separator_line_ = (*line)->number;
        continue;
      }
      if (is_rule(text) || (line_ == 0 && (*line)->blank())) continue;
      if (line_ == 0) line_ = (*line)->number;
      text_seen_ = true;
      hold(text, (*line)->bytes);
    }
  }

  // The latest record was not UTF-8.
  [[nodiscard]] bool converted() const { return converted_; }

 private:
  void begin() {
    held_.clear();
    length_ = 0;
    text_seen_ = false;
    line_ = std::exchange(next_line_, 0);
    separator_line_ = line_;
  }

  void hold(std::string_view text, std::uint64_t bytes) {
    length_ += bytes + 1;
    if (held_.size() > kRecordCap) return;
    held_.append(text.substr(0, kRecordCap - held_.size()));
    held_ += '\n';
  }

  std::optional<RawRecord> end() {
    if (separator_line_ != 0) hold(kSeparator, kSeparator.size());
    separator_line_ = 0;
    if (!text_seen_) return std::nullopt;
    return finish();
  }

  RawRecord finish() {
    converted_ = length_ <= kRecordCap && !schema::is_valid_utf8(held_);
    if (converted_) {
      held_ = to_utf8(held_, Encoding::latin1);
      length_ = held_.size();
    }
    RawRecord record{line_, held_, length_, held_.size() > kRecordCap || length_ > kRecordCap};
    if (record.too_large) record.text = record.text.substr(0, kRawCap);
    return record;
  }

  LineSource lines_;
  std::string held_;
  bool converted_ = false;
  std::uint64_t length_ = 0;
  std::uint64_t line_ = 0;            // of the record's first line
  std::uint64_t separator_line_ = 0;  // of a separator that is not held yet
  std::uint64_t next_line_ = 0;       // of the separator before the next record
  bool text_seen_ = false;
};

struct Field {
  std::string name;   // lower case, without the colon
  std::string value;  // with its continuation lines
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The fields of the first part and the text of the others.
struct Parts {
  std::vector<Field> fields;
  std::string abstract;
  std::size_t separators = 0;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  for (const std::string_view line : lines_of(text)) {
    if (line == kSeparator) {
      ++parts.separators;
      parts.abstract += '\n';
      continue;
    }
    if (parts.separators > 1) {
      parts.abstract.append(line);
      parts.abstract += '\n';
      continue;
    }
    const bool continues = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (continues && !parts.fields.empty()) {
      parts.fields.back().value.append(1, ' ').append(line);
      continue;
    }
    const auto colon = line.find(':');
    if (colon == line.npos) continue;
    parts.fields.push_back({schema::lower_ascii(line.substr(0, colon)), std::string(line.substr(colon + 1))});
  }
  return parts;
}

// 1 of "date", the number of "date (v1)" and "date (revised v2)"; 0 where it is no date line.
int version_of_date(std::string_view name) {
  if (name == "date") return 1;
  if (!begins_with(name, "date (") || name.back() != ')') return 0;
  const auto v = name.rfind('v');
  if (v == name.npos) return 0;
  return std::max(0, schema::number_of<int>(name.substr(v + 1, name.size() - v - 2)).value_or(0));
}

// "Sat, 31 Mar 2007 21:04:54 GMT   (0kb,I)": the parenthesis has the size and flags of the source.
struct DateLine {
  PaperVersion version;
  bool without_source = false;
};

DateLine read_date_line(const Field& field, Record& record) {
  DateLine line;
  line.version.number = version_of_date(field.name);
  const auto parenthesis = field.value.find('(');
  const std::string text = clean_text(std::string_view(field.value).substr(0, parenthesis));
  if (parenthesis != field.value.npos) {
    const std::string_view source = std::string_view(field.value).substr(parenthesis);
    line.without_source = begins_with(source, "(0kb,") && source.find('I') != source.npos;
  }
  const auto date = schema::parse_rfc2822_date(text);
  if (date) {
    line.version.date = *date;
  } else {
    record.warnings.push_back({"date", date.error().message});
  }
  return line;
}

class AbsParser final : public RecordParser {
 public:
  // `cutter` must outlive this object.
  explicit AbsParser(const AbsCutter& cutter) : cutter_(cutter) {}

  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    if (cutter_.converted()) record.warnings.push_back({"encoding", "is not UTF-8; read as ISO-8859-1"});
    const Parts parts = parts_of(text);
    if (parts.separators < 2) {
      return tl::make_unexpected(
          RejectionCause{"malformed_abs", "the record lacks the lines of \\\\ around its fields"});
    }
    Paper paper;
    std::vector<DateLine> dates;
    std::string authors;
    for (const Field& field : parts.fields) {
      if (version_of_date(field.name) != 0) {
        dates.push_back(read_date_line(field, record));
      } else if (auto fault = read_field(field, paper, authors, record); !fault) {
        return tl::make_unexpected(fault.error());
      }
    }
    if (paper.id.empty()) return tl::make_unexpected(RejectionCause{"no_id", "the record has no id"});
    paper.abstract = plain_text(parts.abstract);
    paper.authors = read_author_line(authors, record);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    std::stable_sort(dates.begin(), dates.end(), [](const DateLine& a, const DateLine& b) {
      return a.version.number < b.version.number;
    });
    std::vector<PaperVersion> versions;
    for (const DateLine& date : dates) versions.push_back(date.version);
    set_versions(paper, versions);
    const bool without_source = !dates.empty() && dates.back().without_source;
    if (without_source || says_withdrawn(paper)) paper.status = "withdrawn";
    return Parsed{std::move(paper), std::nullopt};
  }

 private:
  static tl::expected<void, RejectionCause> read_field(const Field& field, Paper& paper, std::string& authors,
                                                       Record& record) {
    const std::string& name = field.name;
    const auto text = [&] { return plain_text(field.value); };
    if (name == "arxiv" || name == "paper") {
      return paper.id.empty() ? set_arxiv_id(paper, field.value) : tl::expected<void, RejectionCause>();
    }
    if (name == "title") {
      paper.title = text();
    } else if (name == "authors" || name == "author") {
      authors = text();
    } else if (name == "categories") {
      add_categories(paper, field.value, record);
    } else if (name == "comments") {
      paper.comments = text();
    } else if (name == "report-no") {
      paper.report_no = text();
    } else if (name == "journal-ref") {
      paper.journal_ref = text();
    } else if (name == "doi") {
      set_doi(paper, field.value, record);
    } else if (name == "license") {
      paper.license = text();
    } else if (name != "from" && name != "proxy" && name != "submitter") {
      record.ignored_keys.push_back(plain_text(excerpt(name)));
    }
    return {};
  }

  const AbsCutter& cutter_;
};

}  // namespace

bool looks_like_arxiv_abs(std::string_view head) {
  bool separator = false;
  for (const std::string_view line : lines_of(head.substr(0, 4096))) {
    std::string_view text = line;
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    if (separator) return names_the_paper(text);
    separator = is_separator(text);
    const bool blank = text.find_first_not_of(" \t") == text.npos;
    if (!separator && !blank && !is_rule(text)) return false;
  }
  return false;
}

std::unique_ptr<Reader> open_arxiv_abs(std::unique_ptr<ByteSource> bytes) {
  auto cutter = std::make_unique<AbsCutter>(*bytes);
  auto parser = std::make_unique<AbsParser>(*cutter);
  return make_record_reader(Format::arxiv_abs, std::move(bytes), std::move(cutter), std::move(parser));
}

}  // namespace incipit::corpus

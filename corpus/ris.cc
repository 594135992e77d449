#include "corpus/ris.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/line_source.h"
#include "corpus/paper_fields.h"
#include "corpus/record_reader.h"
#include "schema/ascii.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::Paper;
using schema::Result;

constexpr auto kMaxRecord = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kMaxRaw = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);

struct Tagged {
  std::string tag;
  std::string_view value;
};

// "TY  - JOUR": two characters, two blanks, a hyphen and a blank, of which some exporters leave blanks out.
std::optional<Tagged> tagged(std::string_view line) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = schema::is_ascii_digit;
  if (line.size() < 4 || !upper(line[0]) || !(upper(line[1]) || digit(line[1]))) return std::nullopt;
  std::size_t at = 2;
  while (at < line.size() && at < 4 && line[at] == ' ') ++at;
  if (at == 2 || at >= line.size() || line[at] != '-') return std::nullopt;
  ++at;
  if (at < line.size() && line[at] != ' ') return std::nullopt;
  std::string_view value = line.substr(at);
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  return Tagged{std::string(line.substr(0, 2)), value};
}

class RisCutter final : public RecordCutter {
 public:
  explicit RisCutter(ByteSource& bytes) : lines_(bytes) {}

  Result<std::optional<RawRecord>> next() override {
    held_.clear();
    RawRecord raw;
    while (true) {
      const auto line = lines_.next();
      if (!line) return tl::make_unexpected(line.error());
      if (!*line) break;
      if (raw.bytes == 0 && (*line)->blank()) continue;
      const auto tag = tagged((*line)->text);
      const bool begins = tag && tag->tag == "TY";
      if (begins && raw.bytes > 0) {
        lines_.put_back();
        break;
      }
      if (raw.bytes == 0) raw.line = (*line)->number;
      hold((*line)->text, (*line)->bytes, raw);
      if (tag && tag->tag == "ER") break;
    }
    if (raw.bytes == 0) return std::nullopt;
    raw.text = held_;
    raw.too_large = raw.bytes > kMaxRecord;
    return raw;
  }

 private:
  void hold(std::string_view text, std::uint64_t bytes, RawRecord& raw) {
    raw.bytes += bytes + 1;
    if (raw.bytes <= kMaxRecord) {
      held_ += text;
      held_ += '\n';
      return;
    }
    if (held_.size() < kMaxRaw) held_ += text.substr(0, kMaxRaw - held_.size());
    held_.resize(std::min(held_.size(), kMaxRaw));
  }

  LineSource lines_;
  std::string held_;
};

struct Field {
  std::string tag;
  std::string value;
};

class RisRecord {
 public:
  explicit RisRecord(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
      if (auto tag = tagged(line)) {
        fields_.push_back({std::move(tag->tag), std::string(tag->value)});
      } else if (!fields_.empty() && fields_.back().tag != "ER") {
        fields_.back().value += '\n';
        fields_.back().value += line;
      } else if (!clean_text(line).empty()) {
        stray_ = true;
      }
    }
  }

  [[nodiscard]] bool begins() const { return !fields_.empty() && fields_.front().tag == "TY"; }
  [[nodiscard]] bool ends() const { return !fields_.empty() && fields_.back().tag == "ER"; }
  [[nodiscard]] bool has_stray_text() const { return stray_; }
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  // The value of the first of these tags that has text, in the order of the tags.
  [[nodiscard]] std::string first(std::initializer_list<std::string_view> tags) const {
    for (const std::string_view tag : tags) {
      for (const Field& field : fields_) {
        if (field.tag != tag) continue;
        if (std::string text = plain_text(field.value); !text.empty()) return text;
      }
    }
    return {};
  }

 private:
  std::vector<Field> fields_;
  bool stray_ = false;
};

// "2020/03/09/other text", parts of which may be empty.
std::optional<schema::Date> ris_date(std::string_view text) {
  const std::string clean = clean_text(text);
  std::array<std::int64_t, 3> parts{};
  std::size_t begin = 0;
  for (std::size_t i = 0; i < parts.size() && begin <= clean.size(); ++i) {
    const auto end = std::min(clean.find('/', begin), clean.size());
    const std::string part = clean_text(std::string_view(clean).substr(begin, end - begin));
    begin = end + 1;
    if (part.empty()) break;
    const bool digits = part.size() <= 4 &&
                        std::all_of(part.begin(), part.end(), schema::is_ascii_digit);
    const int month = i == 1 ? month_of(part) : 0;
    if (!digits && month == 0) return std::nullopt;
    parts[i] = digits ? std::stoll(part) : month;
  }
  if (const auto date = date_of_parts(parts[0], parts[1], parts[2])) return date;
  const auto iso = schema::parse_date(clean);
  if (!iso) return std::nullopt;
  return *iso;
}

void read_dates(const RisRecord& ris, Record& record, Paper& paper) {
  for (const std::string_view tag : {"DA", "PY", "Y1"}) {
    const std::string text = ris.first({tag});
    if (text.empty()) continue;
    const auto date = ris_date(text);
    if (!date) record.warnings.push_back({std::string(tag), "'" + excerpt(text) + "' is no date"});
    if (date && !paper.published) paper.published = date;
  }
}

void read_links(const RisRecord& ris, Record& record, Paper& paper) {
  for (const Field& field : ris.fields()) {
    const bool pdf = field.tag == "L1";
    if (!pdf && field.tag != "UR" && field.tag != "L2" && field.tag != "LK") continue;
    const std::string url = clean_text(field.value);
    if (url.empty()) continue;
    static_cast<void>(add_identifier(paper, Catalogue::arxiv, url));
    const bool resolver = url.find("://doi.org/") != url.npos || url.find("://dx.doi.org/") != url.npos;
    if (resolver && add_identifier(paper, Catalogue::doi, url)) continue;
    if (!add_link(paper, pdf ? "pdf" : "page", url))
      record.warnings.push_back({field.tag, "is not an address"});
  }
}

void read_venue(const RisRecord& ris, Paper& paper) {
  paper.venue = ris.first({"JO", "JF", "T2", "JA", "J2", "BT", "T3"});
  const std::string volume = ris.first({"VL"});
  const std::string issue = ris.first({"IS"});
  const std::string begin = ris.first({"SP"});
  const std::string end = ris.first({"EP"});
  if (paper.venue.empty() || (volume.empty() && begin.empty())) return;
  paper.journal_ref = paper.venue;
  if (!volume.empty()) paper.journal_ref += ' ' + volume;
  if (!volume.empty() && !issue.empty()) paper.journal_ref += '(' + issue + ')';
  if (!begin.empty()) paper.journal_ref += ", " + begin;
  if (!begin.empty() && !end.empty() && end != begin) paper.journal_ref += '-' + end;
}

// The DOI; some exporters write it as the type of the work.
void read_doi(const RisRecord& ris, Record& record, Paper& paper) {
  if (const std::string doi = ris.first({"DO"}); !doi.empty()) {
    if (!add_identifier(paper, Catalogue::doi, doi)) record.warnings.push_back({"DO", "is not a DOI"});
  }
  for (const Field& field : ris.fields()) {
    if (field.tag != "M3") continue;
    const auto doi = normalised_doi(plain_text(field.value));
    if (doi && paper.doi.empty()) paper.doi = *doi;
    if (!doi || schema::lower_ascii(*doi) != schema::lower_ascii(paper.doi)) record.ignored_keys.push_back(field.tag);
  }
}

void read_authors(const RisRecord& ris, Record& record, Paper& paper) {
  for (const Field& field : ris.fields()) {
    if (field.tag != "AU" && field.tag != "A1") continue;
    if (const std::string name = plain_text(field.value); !name.empty())
      paper.authors.push_back(author_of_inverted_name(name));
  }
  drop_nameless_authors(paper, "AU", record);
  // Of several authors an address does not say whose it is.
  for (const Field& field : ris.fields()) {
    if (field.tag != "AD") continue;
    if (paper.authors.size() != 1) {
      record.ignored_keys.push_back(field.tag);
    } else if (std::string address = plain_text(field.value); !address.empty()) {
      paper.authors.front().affiliations.push_back(std::move(address));
    }
  }
}

void read_comments(const RisRecord& ris, Paper& paper) {
  for (const Field& field : ris.fields()) {
    const std::string note = field.tag == "N1" ? plain_text(field.value) : std::string();
    if (!note.empty() && !paper.comments.empty()) paper.comments += ' ';
    paper.comments += note;
  }
}

void note_ignored(const RisRecord& ris, Record& record) {
  static constexpr std::array<std::string_view, 33> kRead{
      "TY", "ER", "AU", "A1", "TI", "T1", "CT", "JO", "JF", "T2", "JA", "J2", "BT", "T3", "AB", "N2", "PY",
      "Y1", "DA", "DO", "UR", "L1", "L2", "LK", "ID", "AN", "VL", "IS", "SP", "EP", "N1", "M3", "AD"};
  for (const Field& field : ris.fields()) {
    if (std::find(kRead.begin(), kRead.end(), field.tag) == kRead.end())
      record.ignored_keys.push_back(field.tag);
  }
}

class RisParser final : public RecordParser {
 public:
  tl::expected<Parsed, RejectionCause> parse(std::string_view text, Record& record) override {
    const RisRecord ris(text);
    if (!ris.begins() || ris.has_stray_text()) {
      return tl::make_unexpected(RejectionCause{"malformed_ris", "a record begins with a line 'TY  - '"});
    }
    if (!ris.ends()) record.warnings.push_back({"ER", "is missing; the record ends where the next begins"});
    Paper paper;
    read_doi(ris, record, paper);
    read_links(ris, record, paper);
    const std::string key = ris.first({"ID", "AN"});
    if (paper.doi.empty() && key.empty())
      return tl::make_unexpected(
          RejectionCause{"no_id", "the record has neither a DOI (DO) nor an ID or AN"});
    if (auto id = set_id(paper, paper.doi.empty() ? "bib:" + key : "doi:" + schema::lower_ascii(paper.doi)); !id)
      return tl::make_unexpected(id.error());
    paper.title = without_markup(ris.first({"TI", "T1", "CT"}));
    paper.abstract = without_markup(ris.first({"AB", "N2"}));
    read_authors(ris, record, paper);
    if (auto checked = check_paper(paper); !checked) return tl::make_unexpected(checked.error());
    read_dates(ris, record, paper);
    read_venue(ris, paper);
    read_comments(ris, paper);
    note_ignored(ris, record);
    return Parsed{std::move(paper), std::nullopt};
  }
};

}  // namespace

bool looks_like_ris(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  const auto begin = head.find_first_not_of(" \t\r\n");
  if (begin == head.npos) return false;
  std::string_view line = head.substr(begin, head.substr(begin).find('\n'));
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const auto tag = tagged(line);
  return tag && tag->tag == "TY" && !tag->value.empty();
}

std::unique_ptr<Reader> open_ris(std::unique_ptr<ByteSource> bytes) {
  auto cutter = std::make_unique<RisCutter>(*bytes);
  return make_record_reader(Format::ris, std::move(bytes), std::move(cutter), std::make_unique<RisParser>());
}

}  // namespace incipit::corpus

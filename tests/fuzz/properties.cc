#include "tests/fuzz/properties.h"

#include <cctype>
#include <cmath>
#include <string_view>
#include <utility>

#include "schema/ids.h"
#include "schema/limits.h"
#include "schema/paper_json.h"

namespace incipit::fuzz {
namespace {

using corpus::Record;
using corpus::Rejection;
using schema::ErrorCode;
using schema::Paper;

constexpr auto kMostAuthors = static_cast<std::size_t>(schema::limits::kAuthorsPerPaper.value);
constexpr auto kMostRaw = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);

bool is_text(std::string_view text) { return schema::is_valid_utf8(text); }
bool is_plain(std::string_view text) { return is_text(text) && !schema::has_control_character(text); }

std::string fault_of_texts(const Paper& paper) {
  const std::pair<std::string_view, const std::string*> texts[] = {
      {"title", &paper.title},         {"abstract", &paper.abstract},
      {"comments", &paper.comments},   {"doi", &paper.doi},
      {"journal_ref", &paper.journal_ref}, {"report_no", &paper.report_no},
      {"venue", &paper.venue},         {"license", &paper.license},
      {"primary_category", &paper.primary_category}};
  for (const auto& [name, text] : texts) {
    if (!is_plain(*text)) return std::string(name) + " is not plain text";
  }
  const std::pair<std::string_view, const std::vector<std::string>*> lists[] = {
      {"categories", &paper.categories}, {"references", &paper.references}, {"other_ids", &paper.other_ids}};
  for (const auto& [name, list] : lists) {
    for (const auto& text : *list) {
      if (text.empty() || !is_plain(text)) return "one of the " + std::string(name) + " is empty or not plain text";
    }
  }
  for (const auto& link : paper.links) {
    if (link.url.empty() || !is_plain(link.url) || !is_plain(link.rel)) return "a link is empty or not plain text";
  }
  return {};
}

std::string fault_of_authors(const Paper& paper) {
  if (paper.authors.size() > kMostAuthors) return "there are too many authors";
  for (const auto& author : paper.authors) {
    if (author.name.empty()) return "an author has no name";
    for (const auto* text : {&author.name, &author.given, &author.family, &author.suffix}) {
      if (!is_plain(*text)) return "a name of an author is not plain text";
    }
    for (const auto* list : {&author.ids, &author.affiliations}) {
      for (const auto& text : *list) {
        if (text.empty() || !is_plain(text)) return "an id or affiliation of an author is empty or not plain text";
      }
    }
  }
  return {};
}

std::string fault_of_figures(const Paper& paper) {
  if (paper.version < 0) return "the version is negative";
  for (const auto& citation : paper.citations) {
    const bool in_range = citation.count >= 0 && citation.count <= schema::limits::kCitationCount.value;
    if (!in_range || !is_plain(citation.source)) return "a citation count is out of range or of no plain source";
  }
  for (const auto& metric : paper.metrics) {
    if (!std::isfinite(metric.value)) return "a metric is not a number";
    if (!is_plain(metric.metric) || !is_plain(metric.source) || !is_plain(metric.model)) {
      return "a name of a metric is not plain text";
    }
  }
  return {};
}

bool is_word(std::string_view code) {
  for (const char c : code) {
    if (c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) return false;
  }
  return !code.empty();
}

std::string fault_of(const Rejection& rejection) {
  if (!is_word(rejection.code)) return "the code of a rejection is no word";
  if (rejection.reason.empty() || !is_text(rejection.reason)) return "the reason of a rejection is empty or not text";
  if (rejection.raw.size() > kMostRaw) return "a rejection holds too much of its record";
  if (rejection.raw.size() > rejection.raw_bytes) return "a rejection holds more than its record has";
  return {};
}

bool same(const std::optional<Rejection>& one, const std::optional<Rejection>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return one->code == other->code && one->reason == other->reason && one->raw == other->raw &&
         one->raw_bytes == other->raw_bytes;
}

bool same(const std::vector<corpus::FieldWarning>& one, const std::vector<corpus::FieldWarning>& other) {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i].field != other[i].field || one[i].reason != other[i].reason) return false;
  }
  return true;
}

bool same(const Record& one, const Record& other) {
  return one.line == other.line && one.paper == other.paper && one.deleted == other.deleted &&
         one.ignored_keys == other.ignored_keys && same(one.rejection, other.rejection) &&
         same(one.warnings, other.warnings);
}

}  // namespace

std::string fault_of(const Paper& paper) {
  if (const auto sound = schema::check_paper_id(paper.id); !sound) return "its id is bad: " + sound.error().message;
  if (paper.title.empty() && paper.abstract.empty()) return "it has neither title nor abstract";
  for (std::string fault : {fault_of_texts(paper), fault_of_authors(paper), fault_of_figures(paper)}) {
    if (!fault.empty()) return fault;
  }
  const std::string json = schema::canonical_json(paper);
  const auto again = schema::paper_from_canonical_json(json);
  if (!again) return "its canonical JSON cannot be read: " + again.error().detail;
  if (*again != paper) return "its canonical JSON is another paper: " + json;
  return {};
}

std::string fault_of(const Record& record) {
  const int kinds = record.paper.has_value() + record.rejection.has_value() + record.deleted.has_value();
  if (kinds != 1) return std::to_string(kinds) + " of paper, rejection and deletion";
  if (record.line == 0) return "no line";
  for (const auto& warning : record.warnings) {
    if (!is_text(warning.field) || warning.reason.empty() || !is_text(warning.reason)) return "a warning is not text";
  }
  for (const auto& key : record.ignored_keys) {
    if (!is_text(key)) return "an ignored key is not text";
  }
  if (record.deleted && !schema::check_paper_id(*record.deleted)) return "the deleted paper has a bad id";
  if (record.rejection) return fault_of(*record.rejection);
  return record.paper ? fault_of(*record.paper) : std::string();
}

std::string fault_of(const schema::Error& error) {
  const bool of_input = error.code == ErrorCode::input_invalid || error.code == ErrorCode::input_unreadable ||
                        error.code == ErrorCode::limit_exceeded;
  if (!of_input) return "an error of another kind: " + std::string(public_name(error.code)) + ", " + error.message;
  if (error.message.empty() || !is_text(error.message) || !is_text(error.detail)) return "an error is not told in text";
  return {};
}

Reading read_all(corpus::Reader& reader, std::size_t most_records) {
  Reading reading;
  while (reading.records.size() < most_records) {
    auto record = reader.next();
    if (!record) {
      reading.error = std::move(record.error());
      reading.failed = true;
      return reading;
    }
    if (!*record) {
      reading.hash = reader.hash();
      reading.bytes = reader.bytes_read();
      return reading;
    }
    reading.records.push_back(std::move(**record));
  }
  reading.stopped = true;
  return reading;
}

std::string fault_of(const Reading& reading, Lines lines) {
  std::uint64_t line = 1;
  for (std::size_t i = 0; i < reading.records.size(); ++i) {
    const Record& record = reading.records[i];
    std::string fault = fault_of(record);
    if (fault.empty() && lines == Lines::ascend && record.line < line) fault = "its line is before the last one's";
    if (!fault.empty()) return "record " + std::to_string(i) + ": " + fault;
    line = record.line;
  }
  return reading.failed ? fault_of(reading.error) : std::string();
}

std::string difference(const Reading& one, const Reading& other) {
  if (one.records.size() != other.records.size()) {
    return std::to_string(one.records.size()) + " records or " + std::to_string(other.records.size());
  }
  for (std::size_t i = 0; i < one.records.size(); ++i) {
    if (!same(one.records[i], other.records[i])) return "record " + std::to_string(i) + " differs";
  }
  if (one.failed != other.failed) return "only one ends in an error: " + one.error.message + other.error.message;
  if (one.failed && one.error.code != other.error.code) return "the errors differ";
  if (one.hash != other.hash) return "the hashes differ";
  return {};
}

}  // namespace incipit::fuzz

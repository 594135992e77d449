#include "corpus/json_fields.h"

#include <algorithm>
#include <set>
#include <utility>

#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool strip_prefix(std::string_view& text, std::string_view prefix) {
  if (lower_ascii(text.substr(0, prefix.size())) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

void add_once(std::vector<std::string>& list, std::string value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

// A paper in hundreds of categories is not a paper; the look-up for repeats is linear.
constexpr std::size_t kCategoriesPerPaper = 256;

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (const char c : text) {
    if (is_space(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

std::string plain_text(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x20 || byte == 0x7F) {
      out[i] = ' ';
    } else if (byte == 0xC2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xA0) {
      out[i] = out[i + 1] = ' ';
    }
  }
  return clean_text(out);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::optional<std::string> normalised_doi(std::string_view text) {
  const std::string clean = clean_text(text);
  std::string_view rest = clean;
  strip_prefix(rest, "https://") || strip_prefix(rest, "http://");
  strip_prefix(rest, "www.");
  strip_prefix(rest, "doi.org/") || strip_prefix(rest, "dx.doi.org/") || strip_prefix(rest, "doi:");
  if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.substr(0, 3) != "10." || rest.find('/') == rest.npos) return std::nullopt;
  if (schema::has_control_character(rest)) return std::nullopt;
  return std::string(rest);
}

std::optional<std::string> normalised_orcid(std::string_view text) {
  std::string orcid = clean_text(text);
  std::string_view rest = orcid;
  strip_prefix(rest, "https://") || strip_prefix(rest, "http://");
  strip_prefix(rest, "www.");
  strip_prefix(rest, "orcid.org/") || strip_prefix(rest, "orcid:");
  if (rest.size() != 19) return std::nullopt;
  orcid = std::string(rest);
  if (orcid.back() == 'x') orcid.back() = 'X';
  for (std::size_t i = 0; i < orcid.size(); ++i) {
    const bool hyphen = i % 5 == 4;
    const bool digit = orcid[i] >= '0' && orcid[i] <= '9';
    const bool check_character = i == 18 && orcid[i] == 'X';
    if (hyphen ? orcid[i] != '-' : !(digit || check_character)) return std::nullopt;
  }
  return orcid;
}

void ListFaults::add(std::size_t index, std::string_view reason) {
  if (count_++ > 0) return;
  first_ = index;
  reason_ = reason;
}

void ListFaults::report(std::string_view field, std::vector<FieldWarning>& warnings) const {
  if (count_ == 0) return;
  std::string text = "entry " + std::to_string(first_ + 1) + ' ' + reason_;
  if (count_ > 1) text += "; " + std::to_string(count_) + " entries are left out";
  warnings.push_back({std::string(field), std::move(text)});
}

Members::Members(dom::object object, std::span<const std::string_view> keys, std::string_view prefix,
                 Record& record)
    : keys_(keys), values_(keys.size()), prefix_(prefix), record_(record) {
  std::uint64_t seen = 0;
  std::set<std::string, std::less<>> repeated, unknown;
  for (const dom::key_value_pair member : object) {
    const auto found = std::find(keys_.begin(), keys_.end(), member.key);
    if (found == keys_.end()) {
      unknown.emplace(prefix_ + std::string(member.key));
      continue;
    }
    const auto position = static_cast<std::size_t>(found - keys_.begin());
    const std::uint64_t bit = std::uint64_t{1} << position;
    if ((seen & bit) != 0) {
      repeated.emplace(member.key);
      continue;
    }
    seen |= bit;
    if (!member.value.is_null()) values_[position] = member.value;
  }
  for (const auto& key : repeated) warn(key, "is given more than once; the first is used");
  record_.ignored_keys.insert(record_.ignored_keys.end(), unknown.begin(), unknown.end());
}

std::optional<dom::element> Members::find(std::string_view key) const {
  const auto found = std::find(keys_.begin(), keys_.end(), key);
  if (found == keys_.end()) return std::nullopt;
  return values_[static_cast<std::size_t>(found - keys_.begin())];
}

void Members::warn(std::string_view key, std::string reason) {
  record_.warnings.push_back({prefix_ + std::string(key), std::move(reason)});
}

std::optional<std::string_view> Members::string(std::string_view key) {
  const auto value = find(key);
  if (!value) return std::nullopt;
  if (value->is_string()) return string_in(*value);
  warn(key, "is " + std::string(type_name(*value)) + ", not a string");
  return std::nullopt;
}

std::string Members::text(std::string_view key) {
  const auto value = string(key);
  return value ? clean_text(*value) : std::string();
}

std::string Members::plain_text(std::string_view key) {
  std::string value = text(key);
  if (!schema::has_control_character(value)) return value;
  warn(key, "has control characters, which are taken as spaces");
  return corpus::plain_text(value);
}

std::optional<schema::Date> Members::date(std::string_view key) {
  const auto value = string(key);
  if (!value) return std::nullopt;
  const auto date = schema::parse_date(clean_text(*value));
  if (date) return *date;
  warn(key, date.error().message);
  return std::nullopt;
}

std::optional<std::int64_t> Members::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const auto value = find(key);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  if (value->get_int64().get(number) == simdjson::SUCCESS && number >= least && number <= most) return number;
  const bool is_number = value->is_number() && !value->is_double();
  if (!is_number) {
    warn(key, "is " + std::string(type_name(*value)) + ", not an integer");
  } else {
    warn(key, "is not between " + std::to_string(least) + " and " + std::to_string(most));
  }
  return std::nullopt;
}

std::optional<dom::array> Members::list(std::string_view key) {
  const auto value = find(key);
  if (!value) return std::nullopt;
  if (value->is_array()) return array_in(*value);
  warn(key, "is " + std::string(type_name(*value)) + ", not a list");
  return std::nullopt;
}

std::optional<Members> Members::object(std::string_view key, std::span<const std::string_view> keys,
                                       std::string_view prefix) {
  const auto value = find(key);
  if (!value) return std::nullopt;
  if (value->is_object()) return Members(object_in(*value), keys, prefix, record_);
  warn(key, "is " + std::string(type_name(*value)) + ", not an object");
  return std::nullopt;
}

std::string Members::text_or_number(std::string_view key) {
  const auto value = find(key);
  std::int64_t number = 0;
  if (value && value->get_int64().get(number) == simdjson::SUCCESS) return std::to_string(number);
  return text(key);
}

std::string_view string_in(dom::element value) {
  std::string_view text;
  if (value.get_string().get(text)) text = {};
  return text;
}

dom::array array_in(dom::element value) {
  dom::array list;
  if (value.get_array().get(list)) list = {};
  return list;
}

dom::object object_in(dom::element value) {
  dom::object object;
  if (value.get_object().get(object)) object = {};
  return object;
}

std::string_view type_name(dom::element value) {
  switch (value.type()) {
    case dom::element_type::ARRAY:
      return "a list";
    case dom::element_type::OBJECT:
      return "an object";
    case dom::element_type::STRING:
      return "a string";
    case dom::element_type::BOOL:
      return "a boolean";
    case dom::element_type::NULL_VALUE:
      return "null";
    case dom::element_type::DOUBLE:
      return "a decimal number";
    default:
      return "an integer";
  }
}

std::vector<std::string> read_categories(Members& members) {
  std::vector<std::string> codes;
  const auto value = members.find("categories");
  if (!value) return codes;
  if (!value->is_string() && !value->is_array()) {
    members.warn("categories", "is " + std::string(type_name(*value)) + ", not a list or a string");
    return codes;
  }
  std::size_t given = 0;
  bool bad_entry = false;
  bool controls = false;
  const auto add = [&](std::string code) {
    if (schema::has_control_character(code)) {
      controls = true;
      return;
    }
    if (++given <= kCategoriesPerPaper) add_once(codes, std::move(code));
  };
  if (value->is_string()) {
    const std::string list = clean_text(string_in(*value));
    for (std::size_t begin = 0; begin < list.size();) {
      const auto end = std::min(list.find(' ', begin), list.size());
      add(list.substr(begin, end - begin));
      begin = end + 1;
    }
  } else {
    for (const dom::element entry : array_in(*value)) {
      std::string code = clean_text(string_in(entry));
      bad_entry |= code.empty();
      if (!code.empty()) add(std::move(code));
    }
  }
  if (bad_entry)
    members.warn("categories", "has entries that are not strings or are empty; they are left out");
  if (controls) members.warn("categories", "has codes with control characters; they are left out");
  if (given > kCategoriesPerPaper) {
    members.warn("categories", "has " + std::to_string(given) + " entries; those after the first " +
                                   std::to_string(kCategoriesPerPaper) + " are left out");
  }
  return codes;
}

std::string read_doi(Members& members) {
  const auto text = members.string("doi");
  if (!text || clean_text(*text).empty()) return {};
  const auto doi = normalised_doi(*text);
  if (doi) return *doi;
  members.warn("doi", "is not a DOI");
  return {};
}

tl::expected<void, RejectionCause> read_id(const Members& members, std::string_view key,
                                           schema::Paper& paper) {
  const auto value = members.find(key);
  if (!value) return tl::make_unexpected(RejectionCause{"no_id", "the record has no id"});
  if (!value->is_string()) {
    return tl::make_unexpected(
        RejectionCause{"bad_id", "the id is " + std::string(type_name(*value)) + ", not a string"});
  }
  const std::string_view id = string_in(*value);
  if (const auto checked = schema::check_paper_id(id); !checked) {
    return tl::make_unexpected(RejectionCause{"bad_id", checked.error().message});
  }
  paper.id = std::string(id);
  const auto arxiv = schema::parse_arxiv_id(id);
  if (!arxiv || arxiv->version == 0) return {};
  const std::string_view before_version = id.substr(0, id.rfind('v'));
  const bool plain_form = before_version.find(':') == before_version.npos &&
                          before_version.substr(0, 3) != "10." &&
                          lower_ascii(before_version).find("arxiv.org/") == std::string::npos;
  if (!plain_form) return {};
  paper.id = std::string(before_version);
  paper.version = arxiv->version;
  return {};
}

RejectionCause too_many_authors(std::size_t count) {
  const auto most = schema::limits::kAuthorsPerPaper.value;
  return {"too_many_authors", "the record has " + std::to_string(count) + " authors; at most " +
                                  std::to_string(most) + " are read"};
}

tl::expected<void, RejectionCause> read_author_list(Members& members, const char* key, Record& record, schema::Paper& paper,
                                                    const ReadAuthor& read) {
  const auto list = members.list(key);
  if (!list) return {};
  // `size()` of simdjson saturates at 2^24 - 1, far above the limit.
  if (list->size() > static_cast<std::size_t>(schema::limits::kAuthorsPerPaper.value)) {
    return tl::make_unexpected(too_many_authors(list->size()));
  }
  paper.authors.reserve(list->size());
  ListFaults faults;
  std::size_t index = 0;
  for (const simdjson::dom::element entry : *list) {
    schema::Authorship author = read(entry);
    if (author.name.empty()) {
      faults.add(index, "has no name");
    } else {
      paper.authors.push_back(std::move(author));
    }
    ++index;
  }
  faults.report(key, record.warnings);
  return {};
}

tl::expected<void, RejectionCause> check_has_text(const schema::Paper& paper) {
  if (!paper.title.empty() || !paper.abstract.empty()) return {};
  return tl::make_unexpected(RejectionCause{"no_text", "the record has neither a title nor an abstract"});
}

}  // namespace incipit::corpus

#include "corpus/json_fields.h"

#include <algorithm>
#include <set>
#include <utility>

#include "corpus/paper_fields.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace dom = simdjson::dom;

void add_once(std::vector<std::string>& list, std::string value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

// A paper in hundreds of categories is not a paper; the look-up for repeats is linear.
constexpr std::size_t kCategoriesPerPaper = 256;

}  // namespace

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
    for (const std::string_view code : schema::split(list, " ")) {
      if (!code.empty()) add(std::string(code));
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
                          schema::lower_ascii(before_version).find("arxiv.org/") == std::string::npos;
  if (!plain_form) return {};
  paper.id = std::string(before_version);
  paper.version = arxiv->version;
  return {};
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

}  // namespace incipit::corpus

#include "schema/paper_json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace incipit::schema {
namespace {

using nlohmann::json;

void put(json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

void put(json& object, const char* key, const std::vector<std::string>& values) {
  if (!values.empty()) object[key] = values;
}

void put(json& object, const char* key, const std::optional<Date>& date) {
  if (date) object[key] = date->iso();
}

// An author known by name alone is a plain string.
json author_json(const Authorship& author) {
  json object = json::object();
  put(object, "given", author.given);
  put(object, "family", author.family);
  put(object, "suffix", author.suffix);
  put(object, "id", author.ids);
  put(object, "affiliation", author.affiliations);
  if (object.empty()) return author.name;
  put(object, "name", author.name);
  return object;
}

json citation_json(const CitationCount& citation) {
  json object{{"count", citation.count}};
  put(object, "source", citation.source);
  put(object, "as_of", citation.as_of);
  return object;
}

json metric_json(const PaperMetric& metric) {
  json object{{"metric", metric.metric}, {"value", metric.value}};
  put(object, "source", metric.source);
  put(object, "model", metric.model);
  put(object, "as_of", metric.as_of);
  return object;
}

// One known by its id alone is a plain string.
json citing_json(const CitingPaper& citing) {
  if (citing.source.empty() && !citing.date) return citing.id;
  json object{{"id", citing.id}};
  put(object, "source", citing.source);
  put(object, "date", citing.date);
  return object;
}

json link_json(const Link& link) {
  json object{{"url", link.url}};
  put(object, "rel", link.rel);
  return object;
}

template <class T>
void put_list(json& object, const char* key, const std::vector<T>& values, json (*to_json)(const T&)) {
  if (values.empty()) return;
  json list = json::array();
  for (const auto& value : values) list.push_back(to_json(value));
  object[key] = std::move(list);
}

// Takes the members of one object out by name. The first fault is kept; afterwards every answer is empty, so
// that a caller checks once, with `done`.
class Members {
 public:
  Members(const json& object, std::string& fault) : object_(object), fault_(fault) {
    if (!object.is_object()) blame("not an object");
  }

  void take(const char* key, std::string& out) {
    const json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_string()) return blame(key);
    out = value->get_ref<const std::string&>();
  }

  void take(const char* key, std::vector<std::string>& out) {
    take_list<std::string>(key, out, [this, key](const json& value) {
      if (value.is_string()) return value.get<std::string>();
      blame(key);
      return std::string();
    });
  }

  void take(const char* key, std::optional<Date>& out) {
    std::string text;
    take(key, text);
    if (text.empty()) return;
    const auto date = parse_date(text);
    if (!date) return blame(key);
    out = *date;
  }

  void take(const char* key, std::int64_t& out) {
    const json* value = find(key);
    if (value == nullptr) return;
    const bool too_large = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
    if (!value->is_number_integer() || too_large) return blame(key);
    out = value->get<std::int64_t>();
  }

  void take(const char* key, double& out) {
    const json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_number()) return blame(key);
    out = value->get<double>();
  }

  template <class T, class Convert>
  void take_list(const char* key, std::vector<T>& out, Convert convert) {
    const json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_array()) return blame(key);
    out.reserve(value->size());
    for (const auto& entry : *value) out.push_back(convert(entry));
  }

  // Blames the object for a member that nobody took.
  void done() {
    if (fault_.empty() && taken_ != object_.size()) blame("an unknown member");
  }

  void blame(const char* what) {
    if (fault_.empty()) fault_ = what;
  }

 private:
  const json* find(const char* key) {
    if (!fault_.empty()) return nullptr;
    const auto it = object_.find(key);
    if (it == object_.end()) return nullptr;
    ++taken_;
    return &*it;
  }

  const json& object_;
  std::string& fault_;
  std::size_t taken_ = 0;
};

Authorship author_of(const json& value, std::string& fault) {
  Authorship author;
  if (value.is_string()) {
    author.name = value.get<std::string>();
    return author;
  }
  Members members(value, fault);
  members.take("name", author.name);
  members.take("given", author.given);
  members.take("family", author.family);
  members.take("suffix", author.suffix);
  members.take("id", author.ids);
  members.take("affiliation", author.affiliations);
  members.done();
  return author;
}

Link link_of(const json& value, std::string& fault) {
  Link link;
  Members members(value, fault);
  members.take("rel", link.rel);
  members.take("url", link.url);
  members.done();
  return link;
}

CitationCount citation_of(const json& value, std::string& fault) {
  CitationCount citation;
  Members members(value, fault);
  members.take("count", citation.count);
  members.take("source", citation.source);
  members.take("as_of", citation.as_of);
  members.done();
  return citation;
}

CitingPaper citing_of(const json& value, std::string& fault) {
  CitingPaper citing;
  if (value.is_string()) {
    citing.id = value.get<std::string>();
    return citing;
  }
  Members members(value, fault);
  members.take("id", citing.id);
  members.take("date", citing.date);
  members.take("source", citing.source);
  members.done();
  return citing;
}

PaperMetric metric_of(const json& value, std::string& fault) {
  PaperMetric metric;
  Members members(value, fault);
  members.take("metric", metric.metric);
  members.take("value", metric.value);
  members.take("source", metric.source);
  members.take("model", metric.model);
  members.take("as_of", metric.as_of);
  members.done();
  return metric;
}

Paper paper_of(const json& object, std::string& fault) {
  Paper paper;
  Members members(object, fault);
  std::int64_t version = 0;
  members.take("id", paper.id);
  members.take("version", version);
  members.take("title", paper.title);
  members.take("abstract", paper.abstract);
  members.take_list("authors", paper.authors, [&](const json& v) { return author_of(v, fault); });
  members.take("categories", paper.categories);
  members.take("primary_category", paper.primary_category);
  members.take("published", paper.published);
  members.take("announced", paper.announced);
  members.take("updated", paper.updated);
  members.take("comments", paper.comments);
  members.take("doi", paper.doi);
  members.take("journal_ref", paper.journal_ref);
  members.take("report_no", paper.report_no);
  members.take("venue", paper.venue);
  members.take("license", paper.license);
  members.take_list("links", paper.links, [&](const json& v) { return link_of(v, fault); });
  members.take_list("citations", paper.citations, [&](const json& v) { return citation_of(v, fault); });
  members.take("references", paper.references);
  members.take_list("cited_by", paper.cited_by, [&](const json& v) { return citing_of(v, fault); });
  members.take("other_ids", paper.other_ids);
  members.take("status", paper.status);
  members.take_list("metrics", paper.metrics, [&](const json& v) { return metric_of(v, fault); });
  members.done();
  if (version < 0 || version > INT32_MAX) members.blame("version");
  if (paper.id.empty()) members.blame("id");
  paper.version = fault.empty() ? static_cast<int>(version) : 0;
  return paper;
}

}  // namespace

std::string canonical_json(const Paper& paper) {
  json object{{"id", paper.id}};
  if (paper.version != 0) object["version"] = paper.version;
  put(object, "title", paper.title);
  put(object, "abstract", paper.abstract);
  put_list(object, "authors", paper.authors, author_json);
  put(object, "categories", paper.categories);
  put(object, "primary_category", paper.primary_category);
  put(object, "published", paper.published);
  put(object, "announced", paper.announced);
  put(object, "updated", paper.updated);
  put(object, "comments", paper.comments);
  put(object, "doi", paper.doi);
  put(object, "journal_ref", paper.journal_ref);
  put(object, "report_no", paper.report_no);
  put(object, "venue", paper.venue);
  put(object, "license", paper.license);
  put_list(object, "links", paper.links, link_json);
  put_list(object, "citations", paper.citations, citation_json);
  put(object, "references", paper.references);
  put_list(object, "cited_by", paper.cited_by, citing_json);
  put(object, "other_ids", paper.other_ids);
  put(object, "status", paper.status);
  put_list(object, "metrics", paper.metrics, metric_json);
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Paper> paper_from_canonical_json(std::string_view text) {
  const json document = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) return fail(ErrorCode::index_damaged, "a stored paper is not JSON");
  std::string fault;
  Paper paper = paper_of(document, fault);
  if (!fault.empty()) {
    return fail(ErrorCode::index_damaged, "a stored paper cannot be read", "at fault: " + fault);
  }
  return paper;
}

}  // namespace incipit::schema

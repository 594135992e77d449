#include "tests/web/page_text.h"

#include <algorithm>
#include <set>

namespace incipit::server::web {
namespace {

const std::set<std::string_view> kVoid{"meta", "link", "input", "br"};
const std::set<std::string_view> kTags{
    "html",  "head",   "body",  "title", "meta", "link",  "a",       "header",  "main",    "footer",
    "nav",   "div",    "p",     "span",  "form", "label", "input",   "button",  "h1",      "h2",
    "h3",    "ul",     "ol",    "li",    "dl",   "dt",    "dd",      "article", "section", "aside",
    "time",  "strong", "small", "code",  "bdi",  "mark",  "details", "summary", "table",   "thead",
    "tbody", "tr",     "th",    "td",    "svg",  "rect",  "text",    "br"};
const std::set<std::string_view> kAttributes{"lang",
                                             "charset",
                                             "name",
                                             "content",
                                             "rel",
                                             "href",
                                             "type",
                                             "class",
                                             "id",
                                             "for",
                                             "role",
                                             "action",
                                             "method",
                                             "value",
                                             "autocomplete",
                                             "maxlength",
                                             "placeholder",
                                             "autofocus",
                                             "tabindex",
                                             "title",
                                             "datetime",
                                             "dir",
                                             "scope",
                                             "aria-label",
                                             "aria-labelledby",
                                             "aria-current",
                                             "aria-hidden",
                                             "data-id",
                                             "data-code",
                                             "data-year",
                                             "data-note",
                                             "data-json-twin",
                                             "data-total",
                                             "data-facet",
                                             "data-value",
                                             "data-count",
                                             "data-author",
                                             "data-metric",
                                             "viewBox",
                                             "width",
                                             "height",
                                             "x",
                                             "y",
                                             "text-anchor"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

std::string decoded(std::string text) {
  const std::pair<std::string_view, std::string_view> kEntities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : kEntities) {
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; at += character.size()) {
      text.replace(at, entity.size(), character);
    }
  }
  return text;
}

// Reads one page from front to back.
class MarkupReader {
 public:
  explicit MarkupReader(std::string_view html) : html_{html} {}

  std::vector<MarkupFault> read() {
    constexpr std::string_view kDoctype = "<!DOCTYPE html>";
    if (!html_.starts_with(kDoctype)) fault("no doctype");
    at_ = kDoctype.size();
    while (at_ < html_.size()) {
      const std::size_t open = html_.find('<', at_);
      check_text(html_.substr(at_, open == std::string_view::npos ? open : open - at_));
      if (open == std::string_view::npos) break;
      at_ = open + 1;
      read_tag();
    }
    if (!open_.empty()) fault("not closed: " + open_.back());
    return faults_;
  }

 private:
  void fault(std::string what) { faults_.push_back({std::move(what), at_}); }

  void check_text(std::string_view text) {
    if (text.find('>') != std::string_view::npos) fault("> in text");
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') fault("control character");
    }
  }

  std::string_view name() {
    const std::size_t begin = at_;
    while (at_ < html_.size() && is_name_character(html_[at_])) ++at_;
    return html_.substr(begin, at_ - begin);
  }

  void read_tag() {
    const bool closing = at_ < html_.size() && html_[at_] == '/';
    if (closing) ++at_;
    const std::string tag{name()};
    if (!kTags.contains(tag)) fault("tag <" + tag);
    while (at_ < html_.size() && html_[at_] != '>') read_attribute();
    ++at_;
    if (!closing) {
      if (!kVoid.contains(tag)) open_.push_back(tag);
      return;
    }
    if (open_.empty() || open_.back() != tag) {
      fault("</" + tag + "> closes " + (open_.empty() ? "nothing" : open_.back()));
      return;
    }
    open_.pop_back();
  }

  void read_attribute() {
    if (html_[at_] == ' ' || html_[at_] == '\n') {
      ++at_;
      return;
    }
    const std::string_view attribute = name();
    if (!kAttributes.contains(attribute)) {
      fault("attribute " + std::string{html_.substr(at_, 20)} + " after " + std::string{attribute});
      if (attribute.empty()) ++at_;
    }
    if (at_ >= html_.size() || html_[at_] != '=') return;
    if (html_.substr(at_, 2) != "=\"") return fault("unquoted value");
    const std::size_t end = html_.find('"', at_ + 2);
    if (end == std::string_view::npos) return fault("open value");
    const std::string_view value = html_.substr(at_ + 2, end - at_ - 2);
    if (value.find('<') != std::string_view::npos) fault("< in a value");
    if (attribute == "href" && !address_is_safe(decoded(std::string{value})))
      fault("address " + std::string{value});
    at_ = end + 1;
  }

  static bool address_is_safe(const std::string& url) {
    return url.starts_with("http://") || url.starts_with("https://") || url.starts_with("#") ||
           (url.starts_with("/") && !url.starts_with("//"));
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::vector<MarkupFault> faults_;
};

}  // namespace

std::string text_of(std::string_view html) {
  constexpr std::string_view kApart[] = {"</dt", "</dd", "</td", "</th", "</li", "</p", "</text", "<br"};
  std::string text;
  const auto add = [&](char c) {
    const char shown = c == '\n' ? ' ' : c;
    if (shown != ' ' || (!text.empty() && text.back() != ' ')) text += shown;
  };
  for (std::size_t at = 0; at < html.size(); ++at) {
    if (html[at] != '<') {
      add(html[at]);
      continue;
    }
    const std::string_view tag = html.substr(at);
    if (std::any_of(std::begin(kApart), std::end(kApart), [&](auto t) { return tag.starts_with(t); }))
      add(' ');
    at = std::min(html.find('>', at), html.size());
  }
  while (text.ends_with(' ')) text.pop_back();
  return decoded(text);
}

std::vector<std::string> elements(std::string_view html, std::string_view tag, std::string_view marker) {
  const std::string open = "<" + std::string{tag};
  const std::string close = "</" + std::string{tag} + ">";
  std::vector<std::string> found;
  for (std::size_t at = 0; (at = html.find(open, at)) != std::string_view::npos;) {
    const std::size_t end_of_start = html.find('>', at);
    const std::string_view start = html.substr(at, end_of_start - at);
    const bool same_tag = !is_name_character(html[at + open.size()]);
    at = end_of_start + 1;
    if (!same_tag || start.find(marker) == std::string_view::npos) continue;
    std::size_t depth = 1;
    std::size_t scan = at;
    while (depth > 0) {
      const std::size_t next_close = html.find(close, scan);
      if (next_close == std::string_view::npos) return found;
      std::size_t next_open = html.find(open, scan);
      while (next_open < next_close && is_name_character(html[next_open + open.size()])) {
        next_open = html.find(open, next_open + 1);
      }
      const bool deeper = next_open < next_close;
      depth = deeper ? depth + 1 : depth - 1;
      scan = deeper ? next_open + open.size() : next_close + close.size();
    }
    found.emplace_back(html.substr(at, scan - close.size() - at));
  }
  return found;
}

std::vector<MarkupFault> markup_faults(std::string_view html) { return MarkupReader{html}.read(); }

}  // namespace incipit::server::web

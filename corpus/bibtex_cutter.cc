#include "corpus/bibtex_cutter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "corpus/bibtex_entry.h"
#include "schema/ascii.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::Result;

constexpr auto kMaxRecord = static_cast<std::uint64_t>(schema::limits::kRecordBytes.value);
constexpr auto kMaxRaw = static_cast<std::size_t>(schema::limits::kRejectRawBytes.value);
constexpr std::size_t kMaxHeldBytes = 16 << 20;
constexpr std::size_t kMaxParentBytes = 16 << 10;  // it is read again for each child
constexpr std::size_t kOverhead = 128;             // of a held entry beside its text

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A line that begins an entry: '@', a word, an opening brace, and a key with a comma or a macro's name with
// '='.
bool begins_entry(std::string_view line) {
  if (line.empty() || line.front() != '@') return false;
  std::size_t at = 1;
  while (at < line.size() && schema::is_ascii_letter(line[at])) ++at;
  if (at == 1) return false;
  while (at < line.size() && is_blank(line[at])) ++at;
  if (at == line.size() || (line[at] != '{' && line[at] != '(')) return false;
  const auto end = line.find_first_of(",={}\"", at + 1);
  return end == line.npos || line[end] == ',' || line[end] == '=';
}

bool can_be_parent(std::string_view type) {
  static constexpr std::array<std::string_view, 9> kTypes{"proceedings",   "book",       "collection",
                                                          "conference",    "mvbook",     "mvcollection",
                                                          "mvproceedings", "periodical", "reference"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

}  // namespace

BibtexCutter::BibtexCutter(ByteSource& bytes) : lines_(bytes) {}

Result<std::optional<RawRecord>> BibtexCutter::next() {
  parent_.clear();
  while (true) {
    if (!ready_.empty()) {
      Held held = std::move(ready_.front());
      ready_.pop_front();
      parent_ = ready_parent_;
      return hand_on(std::move(held));
    }
    ready_parent_.clear();
    if (ended_) return std::nullopt;
    auto raw = cut();
    if (!raw) return raw;
    if (!*raw) {
      ended_ = true;
      release_all();
      continue;
    }
    if ((*raw)->too_large) return raw;
    const auto [type, key] = bib_head((*raw)->text);
    const std::string wanted = bib_parent_key((*raw)->text);
    remember(**raw, type, schema::lower_ascii(key));
    if (wanted.empty()) return raw;
    if (const auto parent = parents_.find(wanted); parent != parents_.end()) {
      parent_ = parent->second;
      return raw;
    }
    if (!let_wait(**raw, wanted)) return raw;
  }
}

RawRecord BibtexCutter::hand_on(Held held) {
  current_ = std::move(held);
  return {current_.line, current_.text, current_.text.size(), false};
}

bool BibtexCutter::let_wait(const RawRecord& raw, const std::string& parent_key) {
  const std::size_t size = raw.text.size() + parent_key.size() + kOverhead;
  if (size > kMaxHeldBytes - waiting_bytes_) return false;
  waiting_bytes_ += size;
  waiting_[parent_key].push_back({raw.line, std::string(raw.text)});
  return true;
}

void BibtexCutter::remember(const RawRecord& raw, const std::string& type, const std::string& key) {
  if (key.empty() || raw.text.size() > kMaxParentBytes) return;
  if (const auto children = waiting_.find(key); children != waiting_.end()) {
    for (Held& child : children->second) {
      waiting_bytes_ -= child.text.size() + key.size() + kOverhead;
      ready_.push_back(std::move(child));
    }
    waiting_.erase(children);
    ready_parent_ = std::string(raw.text);
  }
  const std::size_t size = raw.text.size() + key.size() + kOverhead;
  if (!can_be_parent(type) || size > kMaxHeldBytes - parent_bytes_) return;
  if (parents_.emplace(key, raw.text).second) parent_bytes_ += size;
}

void BibtexCutter::release_all() {
  ready_parent_.clear();
  for (auto& [key, children] : waiting_) {
    for (Held& child : children) ready_.push_back(std::move(child));
  }
  waiting_.clear();
  std::sort(ready_.begin(), ready_.end(), [](const Held& a, const Held& b) { return a.line < b.line; });
}

Result<std::optional<RawRecord>> BibtexCutter::cut() {
  while (true) {
    if (!rest_.empty()) {
      if (!in_entry_ && !find_entry()) continue;
      if (in_entry_ && pass_entry()) return finish();
      continue;
    }
    const auto line = lines_.next();
    if (!line) return tl::make_unexpected(line.error());
    if (!*line) {
      if (in_entry_) return finish();
      return std::nullopt;
    }
    if (in_entry_ && begins_entry((*line)->text)) {
      lines_.put_back();
      return finish();
    }
    if ((*line)->too_large) {
      if (!in_entry_) {
        began_at_ = (*line)->number;
        in_entry_ = true;
      }
      hold((*line)->text);
      length_ = std::max(length_, kMaxRecord) + (*line)->bytes;
      return finish();
    }
    if (in_entry_) hold("\n");
    rest_ = (*line)->text;
    line_ = (*line)->number;
    at_line_begin_ = true;
  }
}

// Goes to the '@' of the next entry in the line; false, with the line used up, where there is none.
bool BibtexCutter::find_entry() {
  while (true) {
    const auto at = rest_.find('@');
    if (at == rest_.npos) {
      rest_ = {};
      return false;
    }
    const bool first = at_line_begin_ &&
                       std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(at), is_blank);
    rest_.remove_prefix(at);
    at_line_begin_ = false;
    std::size_t end = 1;
    while (end < rest_.size() && schema::is_ascii_letter(rest_[end])) ++end;
    const std::string type = schema::lower_ascii(rest_.substr(1, end - 1));
    while (end < rest_.size() && is_blank(rest_[end])) ++end;
    const bool opens =
        end < rest_.size() ? rest_[end] == '{' || rest_[end] == '(' : first && type != "comment";
    if (!type.empty() && opens) break;
    rest_.remove_prefix(1);
  }
  in_entry_ = true;
  began_at_ = line_;
  held_.clear();
  length_ = depth_ = 0;
  close_ = 0;
  quoted_ = false;
  return true;
}

// Goes to the end of the entry in the line; false, with the line used up, where it goes on.
bool BibtexCutter::pass_entry() {
  std::size_t at = 0;
  bool ends = false;
  for (; at < rest_.size() && !ends; ++at) {
    const char c = rest_[at];
    if (close_ == 0) {
      if (c == '{' || c == '(') close_ = c == '{' ? '}' : ')';
      continue;
    }
    if (c == '{') ++depth_;
    if (close_ == ')') {
      if (c == '"' && depth_ == 0) quoted_ = !quoted_;
      if (c == '}' && depth_ > 0) --depth_;
      ends = c == ')' && depth_ == 0 && !quoted_;
    } else if (c == '}') {
      ends = depth_ == 0;
      if (!ends) --depth_;
    }
  }
  hold(rest_.substr(0, at));
  rest_.remove_prefix(at);
  return ends;
}

void BibtexCutter::hold(std::string_view part) {
  length_ += part.size();
  if (length_ <= kMaxRecord) {
    held_ += part;
  } else if (held_.size() > kMaxRaw) {
    held_.resize(kMaxRaw);
  } else {
    held_ += part.substr(0, kMaxRaw - held_.size());
  }
}

RawRecord BibtexCutter::finish() {
  in_entry_ = false;
  RawRecord raw{began_at_, held_, length_, length_ > kMaxRecord};
  if (raw.too_large) raw.text = raw.text.substr(0, kMaxRaw);
  length_ = 0;
  return raw;
}

std::string bib_parent_key(std::string_view entry) {
  static constexpr std::string_view kName = "crossref";
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  if (std::search(entry.begin(), entry.end(), kName.begin(), kName.end(), same) == entry.end()) return {};
  BibMacros none;
  const auto parsed = parse_bib_entry(entry, none);
  return parsed ? schema::lower_ascii(clean_text(parsed->field(kName))) : std::string();
}

}  // namespace incipit::corpus

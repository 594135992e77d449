// Detection of JSON formats: the members of the first record in a head that may end anywhere.
#include <algorithm>

#include "corpus/json_cutter.h"

namespace incipit::corpus {
namespace {

// Walks the head once; every step stops at its end.
class Walk {
 public:
  explicit Walk(std::string_view head) : rest_(head) {}

  bool at_end() {
    while (!rest_.empty() && (rest_.front() == ' ' || (rest_.front() >= '\t' && rest_.front() <= '\r')))
      rest_.remove_prefix(1);
    return rest_.empty();
  }
  char peek() { return at_end() ? '\0' : rest_.front(); }
  void take() { rest_.remove_prefix(1); }
  bool take(char c) {
    if (peek() != c) return false;
    take();
    return true;
  }

  // The bytes of a string as they stand; whole or up to the head's end. Requires a quote.
  std::string_view string() {
    take();
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    end = std::min(end, rest_.size());
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return text;
  }

  void pass_value() {
    std::size_t depth = 0;
    while (!at_end()) {
      const char c = rest_.front();
      if (c == '"') {
        static_cast<void>(string());
        if (depth == 0) return;
        continue;
      }
      if (depth == 0 && (c == ',' || c == ']' || c == '}')) return;
      take();
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return;
    }
  }

 private:
  std::string_view rest_;
};

constexpr std::size_t kMaxMembers = 1000;
constexpr std::size_t kTextBytes = 200;

// The members of the object that the walk stands at, those of objects in it one level down. When one of
// `holders` is an array, the walk is left at its first element and the answer is true.
bool read_members(Walk& walk, const std::string& prefix, const std::vector<std::string_view>* holders,
                  std::vector<JsonGlimpse::Member>& members) {
  walk.take();
  while (!walk.at_end() && members.size() < kMaxMembers) {
    if (walk.take('}')) return false;
    if (walk.take(',')) continue;
    if (walk.peek() != '"') return false;
    JsonGlimpse::Member member;
    const std::string_view key = walk.string();
    member.key = prefix + std::string(key);
    if (!walk.take(':')) return false;
    member.kind = walk.peek();
    const bool holds =
        holders != nullptr && std::find(holders->begin(), holders->end(), key) != holders->end();
    if (holds && member.kind == '[') {
      walk.take();
      return true;
    }
    if (member.kind == '"') {
      member.text = std::string(walk.string().substr(0, kTextBytes));
      members.push_back(std::move(member));
    } else if (member.kind == '{' && prefix.empty()) {
      const std::string inner = member.key + '.';
      members.push_back(std::move(member));
      read_members(walk, inner, nullptr, members);
    } else {
      members.push_back(std::move(member));
      walk.pass_value();
    }
  }
  return false;
}

}  // namespace

JsonGlimpse::JsonGlimpse(std::string_view head, const JsonShape& shape) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  Walk walk(head);
  bool in_array = walk.take('[');
  if (!in_array) {
    if (walk.peek() != '{' || !read_members(walk, "", &shape.holders, members_)) return;
    members_.clear();
    in_array = true;
  }
  while (in_array && !walk.at_end() && walk.peek() != '{') {
    if (walk.take(']')) return;
    if (!walk.take(',')) walk.pass_value();
    if (walk.peek() == '}' || walk.peek() == ':') return;
  }
  if (walk.peek() == '{') read_members(walk, "", nullptr, members_);
}

const JsonGlimpse::Member* JsonGlimpse::find(std::string_view key) const {
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.key == key; });
  return found == members_.end() ? nullptr : &*found;
}

std::string_view JsonGlimpse::text(std::string_view key) const {
  const Member* member = find(key);
  return member == nullptr ? std::string_view() : std::string_view(member->text);
}

}  // namespace incipit::corpus

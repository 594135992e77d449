#include "corpus/bibtex_entry.h"

#include <algorithm>
#include <array>
#include <optional>

#include "corpus/identifiers.h"
#include "schema/ascii.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

constexpr std::size_t kMaxMacros = 10'000;
constexpr std::size_t kMaxMacroBytes = 1 << 20;
constexpr std::size_t kMaxFields = 1000;
constexpr auto kMaxValues = static_cast<std::size_t>(schema::limits::kRecordBytes.value);

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// What may stand in a type, a field's or a macro's name.
bool is_name(char c) {
  static constexpr std::string_view kNot = "{}()\"#%,='\\~";
  return static_cast<unsigned char>(c) > ' ' && c != 0x7F && kNot.find(c) == kNot.npos;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  char peek() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  std::string_view name() {
    static_cast<void>(peek());
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // A key: anything up to a comma, the end of the entry or a line.
  std::string_view key(char close) {
    static_cast<void>(peek());
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != close && text_[at_] != '\n' &&
           text_[at_] != '=' && text_[at_] != '{' && text_[at_] != '"') {
      ++at_;
    }
    std::string_view key = text_.substr(begin, at_ - begin);
    while (!key.empty() && is_blank(key.back())) key.remove_suffix(1);
    return key;
  }
  // What stands between the brace or quote that comes and its partner; nullopt where there is none.
  std::optional<std::string_view> delimited() {
    const bool quoted = text_[at_] == '"';
    const std::size_t begin = ++at_;
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (depth == 0 && c == (quoted ? '"' : '}')) return text_.substr(begin, at_++ - begin);
      if (c == '{') ++depth;
      if (c == '}' && depth-- == 0) return std::nullopt;
    }
    return std::nullopt;
  }

  // 1-based, within the text.
  std::size_t line() const {
    const auto passed = text_.substr(0, at_);
    return 1 + static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

tl::unexpected<RejectionCause> malformed(const Scanner& scanner, const std::string& what) {
  return tl::make_unexpected(RejectionCause{
      "malformed_bibtex", what + " (line " + std::to_string(scanner.line()) + " of the entry)"});
}

// A value: pieces in braces or quotes, numbers and macros, joined by '#'. `budget` is what all values may
// still take.
tl::expected<std::string, RejectionCause> read_value(Scanner& scanner, const BibMacros& macros,
                                                     std::size_t& budget, BibEntry& entry) {
  std::string value;
  do {
    const char c = scanner.peek();
    std::string piece;
    if (c == '{' || c == '"') {
      const auto text = scanner.delimited();
      if (!text) return malformed(scanner, c == '{' ? "a brace is not closed" : "a quote is not closed");
      piece = *text;
    } else {
      const std::string name = schema::lower_ascii(scanner.name());
      if (name.empty()) return malformed(scanner, "a field has no value");
      const bool number = std::all_of(name.begin(), name.end(), schema::is_ascii_digit);
      const std::string* macro = number ? nullptr : macros.find(name);
      if (!number && macro == nullptr) entry.unknown_macros.push_back(name);
      piece = macro == nullptr ? name : *macro;
    }
    if (piece.size() > budget) {
      return tl::make_unexpected(RejectionCause{
          "too_large",
          "the values have more than " + std::to_string(kMaxValues) + " bytes with their macros"});
    }
    budget -= piece.size();
    value += piece;
  } while (scanner.take('#'));
  return value;
}

tl::expected<BibEntry, RejectionCause> read_macro(Scanner& scanner, BibMacros& macros) {
  BibEntry nothing;
  std::size_t budget = kMaxMacroBytes;
  const std::string name = schema::lower_ascii(scanner.name());
  if (name.empty() || !scanner.take('=')) return malformed(scanner, "a @string has no name and '='");
  auto value = read_value(scanner, macros, budget, nothing);
  if (!value) return tl::make_unexpected(std::move(value.error()));
  if (!macros.define(name, std::move(*value))) return malformed(scanner, "there are too many @string macros");
  return BibEntry{};
}

tl::expected<void, RejectionCause> read_fields(Scanner& scanner, char close, const BibMacros& macros,
                                               BibEntry& entry) {
  std::size_t budget = kMaxValues;
  while (true) {
    while (scanner.take(',')) {
    }
    if (scanner.take(close)) return {};
    const std::string name = schema::lower_ascii(scanner.name());
    if (name.empty()) return malformed(scanner, "a field's name is missing");
    if (!scanner.take('=')) return malformed(scanner, "the field '" + excerpt(name) + "' has no '='");
    auto value = read_value(scanner, macros, budget, entry);
    if (!value) return tl::make_unexpected(std::move(value.error()));
    if (entry.fields.size() >= kMaxFields) return malformed(scanner, "the entry has too many fields");
    const bool known =
        std::any_of(entry.fields.begin(), entry.fields.end(), [&](const auto& f) { return f.first == name; });
    if (known) {
      entry.repeated.push_back(name);
    } else {
      entry.fields.emplace_back(name, std::move(*value));
    }
    if (scanner.peek() != ',' && scanner.peek() != close)
      return malformed(scanner, "a comma is missing behind the field '" + excerpt(name) + "'");
  }
}

}  // namespace

const std::string& BibEntry::field(std::string_view name) const {
  static const std::string kNone;
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; });
  return found == fields.end() ? kNone : found->second;
}

BibMacros::BibMacros() {
  for (const char* month :
       {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
    values_[month] = month;
}

const std::string* BibMacros::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

bool BibMacros::define(std::string name, std::string value) {
  const std::size_t size = name.size() + value.size();
  if (values_.size() >= kMaxMacros || size > kMaxMacroBytes - bytes_) return false;
  bytes_ += size;
  values_[std::move(name)] = std::move(value);
  return true;
}

tl::expected<BibEntry, RejectionCause> parse_bib_entry(std::string_view text, BibMacros& macros) {
  Scanner scanner(text);
  if (!scanner.take('@')) return malformed(scanner, "an entry begins with '@'");
  BibEntry entry;
  entry.type = schema::lower_ascii(scanner.name());
  if (entry.type == "comment") return BibEntry{};
  const char open = scanner.peek();
  if (entry.type.empty() || !(scanner.take('{') || scanner.take('(')))
    return malformed(scanner, "an entry has a type and an opening brace");
  const char close = open == '{' ? '}' : ')';
  if (entry.type == "preamble") return BibEntry{};
  if (entry.type == "string") return read_macro(scanner, macros);
  entry.key = std::string(scanner.key(close));
  if (scanner.peek() != ',' && scanner.peek() != close)
    return malformed(scanner, "no comma stands behind the key");
  if (auto fields = read_fields(scanner, close, macros, entry); !fields)
    return tl::make_unexpected(std::move(fields.error()));
  if (scanner.peek() != '\0') return malformed(scanner, "text stands behind the end of the entry");
  return entry;
}

std::pair<std::string, std::string> bib_head(std::string_view text) {
  Scanner scanner(text);
  if (!scanner.take('@')) return {};
  const std::string type = schema::lower_ascii(scanner.name());
  const char close = scanner.peek() == '{' ? '}' : ')';
  if (!scanner.take('{') && !scanner.take('(')) return {};
  return {type, std::string(scanner.key(close))};
}

}  // namespace incipit::corpus

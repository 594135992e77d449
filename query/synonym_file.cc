#include "query/synonym_file.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "analysis/analyser.h"
#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"
#include "storage/files.h"

namespace incipit::query {

using schema::ErrorCode;
using schema::Result;
namespace limits = schema::limits;

namespace {

constexpr std::string_view kBlanks = " \t\r";

// An entry, and the stems by which it is found.
struct Entry {
  OtherForm form;
  std::string stems;
};

}  // namespace

class SynonymReader {
 public:
  explicit SynonymReader(const std::string& name) : name_(name) {}

  Result<std::shared_ptr<const SynonymFile>> read(std::string_view text) {
    if (static_cast<std::int64_t>(text.size()) > limits::kSynonymFileBytes.value) return fail_limit(limits::kSynonymFileBytes);
    file_->digest_ = storage::hash_hex(text);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      if (auto taken = take(schema::trimmed(text.substr(0, end), kBlanks)); !taken) return tl::make_unexpected(taken.error());
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return file_;
  }

 private:
  tl::unexpected<schema::Error> fail(ErrorCode code, const std::string& reason) const {
    return schema::fail(code, name_ + (line_ > 0 ? ", line " + std::to_string(line_) : "") + ": " + reason);
  }
  tl::unexpected<schema::Error> fail_limit(const schema::Limit& limit) const {
    return fail(ErrorCode::limit_exceeded, "more " + std::string(limit.unit) + " than " + std::string(limit.name) + " allows, which is " +
                                               std::to_string(limit.value));
  }

  Result<void> take(std::string_view line) {
    if (line.empty() || line.front() == '#') return {};
    if (!schema::is_valid_utf8(line)) return fail(ErrorCode::input_invalid, "not UTF-8");
    const auto sides = schema::split(line, "=>");
    if (sides.size() > 2) return fail(ErrorCode::input_invalid, "several arrows");
    auto first = entries(sides.front());
    if (!first) return tl::make_unexpected(first.error());
    if (sides.size() == 1) {
      if (first->size() < 2) return fail(ErrorCode::input_invalid, "one entry alone; separate entries with commas");
      add(*first, *first);
      return {};
    }
    const auto others = entries(sides.back());
    if (!others) return tl::make_unexpected(others.error());
    add(*first, *others);
    return {};
  }

  Result<std::vector<Entry>> entries(std::string_view list) {
    std::vector<Entry> found;
    for (const std::string_view part : schema::split(list, ",")) {
      const std::string_view text = schema::trimmed(part, kBlanks);
      Entry entry;
      entry.form.text = text;
      for (const auto& token : analyser_.tokens(analysis::display_text(text))) {
        const std::string& stem = analyser_.stem(token.form);
        entry.stems += (entry.stems.empty() ? "" : " ") + stem;
        entry.form.words.push_back({token.form, stem, false, WordMatch::stem});
      }
      // One of frequent words alone would find nearly every paper.
      const bool says = std::any_of(entry.form.words.begin(), entry.form.words.end(), [](const PhraseWord& word) { return !analysis::is_stop_word(word.form); });
      if (!says) return fail(ErrorCode::input_invalid, "an entry without words, or of stop words alone");
      if (static_cast<std::int64_t>(entry.form.words.size()) > limits::kSynonymWords.value) return fail_limit(limits::kSynonymWords);
      found.push_back(std::move(entry));
    }
    if (static_cast<std::int64_t>(found.size()) > limits::kSynonymEntries.value) return fail_limit(limits::kSynonymEntries);
    return found;
  }

  void add(const std::vector<Entry>& from, const std::vector<Entry>& to) {
    for (const Entry& entry : from) {
      for (const Entry& other : to) {
        if (other.stems == entry.stems) continue;
        auto& forms = file_->forms_[entry.stems];
        const bool known = std::any_of(forms.begin(), forms.end(), [&](const OtherForm& form) { return form.words == other.form.words; });
        if (!known) forms.push_back(other.form);
      }
    }
  }

  std::string name_;
  std::size_t line_ = 0;
  analysis::Analyser analyser_;
  std::shared_ptr<SynonymFile> file_ = std::make_shared<SynonymFile>();
};

Result<std::shared_ptr<const SynonymFile>> SynonymFile::open(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  // A byte more than is allowed tells that there are too many.
  text.resize(static_cast<std::size_t>(limits::kSynonymFileBytes.value) + 1);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) return schema::fail(ErrorCode::input_unreadable, path.string() + ": the file of synonyms cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return parse(text, path.string());
}

Result<std::shared_ptr<const SynonymFile>> SynonymFile::parse(std::string_view text, const std::string& name) {
  return SynonymReader(name).read(text);
}

const std::vector<OtherForm>* SynonymFile::of(const std::string& stems) const {
  const auto found = forms_.find(stems);
  return found == forms_.end() ? nullptr : &found->second;
}

}  // namespace incipit::query
